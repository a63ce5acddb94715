import type { Report, VariantComparison } from "@sameseed/core";

/** The comparisons on every metric, those of all answers together last. */
export function allComparisons({ comparisons, aggregates }: Report): readonly VariantComparison[] {
  return [...comparisons, ...(aggregates?.comparisons ?? [])];
}
