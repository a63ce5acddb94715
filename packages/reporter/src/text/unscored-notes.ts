import { type WordedReport, scoreMakeup, type VariantSummary } from "@sameseed/core";
import { countOrNull, listed } from "./listed-variants.ts";

const UNSCORED =
  "No answer was scored, so there is no comparison. The reasons are in rows.csv, in the columns that begin with reason. report.html and wide.csv show the answers side by side.";

/**
 * Answers without a score, per scorer where there are several: the overall score is missing if one that
 * counts is missing.
 */
export function unscoredNotes({ manifest, variants }: Pick<WordedReport, "manifest" | "variants">): string[] {
  const metrics = variants[0]?.metrics.map(({ metric }) => metric) ?? [];
  if (hasNoValue(variants, "score")) return [missingScore(manifest.scorers, variants)];
  const scorers = metrics.length > 1 ? metrics.slice(1) : metrics;
  return scorers.flatMap((scorer) => {
    const by = metrics.length > 1 ? ` by ${scorer}` : "";
    return listed(`Answers that could not be scored${by} are left out of the mean`, variants, (variant) =>
      countOrNull(variant.metrics.find(({ metric }) => metric === scorer)?.unscored ?? 0),
    );
  });
}

/** Why no answer has a score: all scorers were undecided, or one scorer of the mean was. */
function missingScore(scorers: WordedReport["manifest"]["scorers"], variants: readonly VariantSummary[]): string {
  const makeup = scoreMakeup(scorers).map(({ name }) => name);
  const silent = makeup.filter((name) => hasNoValue(variants, name));
  if (silent.length === 0 || silent.length === makeup.length) return UNSCORED;
  const names = silent.join(" and ");
  return `The score is missing everywhere because it counts ${names}, which scored no answer; the column reason.${silent[0]} in rows.csv has the reasons. Give ${silent.length === 1 ? "it" : "them"} weight: 0 to leave ${silent.length === 1 ? "it" : "them"} out; replay scores the answers again. The other scorers' figures are complete.`;
}

function hasNoValue(variants: readonly VariantSummary[], name: string): boolean {
  const found = variants.map(({ metrics }) => metrics.find(({ metric }) => metric === name));
  return found.every((one) => one?.n === 0) && found.some((one) => (one?.unscored ?? 0) > 0);
}
