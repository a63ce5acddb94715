import type { Difference, VariantComparison } from "@sameseed/core";
import type { Comparison, Verdict } from "@sameseed/stats";
import type { VariantsComparison } from "./compare-variants.ts";

type Undecided = VariantsComparison & Pick<VariantComparison, "adjustment">;

/**
 * Decides what may be claimed; nothing downstream changes it. Intervals and adjusted p give `result.verdict`, the same
 * without the failed trials; variants that are not comparable have no verdict, and one that hangs on failed trials is
 * inconclusive. `result` and `withoutFailed` have their p adjusted by now.
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
