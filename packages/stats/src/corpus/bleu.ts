export type BleuSmoothing = "exp" | "none" | "floor" | "add-k";

export interface BleuFormula {
  /** How a count of 0 is smoothed. Default `exp`. */
  readonly smooth?: BleuSmoothing | undefined;
  /** For `floor` (default 0.1) and `add-k` (default 1). */
  readonly smoothValue?: number | undefined;
  /** Leaves orders out for which the answer is too short. Default false. */
  readonly effectiveOrder?: boolean | undefined;
}

/** The counts for BLEU: matches and n-grams by order, and the two lengths in tokens. */
export interface BleuStatistics {
  readonly correct: readonly number[];
  readonly total: readonly number[];
  readonly length: number;
  /** Length of the reference with the nearest length. */
  readonly referenceLength: number;
}

/** BLEU from its statistics, in [0, 1], as sacreBLEU computes it (Papineni et al. 2002; Post 2018, arXiv:1804.08771). */
export function bleuOf(statistics: BleuStatistics, options: BleuFormula = {}): number {
  const { smooth = "exp", smoothValue = smooth === "floor" ? 0.1 : 1, effectiveOrder = false } = options;
  const { correct, total: all, length, referenceLength } = statistics;
  if (correct.every((count) => count === 0)) return 0;
  let logs = 0;
  let orders = 0;
  let halved = 1;
  for (const [index, count] of correct.entries()) {
    const added = smooth === "add-k" && index > 0 ? smoothValue : 0;
    const found = count + added;
    const possible = all[index]! + added;
    if (possible === 0) break;
    if (found === 0 && smooth === "exp") halved *= 2;
    const precision = (found || (smooth === "exp" ? 1 / halved : smooth === "floor" ? smoothValue : 0)) / possible;
    logs += Math.log(precision);
    orders++;
  }
  if (orders < correct.length && !effectiveOrder) return 0;
  const brevity = length < referenceLength ? Math.exp(1 - referenceLength / length) : 1;
  return brevity * Math.exp(logs / orders);
}
