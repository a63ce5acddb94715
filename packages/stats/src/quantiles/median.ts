import { quantileOfSorted } from "./quantile7.ts";

/** The median of finite values; NaN without any. */
export function median(values: ArrayLike<number>): number {
  return values.length === 0 ? NaN : quantileOfSorted(Float64Array.from(values).toSorted(), 0.5);
}
