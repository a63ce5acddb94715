import type { SliceComparison, SliceInteraction, SliceWarning, VariantComparison } from "@sameseed/core";

const ALPHA = 0.05;
type Overall = Pick<VariantComparison, "metric" | "a" | "b" | "verdict">;

/**
 * Slices that contradict the overall verdict of their pair: a slice that is worse where the pair is better,
 * equivalent, not worse or undecided, and a slice that is better where the pair is worse. A slice with its
 * own verdict is proven. A suspected one goes against a decided pair with p of at most 0.05 before
 * correction, or with a significant interaction.
 */
export function sliceWarnings(
  overall: readonly Overall[],
  slices: { readonly comparisons: readonly SliceComparison[]; readonly interactions: readonly SliceInteraction[] },
): SliceWarning[] {
  const pairs = new Map(overall.map((pair) => [idOf(pair), pair]));
  const depends = new Set(
    slices.interactions.filter(({ pAdjusted }) => pAdjusted !== null && pAdjusted <= ALPHA).map((test) => keyId(test)),
  );
  return slices.comparisons.flatMap((slice) => {
    const pair = pairs.get(idOf(slice));
    if (pair === undefined || pair.verdict === null || slice.verdict === null) return [];
    const warning = warningOf(pair, slice, depends.has(keyId(slice)));
    return warning === null ? [] : [warning];
  });
}

function idOf({ metric, a, b }: Pick<Overall, "metric" | "a" | "b">): string {
  return JSON.stringify([metric, a, b]);
}

function keyId(line: Pick<SliceInteraction, "key" | "metric" | "a" | "b">): string {
  return JSON.stringify([line.key, line.metric, line.a, line.b]);
}

function warningOf(pair: Overall, slice: SliceComparison, dependsOnSlice: boolean): SliceWarning | null {
  const { estimate, meanA, meanB, p, verdict } = slice;
  if (estimate === null || meanA === null || meanB === null || estimate === 0) return null;
  const direction = estimate < 0 ? "worse" : "better";
  const isProven = verdict === direction && pair.verdict !== direction && isContrary(pair, direction);
  const isAgainst = direction === "worse" ? isGood(pair) : pair.verdict === "worse";
  const isSuspected = isAgainst && ((p !== null && p <= ALPHA) || (dependsOnSlice && excludesZero(slice)));
  if (!isProven && !isSuspected) return null;
  const { key, metric, a, b, n } = slice;
  const warning = { key, slice: slice.slice, metric, a, b, n, meanA, meanB, direction } as const;
  const strength = isProven ? "proven" : "suspected";
  return { ...warning, strength };
}

function excludesZero({ low, high }: SliceComparison): boolean {
  return (low ?? -1) > 0 || (high ?? 1) < 0;
}

function isGood({ verdict }: Overall): boolean {
  return verdict === "better" || verdict === "equivalent" || verdict === "notWorse";
}

/** A worse slice contradicts every pair that is not worse; a better slice only a pair that is worse. */
function isContrary(pair: Overall, direction: "worse" | "better"): boolean {
  return direction === "worse" || pair.verdict === "worse";
}
