import { requireConfidence } from "../argument-checks.ts";
import { ROUNDING_SHARE, largestMagnitude } from "../descriptive/t-interval.ts";
import { moments } from "../descriptive/mean-sd.ts";
import { tPpf, tSf } from "../distributions/student-t.ts";
import { completePairs, type Numbers } from "../missing-values.ts";

/** The paired t test of the mean difference B - A, in the unit of the scores. Undefined values are null. */
export interface PairedT {
  readonly n: number;
  /** Pairs left out because a side was missing. */
  readonly dropped: number;
  readonly mean: number | null;
  readonly se: number | null;
  readonly df: number | null;
  /** Null without variance. */
  readonly t: number | null;
  readonly p: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** The mean difference in standard deviations of the differences; null without variance. */
  readonly dz: number | null;
  /** True where all differences are equal: the width of zero does not mean certainty. */
  readonly degenerate: boolean;
}

/** The exact two-sided sign-flip p of n equal differences: 1 for a shift of 0, else 2 / 2^n. */
export function constantShiftP(n: number, shift: number): number {
  return shift === 0 ? 1 : Math.min(1, 2 ** (1 - n));
}

/**
 * The paired t test and interval (Student 1908). Without variance the interval has no width, `degenerate` is set and
 * p is that of the sign-flip test. Throws RangeError for unequal lengths or an infinity.
 */
export function pairedT(input: { readonly a: Numbers; readonly b: Numbers; readonly conf?: number }): PairedT {
  const conf = input.conf ?? 0.95;
  requireConfidence(conf);
  const { a, b, d, dropped } = completePairs(input.a, input.b);
  const n = d.length;
  const none = { se: null, df: null, t: null, p: null, lo: null, hi: null, dz: null };
  if (n === 0) return { n, dropped, mean: null, ...none, degenerate: false };
  const { mean, squares } = moments(d);
  if (n === 1) return { n, dropped, mean, ...none, degenerate: false };
  const df = n - 1;
  const sd = Math.sqrt(squares / df);
  // Subtracting two scores leaves rounding of their size, not of the difference's.
  const scoreSize = Math.max(largestMagnitude(a), largestMagnitude(b));
  const rounding = ROUNDING_SHARE * largestMagnitude(d) + 4 * Number.EPSILON * scoreSize;
  if (sd <= rounding) {
    const p = constantShiftP(n, Math.abs(mean) <= rounding ? 0 : mean);
    return { n, dropped, mean, se: 0, df, t: null, p, lo: mean, hi: mean, dz: null, degenerate: true };
  }
  const se = sd / Math.sqrt(n);
  const t = mean / se;
  const half = tPpf(1 - (1 - conf) / 2, df) * se;
  const p = 2 * tSf(Math.abs(t), df);
  return { n, dropped, mean, se, df, t, p, lo: mean - half, hi: mean + half, dz: mean / sd, degenerate: false };
}
