import { requireConfidence } from "../argument-checks.ts";
import { tPpf } from "../distributions/student-t.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";
import { moments } from "./mean-sd.ts";

/** A mean with its t interval. Undefined values (n = 0, or the spread at n = 1) are null. */
export interface TInterval {
  readonly n: number;
  readonly dropped: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly se: number | null;
  readonly df: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** True where all values are equal: the width of zero does not mean certainty. */
  readonly degenerate: boolean;
}

/** Spread below this share of the largest value is rounding, not variance. */
export const ROUNDING_SHARE = 1e-12;

/** The largest absolute value; 0 for none. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index++) {
    largest = Math.max(largest, Math.abs(values[index] as number));
  }
  return largest;
}

/** The one-sample t interval of a mean, in the unit of x (Student 1908). Missing values are left out and counted. */
export function tInterval(input: { readonly x: Numbers; readonly conf?: number }): TInterval {
  const { x, conf = 0.95 } = input;
  requireConfidence(conf);
  const { values, dropped } = finiteValues(x, "x");
  const n = values.length;
  const undefinedSpread = { sd: null, se: null, df: null, lo: null, hi: null, degenerate: false };
  if (n === 0) return { n, dropped, mean: null, ...undefinedSpread };
  const { mean, squares } = moments(values);
  if (n === 1) return { n, dropped, mean, ...undefinedSpread };
  const rawSd = Math.sqrt(squares / (n - 1));
  const degenerate = rawSd <= ROUNDING_SHARE * largestMagnitude(values);
  const sd = degenerate ? 0 : rawSd;
  const se = sd / Math.sqrt(n);
  const df = n - 1;
  const half = tPpf(1 - (1 - conf) / 2, df) * se;
  return { n, dropped, mean, sd, se, df, lo: mean - half, hi: mean + half, degenerate };
}
