import { type Fairness, type Manifest, type Reason, takesSeed } from "@sameseed/core";
import type { ManifestVariant } from "./variant-trials.ts";

/** Models that run locally with sameseed's own sampler: equal seeds give equal texts by construction and by test. */
const OWN_SAMPLERS = new Set(["simulated", "tiny"]);

export interface SeedAudit {
  readonly seeds: Fairness["seeds"];
  /** Reasons why the variants' draws may differ. */
  readonly reasons: readonly Reason[];
}

/** Evidence that two variants honour their seeds: measured by a probe, known for embedded models, or none beyond sending them. */
export function auditSeeds(
  sides: readonly ManifestVariant[],
  seedReport: Manifest["seedLedger"],
  hasSeeds: boolean,
): SeedAudit {
  const seedless = [...new Set(sides.filter(({ parameters }) => !takesSeed(parameters)).map(({ model }) => model))];
  if (!hasSeeds || seedless.length > 0)
    return { seeds: "none", reasons: seedless.map((model) => ({ code: "seedNotTaken", model })) };
  const verdicts = new Map(sides.map((variant) => [variant.model, verdictOf(variant, seedReport)]));
  const reasons = [...verdicts].flatMap(([model, verdict]): Reason[] => {
    if (verdict === "ignored" || verdict === "unsupported") return [{ code: "seedUnused", model, probe: verdict }];
    return verdict === "partly" ? [{ code: "seedPartly", model }] : [];
  });
  const isHonoured = [...verdicts.values()].every((verdict) => verdict === "honoured");
  return { seeds: isHonoured ? "honoured" : undefined, reasons };
}

function verdictOf({ model, identity }: ManifestVariant, seedReport: Manifest["seedLedger"]): string | undefined {
  const probed = seedReport?.find((entry) => entry.model === model)?.verdict;
  if (probed !== undefined && probed !== "undecided") return probed;
  const { provider } = identity as { provider?: string };
  return provider !== undefined && OWN_SAMPLERS.has(provider) ? "honoured" : probed;
}
