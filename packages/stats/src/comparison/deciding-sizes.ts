import { normPpf } from "../distributions/normal.ts";

const POWER = 0.8;

/** The difference that an undecided comparison could have detected, and the numbers of cases that would decide it. Not rounded; null if unknown. */
export interface DecidingSizes {
  /** Minimum detectable difference at two-sided alpha and 80 % power, in the unit of the score. */
  readonly mde: number | null;
  /** Cases to show "not worse than -margin" with 80 % power if the true difference is 0. */
  readonly casesForMargin: number | null;
  /** Cases to prove a true difference as large as the estimate with 80 % power. */
  readonly casesForEstimate: number | null;
}

/** Sizes from the standard error of n cases (Miller 2024; clusters are assumed to grow in the same pattern). */
export function decidingSizes(input: {
  readonly n: number;
  readonly se: number | null;
  readonly estimate: number | null;
  readonly margin: number | null;
  readonly alpha: number;
}): DecidingSizes {
  const { n, se, estimate, margin, alpha } = input;
  if (se === null || se === 0 || n === 0) {
    return { mde: null, casesForMargin: null, casesForEstimate: null };
  }
  const twoSided = (normPpf(1 - alpha / 2) + normPpf(POWER)) * se;
  const oneSided = (normPpf(1 - alpha) + normPpf(POWER)) * se;
  return {
    mde: twoSided,
    casesForMargin: margin === null ? null : n * (oneSided / margin) ** 2,
    casesForEstimate: estimate === null || estimate === 0 ? null : n * (twoSided / estimate) ** 2,
  };
}
