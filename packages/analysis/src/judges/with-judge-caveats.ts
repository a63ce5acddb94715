import type { JudgeAudit, VariantComparison } from "@sameseed/core";
import { restsOn } from "./judged-items.ts";

/** Comparisons that rest on a judge bear what its audit found against it: `score` rests on all scorers. */
export function withJudgeCaveats(
  comparisons: readonly VariantComparison[],
  audits: readonly Pick<JudgeAudit, "metric" | "caveats">[],
): readonly VariantComparison[] {
  if (audits.every(({ caveats }) => caveats.length === 0)) return comparisons;
  return comparisons.map((comparison) => {
    const caveats = audits.filter(({ metric }) => restsOn(comparison.metric, metric)).flatMap((audit) => audit.caveats);
    if (caveats.length === 0) return comparison;
    const { fairness } = comparison;
    const verdict = fairness.verdict === "fair" ? "fair with caveats" : fairness.verdict;
    return { ...comparison, fairness: { ...fairness, verdict, reasons: [...fairness.reasons, ...caveats] } };
  });
}
