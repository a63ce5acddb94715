import {
  plural,
  type SliceComparison,
  type SliceInteraction,
  verdictWord,
  type WordedSliceReport,
} from "@sameseed/core";
import { pText } from "../words/difference-text.ts";

/** More pairs of variants than this are shown only where something is notable. */
const MOST_PAIRS = 3;
const ALPHA = 0.05;

/** The slices of one key for one pair on one metric. */
export interface SliceGroup {
  readonly key: string;
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  readonly lines: readonly SliceComparison[];
  readonly interaction: SliceInteraction | null;
}

/**
 * The groups of slices to show for one metric: every key of up to three pairs; of more pairs, at most three
 * with a warning, a verdict against the baseline's favour or an interaction. The files contain all.
 */
export function shownGroups(
  slices: WordedSliceReport,
  metric: string,
): { readonly groups: readonly SliceGroup[]; readonly hidden: number } {
  const groups = groupsOf(slices, metric);
  const pairs = [...new Set(groups.map(({ b, a }) => JSON.stringify([a, b])))];
  if (pairs.length <= MOST_PAIRS) return { groups, hidden: 0 };
  const warned = new Set(slices.warnings.map((warning) => JSON.stringify([warning.a, warning.b, warning.key])));
  const notable = groups.filter(
    ({ a, b, key, interaction }) => warned.has(JSON.stringify([a, b, key])) || (interaction?.pAdjusted ?? 1) <= ALPHA,
  );
  const shown = notable.slice(0, MOST_PAIRS);
  return { groups: shown, hidden: groups.length - shown.length };
}

function groupsOf({ comparisons, interactions }: WordedSliceReport, metric: string): SliceGroup[] {
  const ofMetric = comparisons.filter((line) => line.metric === metric);
  const grouped = Map.groupBy(ofMetric, ({ key, a, b }) => JSON.stringify([key, a, b]));
  return [...grouped.values()].map((lines) => {
    const { key, a, b } = lines[0]!;
    const interaction = interactions.find(
      (test) => test.metric === metric && test.key === key && test.a === a && test.b === b,
    );
    return { key, metric, a, b, lines, interaction: interaction ?? null };
  });
}

/** The result of the interaction test in a sentence; null without a test. */
export function interactionText({ key, interaction }: SliceGroup): string | null {
  if (interaction === null || interaction.pAdjusted === null) return null;
  const p = pText(interaction.pAdjusted).replace(/^(?=\d)/, "= ");
  return interaction.pAdjusted <= ALPHA
    ? `The difference depends on ${key} (interaction test: p ${p}).`
    : `No sign that the difference depends on ${key} (interaction test: p ${p}).`;
}

/** The verdict of a slice; if the data cannot tell, with the number of cases for a decision. */
export function sliceVerdict({ verdict, casesNeeded }: SliceComparison): string {
  return verdict === null || casesNeeded === null
    ? verdictWord(verdict)
    : `${verdictWord(verdict)} (needs ${plural(casesNeeded, "case")})`;
}
