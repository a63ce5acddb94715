import { requireProbability } from "../argument-checks.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";

/** The type-7 quantile of values that are sorted already; at least one value. */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (position - below) * (high - low);
}

/**
 * Sample quantiles by linear interpolation (Hyndman & Fan 1996, type 7; numpy's and R's default), in the unit of x.
 * Missing values are left out; without any value every quantile is null. Throws RangeError for q outside [0, 1].
 */
export function quantile7(input: { readonly x: Numbers; readonly q: readonly number[] }): (number | null)[] {
  for (const q of input.q) requireProbability(q, "q");
  const sorted = finiteValues(input.x, "x").values.toSorted();
  return input.q.map((q) => (sorted.length === 0 ? null : quantileOfSorted(sorted, q)));
}
