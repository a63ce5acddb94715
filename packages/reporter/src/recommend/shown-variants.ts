import type { WordedReport, WordedComparison } from "@sameseed/core";

/** More variants than this do not fit on a screen with their comparisons. */
const MOST_VARIANTS = 8;
/** Shown of the set that holds the best. */
const MOST_SHOWN = 10;

/**
 * With more than eight variants the ids that are worth a line: the baseline, those that may be the best, and those that are
 * cheaper or faster than all that score higher. Null where all are shown.
 */
export function shownVariants({ manifest, variants, recommendation }: WordedReport): ReadonlySet<string> | null {
  if (recommendation === undefined || variants.length <= MOST_VARIANTS) return null;
  const standing = recommendation.choices.filter((choice) => choice.standing !== "dominated");
  const ids = new Set([manifest.baseline, ...standing.slice(0, MOST_SHOWN).map(({ variant }) => variant)]);
  return ids.size < variants.length ? ids : null;
}

/** The comparisons of the variants that are shown; files have them all. */
export function shownComparisons(report: WordedReport): readonly WordedComparison[] {
  const shown = shownVariants(report);
  return shown === null
    ? report.comparisons
    : report.comparisons.filter(({ b, isControl }) => shown.has(b) || isControl);
}
