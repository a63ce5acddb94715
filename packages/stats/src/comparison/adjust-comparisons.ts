import { benjaminiHochberg, holm } from "../multiplicity/adjust-p-values.ts";
import { judged, type Comparison } from "./comparison.ts";

/**
 * Judges a family of comparisons together. Adjusts the p-values by Holm 1979 (default), or by Benjamini &
 * Hochberg 1995 for exploratory grids, then decides each verdict again. Intervals stay "per comparison". A
 * comparison without p is not a hypothesis.
 */
export function adjustComparisons(
  comparisons: readonly Comparison[],
  method: "holm" | "benjamini-hochberg" = "holm",
): Comparison[] {
  const p = comparisons.map((comparison) => comparison.p ?? NaN);
  const adjusted = method === "holm" ? holm({ p }) : benjaminiHochberg({ p });
  return comparisons.map((comparison, index) => {
    const value = adjusted[index] ?? NaN;
    return judged(comparison, Number.isNaN(value) ? null : value);
  });
}
