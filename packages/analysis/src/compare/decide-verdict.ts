import type { Difference, VariantComparison } from "@sameseed/core";
import type { Comparison, Verdict } from "@sameseed/stats";
import type { VariantsComparison } from "./compare-variants.ts";

type Undecided = VariantsComparison & Pick<VariantComparison, "adjustment">;

/**
 * Decides the verdict; nothing downstream changes it. `result.verdict` follows from intervals and adjusted p,
 * and a second verdict follows without the failed trials. Variants that are not comparable have no verdict,
 * and a verdict that depends on failed trials is inconclusive. The p-values of `result` and `withoutFailed`
 * must be adjusted already.
 */
export function decideVerdict(comparison: Undecided): VariantComparison {
  const { result, withoutFailed, fairness } = comparison;
  const { verdict } = result.verdict;
  const without = differenceOf(withoutFailed);
  const dependsOnFailed = hangsOnFailed(verdict, without.verdict);
  const claimed = fairness.verdict === "not comparable" ? null : dependsOnFailed ? "inconclusive" : verdict;
  return { ...comparison, withoutFailed: without, dependsOnFailed, verdict: claimed };
}

/** Whether a verdict is another one without the failed trials, and either claims something. */
export function hangsOnFailed(verdict: Verdict, without: Verdict): boolean {
  return without !== verdict && (isClaim(without) || isClaim(verdict));
}

export function differenceOf({ estimate, interval, verdict, n }: Comparison): Difference {
  return { estimate, interval, verdict: verdict.verdict, n };
}

function isClaim(verdict: Verdict): boolean {
  return verdict !== "inconclusive" && verdict !== "insufficient";
}
