import { requireCount, requireFinite } from "../argument-checks.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";

/** Values described instead of listed: `x0`, then `lo, hi` `repeats` times, as in the NumAcc series of NIST StRD. */
export interface AlternatingSeries {
  readonly x0: number;
  readonly lo: number;
  readonly hi: number;
  readonly repeats: number;
}

/** The moments of a sample. `mean` is null at n = 0, `sd` (n - 1 in the denominator) below n = 2. */
export interface MeanSd {
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly dropped: number;
}

/** Mean and sum of squared deviations by two passes with the corrected second pass (Chan, Golub & LeVeque 1983). */
export function moments(values: ArrayLike<number>): { mean: number; squares: number } {
  const n = values.length;
  let sum = 0;
  for (let index = 0; index < n; index++) sum += values[index] as number;
  const rough = sum / n;
  let drift = 0;
  for (let index = 0; index < n; index++) drift += (values[index] as number) - rough;
  const mean = rough + drift / n;
  let squares = 0;
  let rest = 0;
  for (let index = 0; index < n; index++) {
    const deviation = (values[index] as number) - mean;
    squares += deviation * deviation;
    rest += deviation;
  }
  return { mean, squares: Math.max(0, squares - (rest * rest) / n) };
}

function listed(series: AlternatingSeries): Float64Array {
  requireCount(series.repeats, "repeats");
  requireFinite(series.x0, "x0");
  requireFinite(series.lo, "lo");
  requireFinite(series.hi, "hi");
  const values = new Float64Array(1 + 2 * series.repeats);
  for (let index = 0; index < values.length; index++) {
    values[index] = index % 2 === 1 ? series.lo : series.hi;
  }
  values[0] = series.x0;
  return values;
}

/**
 * Size, mean and standard deviation; missing values (null, NaN) are left out and counted in `dropped`.
 * Throws RangeError for an infinity.
 */
export function meanSd(input: { readonly x: Numbers } | AlternatingSeries): MeanSd {
  const { values, dropped } = finiteValues("x" in input ? input.x : listed(input), "x");
  const n = values.length;
  if (n === 0) return { n, mean: null, sd: null, dropped };
  const { mean, squares } = moments(values);
  return { n, mean, sd: n < 2 ? null : Math.sqrt(squares / (n - 1)), dropped };
}
