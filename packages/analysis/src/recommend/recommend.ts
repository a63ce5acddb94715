import type { Choice, Recommendation, VariantComparison, VariantSummary } from "@sameseed/core";
import { costPerThousand } from "../history/run-history.ts";

/** With fewer variants the verdict is enough. */
const FEWEST_VARIANTS = 3;
const CONFIDENCE = 0.95;

export interface RecommendationSource {
  readonly metric: string;
  readonly variants: readonly VariantSummary[];
  /** The comparisons with the baseline on the metric. */
  readonly comparisons: readonly VariantComparison[];
  /** The ids of variants that are not distinguishable from the best, at 95 % confidence. */
  readonly bestOf: (ids: readonly string[]) => readonly string[];
}

/** One recommendation for three or more variants; null for fewer. The A/A control cannot be chosen. */
export function recommend({ metric, variants, comparisons, bestOf }: RecommendationSource): Recommendation | null {
  const controls = new Set(comparisons.filter(({ isControl }) => isControl).map(({ b }) => b));
  const leftOut = comparisons.filter((one) => one.fairness.verdict === "not comparable").map(({ b }) => b);
  const scored = variants
    .filter(({ variant }) => !controls.has(variant) && !leftOut.includes(variant))
    .map((variant) => choiceOf(variant, metric))
    .filter(({ mean }) => mean !== null)
    .toSorted((left, right) => right.mean! - left.mean!);
  if (scored.length < FEWEST_VARIANTS) return null;
  const members = new Set(bestOf(scored.map(({ variant }) => variant)));
  const top = scored.find(({ variant }) => members.has(variant))!.variant;
  const best = scored.filter(({ variant }) => members.has(variant));
  const choices = scored.map((choice) => ({ ...choice, standing: standingOf(choice, { scored, members }) }));
  const cheapest = least(best, ({ costPerThousandUsd }) => costPerThousandUsd);
  const fastest = least(best, ({ latencyMsP50 }) => latencyMsP50);
  const ids = best.map(({ variant }) => variant);
  return { metric, confidence: CONFIDENCE, top, best: ids, cheapest, fastest, choices, leftOut };
}

/** A variant's score on a metric, its cost and its latency. */
export function choiceOf(variant: VariantSummary, metric: string): Omit<Choice, "standing"> {
  const { mean = null, low = null, high = null } = variant.metrics.find((one) => one.metric === metric) ?? {};
  const { latencyMsP50 } = variant;
  return { variant: variant.variant, mean, low, high, costPerThousandUsd: costPerThousand(variant), latencyMsP50 };
}

type Scored = Omit<Choice, "standing">;

/** Outside the set a variant is worth a look only if it is cheaper or faster than all that score higher. */
function standingOf(
  choice: Scored,
  { scored, members }: { readonly scored: readonly Scored[]; readonly members: ReadonlySet<string> },
): Choice["standing"] {
  if (members.has(choice.variant)) return "best";
  const better = scored.filter(({ mean }) => mean! > choice.mean!);
  const isLess = (of: (one: Scored) => number | null): boolean =>
    of(choice) !== null && better.every((one) => of(one) !== null && of(choice)! < of(one)!);
  const isOnFrontier = isLess((one) => one.costPerThousandUsd) || isLess((one) => one.latencyMsP50);
  return isOnFrontier ? "frontier" : "dominated";
}

/** The variant with the least of something; null where it is unknown or the same for all. */
function least(choices: readonly Scored[], of: (one: Scored) => number | null): string | null {
  const values = choices.map(of);
  if (choices.length < 2 || values.some((value) => value === null)) return null;
  const lowest = Math.min(...(values as number[]));
  if (values.every((value) => value === lowest)) return null;
  return choices[values.indexOf(lowest)]!.variant;
}
