import type { VariantComparison } from "@sameseed/core";
import { adjustComparisons } from "@sameseed/stats";
import type { VariantsComparison } from "./compare-variants.ts";

/** With more comparisons on one metric, controls the false discovery rate instead of the familywise error. */
const MOST_FOR_HOLM = 10;

type Adjusted = VariantsComparison & Pick<VariantComparison, "adjustment">;

/** In a sequential run each comparison has its share of the level already. */
export function shared(family: readonly VariantsComparison[]): Adjusted[] {
  const claims = family.filter(({ isControl }) => !isControl).length;
  return family.map((comparison) => ({ ...comparison, adjustment: claims < 2 ? "none" : "alpha / m" }));
}

/** Adjusts the comparisons of one metric together; the A/A control is a check of the run, not one of its claims. */
export function adjusted(family: readonly VariantsComparison[]): Adjusted[] {
  const claims = family.filter((comparison) => !comparison.isControl);
  const method = claims.length <= MOST_FOR_HOLM ? "holm" : "benjamini-hochberg";
  const results = adjustComparisons(
    claims.map(({ result }) => result),
    method,
  );
  const without = adjustComparisons(
    claims.map(({ withoutFailed }) => withoutFailed),
    method,
  );
  const adjustment = claims.length < 2 ? "none" : method === "holm" ? "Holm" : "Benjamini-Hochberg (FDR)";
  return family.map((comparison) => {
    const place = claims.indexOf(comparison);
    return place === -1
      ? { ...comparison, adjustment: "none" }
      : { ...comparison, result: results[place]!, withoutFailed: without[place]!, adjustment };
  });
}
