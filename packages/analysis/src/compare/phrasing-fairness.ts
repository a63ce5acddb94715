import { canonicalJson, type Fairness, type PhrasingFairness } from "@sameseed/core";

interface Pair {
  /** Id of the variant B. */
  readonly b: string;
  readonly fairness: Fairness;
}

const GRAVEST: readonly Fairness["verdict"][] = ["not comparable", "fair with caveats", "fair"];

/** The fairness of all pairs of phrasings together: the gravest verdict, and each reason once with the variants concerned. */
export function phrasingFairness(pairs: readonly Pair[]): PhrasingFairness {
  const found = pairs.flatMap(({ b, fairness }) => fairness.reasons.map((reason) => ({ b, reason })));
  const reasons = [...Map.groupBy(found, ({ reason }) => canonicalJson(reason)).values()].map((concerned) => {
    const variants = [...new Set(concerned.map(({ b }) => b))];
    return { reason: concerned[0]!.reason, variants: concerned.length === pairs.length ? [] : variants };
  });
  const [seeds, ...otherSeeds] = new Set(pairs.map(({ fairness }) => fairness.seeds));
  return {
    verdict: GRAVEST.find((verdict) => pairs.some(({ fairness }) => fairness.verdict === verdict)) ?? "fair",
    reasons,
    factors: [...new Set(pairs.flatMap(({ fairness }) => fairness.factors))],
    seeds: otherSeeds.length === 0 ? seeds : undefined,
  };
}
