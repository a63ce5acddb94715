import { type Manifest, SameseedError, unknownId, option } from "@sameseed/core";

/** Variants of the second side without a comparison, since the first has others under the same ids. */
export function newVariantNotes(before: Variants, after: Variants): string[] {
  const known = new Set(before.variants.map(({ id }) => id));
  const added = after.variants.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  if (added.length === 0 || added.length === after.variants.length) return [];
  return [`Not compared, because the other run does not have them: ${added.join(", ")}.`];
}

type Variants = { readonly variants: readonly { readonly id: string }[] };

/** Pairs of variants: those with equal ids; without any, the baseline with every variant of the second. */
export function idPairs(
  before: Variants & { readonly baseline: string },
  after: Variants,
  baseline = before.baseline,
): (readonly [string, string])[] {
  const known = new Set(before.variants.map(({ id }) => id));
  if (!known.has(baseline)) throw unknownId("variant of the first run", baseline, [...known]);
  const shared = after.variants.filter(({ id }) => known.has(id));
  return shared.length > 0
    ? shared.map(({ id }) => [id, id] as const)
    : after.variants.map(({ id }) => [baseline, id] as const);
}

type Measured = Pick<Manifest, "runId" | "seed" | "seedPolicy" | "repeats"> & {
  readonly scorers: readonly { readonly hash: string }[];
  readonly sequential?: Manifest["sequential"];
};

/** Errors: `BAD_RUN` for two runs that were not measured in the same way. */
export function refuseUnmatched(before: Measured, after: Measured): void {
  const scorers = (manifest: Measured): string => JSON.stringify(manifest.scorers.map(({ hash }) => hash));
  const early = [before, after].find(({ sequential }) => (sequential?.stoppedAt ?? null) !== null);
  if (early !== undefined) {
    throw new SameseedError(
      "BAD_RUN",
      `${early.runId} ended early by its sequential rule, so a comparison with another run has no valid interval.`,
      {
        hint: `Run the variants in one benchmark. ${option("force")} compares the cases that both have all the same.`,
      },
    );
  }
  const differing = [
    ...(scorers(before) === scorers(after) ? [] : ["scorers"]),
    ...(before.seed === after.seed && before.seedPolicy === after.seedPolicy ? [] : ["seeds"]),
    ...(before.repeats === after.repeats ? [] : ["repeats"]),
  ];
  if (differing.length === 0) return;
  throw new SameseedError("BAD_RUN", `${before.runId} and ${after.runId} differ in ${differing.join(" and ")}.`, {
    hint: `${option("force")} compares them anyway; the report lists the differences.`,
  });
}

/** Runs are not compared over phrasings. */
export function phrasingNotes(variants: readonly { readonly phrasingOf?: string | undefined }[]): string[] {
  return variants.some(({ phrasingOf }) => phrasingOf !== undefined)
    ? ["Phrasings are compared one by one here: a verdict over phrasings compares the models of one run."]
    : [];
}
