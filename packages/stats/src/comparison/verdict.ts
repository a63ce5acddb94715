import { requireAtLeast } from "../argument-checks.ts";

/** Fewer cases than this can reach no two-sided p of .05: 2/2^5 = .0625. */
export const FEWEST_CASES = 6;

export type Verdict = "better" | "worse" | "equivalent" | "notWorse" | "inconclusive" | "insufficient";

export interface VerdictInput {
  /** Ends of the 95 % (1 - alpha) interval of B - A; null without an interval. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** Ends of the 90 % (1 - 2 alpha) interval, for claims about the margin. */
  readonly lo90: number | null;
  readonly hi90: number | null;
  /** The p-value, adjusted for the number of comparisons where there are several. */
  readonly p: number | null;
  /** The largest difference that does not matter, above 0; null: no claims about a margin. */
  readonly margin?: number | null;
  /** Independent units: cases, or clusters of cases. */
  readonly n: number;
  readonly alpha?: number;
}

export interface VerdictResult {
  readonly verdict: Verdict;
  /** The interval and the p-value disagree: neither `better` nor `worse` is claimed. */
  readonly evidenceDisagrees: boolean;
  /** A proven difference that is entirely inside the margin. */
  readonly isWithinMargin: boolean;
}

/**
 * The verdict on B against A by two pieces of evidence: `better` or `worse` needs the 95 % interval to leave out 0 and p <= alpha;
 * `equivalent` and `notWorse` need the 90 % interval inside the margin (Schuirmann 1987). Fewer than 6 units or no
 * interval: `insufficient`.
 */
export function verdict(input: VerdictInput): VerdictResult {
  const { lo, hi, lo90, hi90, p, n, alpha = 0.05 } = input;
  const margin = input.margin ?? null;
  requireAtLeast(n, 0, "n");
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie in (0, 1), got ${alpha}`);
  if (margin !== null && !(margin > 0)) throw new RangeError(`margin must be above 0, got ${margin}`);
  if (p !== null && !(p >= 0 && p <= 1)) throw new RangeError(`p must lie in [0, 1], got ${p}`);
  if (n < FEWEST_CASES || lo === null || hi === null || lo90 === null || hi90 === null || p === null) {
    return { verdict: "insufficient", evidenceDisagrees: false, isWithinMargin: false };
  }
  const excludesZero = lo > 0 || hi < 0;
  const isSignificant = p <= alpha;
  const evidenceDisagrees = excludesZero !== isSignificant;
  const isInside = margin !== null && lo90 > -margin && hi90 < margin;
  if (excludesZero && isSignificant) {
    return { verdict: lo > 0 ? "better" : "worse", evidenceDisagrees, isWithinMargin: isInside };
  }
  if (isInside) return { verdict: "equivalent", evidenceDisagrees, isWithinMargin: false };
  const isNotWorse = margin !== null && lo90 > -margin;
  return { verdict: isNotWorse ? "notWorse" : "inconclusive", evidenceDisagrees, isWithinMargin: false };
}
