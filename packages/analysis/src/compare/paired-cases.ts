import { type VariantTrials, Mark } from "./variant-trials.ts";

/** Two variants on one metric, case by case, repeats averaged inside the case: the unit is the case. */
export interface PairedCases {
  /** Case numbers that both variants have rows of. */
  readonly cases: Int32Array;
  /** Case means with failed trials scored 0; NaN for an undecided score. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Case means of the answered trials; NaN for a case without answers. */
  readonly answeredA: Float64Array;
  readonly answeredB: Float64Array;
  /** Case means with every missing score set to 0 and to 1, for the bounds. */
  readonly lowA: Float64Array;
  readonly highA: Float64Array;
  readonly lowB: Float64Array;
  readonly highB: Float64Array;
  /** All scores are 0 or 1. */
  readonly isBinary: boolean;
  /** Missing scores (failed or undecided) in either variant. */
  readonly missing: number;
}

export interface PairingOptions {
  readonly metric: string;
  readonly repeats: number;
  /** Cases seen in all. */
  readonly cases: number;
}

export function pairCases(
  sideA: VariantTrials,
  sideB: VariantTrials,
  { metric, repeats, cases }: PairingOptions,
): PairedCases {
  const both = new Int32Array(cases);
  let count = 0;
  for (let number = 0; number < cases; number++) {
    if (hasRow(sideA, number, repeats) && hasRow(sideB, number, repeats)) both[count++] = number;
  }
  const shared = both.subarray(0, count);
  const options = { metric, repeats, cases };
  const left = meansOf(sideA, shared, options);
  const right = meansOf(sideB, shared, options);
  return {
    cases: shared,
    a: left.zero,
    b: right.zero,
    answeredA: left.answered,
    answeredB: right.answered,
    lowA: left.low,
    highA: left.high,
    lowB: right.low,
    highB: right.high,
    isBinary: left.isBinary && right.isBinary,
    missing: left.missing + right.missing,
  };
}

function hasRow(side: VariantTrials, caseNumber: number, repeats: number): boolean {
  for (let repeat = 0; repeat < repeats; repeat++) if (side.marks(caseNumber * repeats + repeat) !== 0) return true;
  return false;
}

interface Means {
  readonly zero: Float64Array;
  readonly answered: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly isBinary: boolean;
  readonly missing: number;
}

/** If no score is missing, all four columns are the same array. */
function meansOf(side: VariantTrials, shared: Int32Array, options: PairingOptions): Means {
  const { metric, repeats } = options;
  const scores = side.scores(metric);
  const means = new Float64Array(shared.length);
  let isBinary = true;
  for (let place = 0; place < shared.length; place++) {
    let sum = 0;
    let trials = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const cell = shared[place]! * repeats + repeat;
      if (side.marks(cell) === 0) continue;
      const score = scores.at(cell);
      if (Number.isNaN(score)) return meansWithMissing(side, shared, options);
      sum += score;
      trials++;
      if (score !== 0 && score !== 1) isBinary = false;
    }
    means[place] = sum / trials;
  }
  return { zero: means, answered: means, low: means, high: means, isBinary, missing: 0 };
}

function meansWithMissing(side: VariantTrials, shared: Int32Array, { metric, repeats }: PairingOptions): Means {
  const scores = side.scores(metric);
  const column = (): Float64Array => new Float64Array(shared.length);
  const means = { zero: column(), answered: column(), low: column(), high: column() };
  let isBinary = true;
  let missing = 0;
  for (let place = 0; place < shared.length; place++) {
    let [sum, answered, failed, unscored] = [0, 0, 0, 0];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const cell = shared[place]! * repeats + repeat;
      const mark = side.marks(cell);
      if (mark === 0) continue;
      const score = scores.at(cell);
      if (!Number.isNaN(score)) {
        sum += score;
        answered++;
        if (score !== 0 && score !== 1) isBinary = false;
      } else if (mark & Mark.failed) failed++;
      else unscored++;
    }
    const trials = answered + failed + unscored;
    means.zero[place] = answered + failed === 0 ? NaN : sum / (answered + failed);
    means.answered[place] = answered === 0 ? NaN : sum / answered;
    means.low[place] = sum / trials;
    means.high[place] = (sum + failed + unscored) / trials;
    missing += failed + unscored;
  }
  return { ...means, isBinary, missing };
}

/** Treatment of failed trials: scored 0, or left out. */
export type Failed = "zero" | "left out";

/** A variant's means by case number; NaN for a case without a row or a score. */
export function caseColumn(side: VariantTrials, pairing: PairingOptions, failed: Failed): Float64Array {
  const { cases, a, answeredA } = pairCases(side, side, pairing);
  const means = failed === "zero" ? a : answeredA;
  const scores = new Float64Array(pairing.cases).fill(NaN);
  for (const [place, number] of cases.entries()) scores[number] = means[place]!;
  return scores;
}
