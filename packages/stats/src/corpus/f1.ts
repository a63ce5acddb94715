/** F1 of summed counts: hits, number given, number expected (micro-F1). NaN where both numbers are 0. */
export function f1Of(hits: number, given: number, wanted: number): number {
  return given + wanted === 0 ? NaN : (2 * hits) / (given + wanted);
}

/**
 * Macro-F1 from [hits, given, expected] of each label, one after the other: the mean over the labels that
 * were given or expected, each with 0 if it has no hit (as scikit-learn's `f1_score(average="macro",
 * zero_division=0)`).
 */
export function macroF1Of(counts: ArrayLike<number>): number {
  let sum = 0;
  let labels = 0;
  for (let place = 0; place < counts.length; place += 3) {
    const f1 = f1Of(counts[place]!, counts[place + 1]!, counts[place + 2]!);
    if (Number.isNaN(f1)) continue;
    sum += f1;
    labels++;
  }
  return labels === 0 ? NaN : sum / labels;
}
