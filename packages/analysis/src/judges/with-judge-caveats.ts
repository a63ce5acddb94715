import { type JudgeAudit, type ManifestScorer, scoreMakeup, type VariantComparison } from "@sameseed/core";
import { restsOn, scorerOf } from "./judged-items.ts";

/**
 * Adds a judge's audit findings to the comparisons that depend on it. `score` depends on the scorers that
 * make it up.
 */
export function withJudgeCaveats(
  comparisons: readonly VariantComparison[],
  audits: readonly Pick<JudgeAudit, "metric" | "caveats">[],
  scorers: readonly ManifestScorer[],
): readonly VariantComparison[] {
  if (audits.every(({ caveats }) => caveats.length === 0)) return comparisons;
  const isInScore = inScore(scorers);
  return comparisons.map((comparison) => {
    const found = audits.filter(({ metric }) =>
      comparison.metric === "score" ? isInScore(metric) : restsOn(comparison.metric, metric),
    );
    const caveats = found.flatMap((audit) => audit.caveats);
    if (caveats.length === 0) return comparison;
    const { fairness } = comparison;
    const verdict = fairness.verdict === "fair" ? "fair with caveats" : fairness.verdict;
    return { ...comparison, fairness: { ...fairness, verdict, reasons: [...fairness.reasons, ...caveats] } };
  });
}

/** Whether a judge's verdicts count in the score, including the inputs of a derived scorer with a weight. */
function inScore(scorers: readonly ManifestScorer[]): (judged: string) => boolean {
  const names = new Set(scoreMakeup(scorers).map(({ name }) => name));
  const isDerived = scorers.some(({ name, identity }) => names.has(name) && typeOf(identity) === "derived");
  return (judged) => isDerived || judged === "score" || names.has(judged) || names.has(scorerOf(judged));
}

function typeOf(identity: unknown): unknown {
  return typeof identity === "object" && identity !== null && "type" in identity ? identity.type : undefined;
}
