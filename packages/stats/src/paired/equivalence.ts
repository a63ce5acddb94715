import { requireFinite, requirePositive } from "../argument-checks.ts";
import { tPpf, tSf } from "../distributions/student-t.ts";
import type { Numbers } from "../missing-values.ts";
import { pairedT } from "./paired-t.ts";

/** Two one-sided paired t tests; `p` is the larger of the two. Null without variance or with fewer than 2 pairs. */
export interface TostPaired {
  readonly n: number;
  readonly dropped: number;
  readonly p: number | null;
  readonly tLow: number | null;
  readonly pLow: number | null;
  readonly tHigh: number | null;
  readonly pHigh: number | null;
}

/**
 * Equivalence of B and A within (low, high) by two one-sided paired t tests (Schuirmann 1987). Throws RangeError
 * unless low < high.
 */
export function tostPaired(input: {
  readonly a: Numbers;
  readonly b: Numbers;
  readonly low: number;
  readonly high: number;
}): TostPaired {
  const { a, b, low, high } = input;
  requireFinite(low, "low");
  requireFinite(high, "high");
  if (low >= high) throw new RangeError(`low must be below high, got ${low} and ${high}`);
  const { n, dropped, mean, se, df } = pairedT({ a, b });
  if (mean === null || se === null || df === null || se === 0) {
    return { n, dropped, p: null, tLow: null, pLow: null, tHigh: null, pHigh: null };
  }
  const tLow = (mean - low) / se;
  const tHigh = (mean - high) / se;
  const pLow = tSf(tLow, df);
  const pHigh = tSf(-tHigh, df);
  return { n, dropped, p: Math.max(pLow, pHigh), tLow, pLow, tHigh, pHigh };
}

export interface NonInferiorityT {
  readonly n: number;
  readonly dropped: number;
  readonly p: number | null;
  /** The one-sided lower bound of the mean difference at 1 - alpha; null below 2 pairs. */
  readonly lowerBound: number | null;
  /** Null where there is no bound to judge by. */
  readonly nonInferior: boolean | null;
}

/** Non-inferiority of B by a one-sided paired t test of mean(B - A) against -margin (Schuirmann 1987). */
export function nonInferiorityT(input: {
  readonly a: Numbers;
  readonly b: Numbers;
  readonly margin: number;
  readonly alpha?: number;
}): NonInferiorityT {
  const { a, b, margin, alpha = 0.05 } = input;
  requirePositive(margin, "margin");
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError(`alpha must lie in (0, 0.5), got ${alpha}`);
  const { n, dropped, mean, se, df } = pairedT({ a, b });
  if (mean === null || se === null || df === null) {
    return { n, dropped, p: null, lowerBound: null, nonInferior: null };
  }
  const lowerBound = mean - tPpf(1 - alpha, df) * se;
  const p = se === 0 ? null : tSf((mean + margin) / se, df);
  return { n, dropped, p, lowerBound, nonInferior: lowerBound > -margin };
}
