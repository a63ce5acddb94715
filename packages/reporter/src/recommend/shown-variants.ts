import { isPhrasingPair, type WordedReport, type WordedComparison } from "@sameseed/core";

/** More variants than this do not fit on a screen with their comparisons. */
const MOST_VARIANTS = 8;
/** Maximum shown variants of the set that contains the best. */
const MOST_SHOWN = 10;

/**
 * With more than eight variants, the ids to list: the baseline, the candidates for the best, and those that
 * are cheaper or faster than all with a higher score. Null where all are shown.
 */
export function shownVariants({
  manifest,
  variants,
  phrasings,
  recommendation,
}: WordedReport): ReadonlySet<string> | null {
  if (variants.length <= MOST_VARIANTS) return null;
  if (phrasings !== undefined) return withoutPhrasings(manifest);
  if (recommendation === undefined) return null;
  const standing = recommendation.choices.filter((choice) => choice.standing !== "dominated");
  const ids = new Set([manifest.baseline, ...standing.slice(0, MOST_SHOWN).map(({ variant }) => variant)]);
  return ids.size < variants.length ? ids : null;
}

/** The baseline and the variants with a single wording of their prompt. The others are shown over their phrasings. */
function withoutPhrasings({ variants, baseline }: WordedReport["manifest"]): ReadonlySet<string> {
  return new Set(
    variants.filter(({ id, phrasingOf }) => phrasingOf === undefined || id === baseline).map(({ id }) => id),
  );
}

/** The comparisons of the variants that are shown, and none of single phrasings; files have them all. */
export function shownComparisons(report: WordedReport): readonly WordedComparison[] {
  const shown = shownVariants(report);
  const { manifest, phrasings } = report;
  const isShown = (one: WordedComparison): boolean => phrasings === undefined || !isPhrasingPair(manifest, one);
  const comparisons = report.comparisons.filter(isShown);
  return shown === null ? comparisons : comparisons.filter(({ b, isControl }) => shown.has(b) || isControl);
}
