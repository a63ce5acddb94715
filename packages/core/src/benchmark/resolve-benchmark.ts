import { SeedPolicy } from "../seeds/seed.ts";
import { DEFAULT_MARGIN } from "../record/manifest.ts";
import type { Benchmark, BenchmarkDefinition } from "./benchmark.ts";
import { refuseUnknownScores } from "../scoring/refuse-unknown-scores.ts";
import { badBenchmark, refuseDuplicates, unknownId } from "./benchmark-mistakes.ts";
import { findVariant } from "./find-variant.ts";
import { resolveJudges } from "./resolve-judges.ts";
import { type ModelFromId, resolveModel, resolveVariants } from "./resolve-variants.ts";
import { withChainClusters } from "../case/chain.ts";
import type { Dataset, TestCase } from "../case/test-case.ts";

const MAX_SEED = 2 ** 31 - 1;

/** Checks a definition and compiles it: prompts, models, variants. Errors: `BAD_BENCHMARK`, `DUPLICATE_ID`, `UNKNOWN_ID`. */
export async function resolveBenchmark(definition: BenchmarkDefinition, modelFromId: ModelFromId): Promise<Benchmark> {
  const { name, seed = 1, seedPolicy = "derived", repeats = 1, description = null, passAt, slices } = definition;
  const { margin = DEFAULT_MARGIN, scorers } = definition;
  checkPlan({ name, seed, seedPolicy, repeats });
  checkComparison({ margin, passAt, repeats });
  if (slices !== undefined) refuseDuplicates("slice key", slices, "Name each key once.");
  if (!definition.cases)
    throw badBenchmark("The benchmark has no cases.", 'Add cases: csv("cases.csv"), or a list of cases.');
  if (!scorers?.length) throw badBenchmark("The benchmark has no scorers.", "Add at least one, e.g. equals().");
  refuseDuplicates(
    "scorer",
    scorers.map((scorer) => scorer.name),
    "Give one of them another name with `metric`.",
  );
  refuseUnknownScores(scorers);
  const variants = await resolveVariants(definition, modelFromId);
  const ids = variants.map((variant) => variant.id);
  const named = variants.map(({ id, prompt, modelId }) => ({
    id,
    prompt: prompt.id,
    phrasingOf: prompt.phrasingOf,
    model: modelId,
  }));
  const baseline = findVariant(definition.baseline ?? ids[0]!, named, "baseline variant");
  if (!isDataset(definition.cases)) refuseUnknownAnswerers(definition.cases, variants);
  return {
    name,
    description,
    seed,
    seedPolicy,
    repeats,
    cases: withChainClusters(isDataset(definition.cases) ? definition.cases : inlineCases(definition.cases)),
    variants,
    scorers,
    judges: await resolveJudges(definition, (entry) => resolveModel(entry, modelFromId, definition)),
    baseline,
    margin,
    ...(passAt && { passAt }),
    ...(slices && { slices }),
  };
}

function checkPlan({
  name,
  seed,
  seedPolicy,
  repeats,
}: Pick<Benchmark, "name" | "seed" | "seedPolicy" | "repeats">): void {
  if (typeof name !== "string" || name.trim() === "")
    throw badBenchmark("A benchmark needs a name.", "Add name: my-benchmark.");
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED)
    throw badBenchmark(
      `The seed ${seed} is not an integer from 0 to ${MAX_SEED}.`,
      "Use a 31-bit seed: some services take no more.",
    );
  if (!SeedPolicy.options.includes(seedPolicy))
    throw badBenchmark(
      `The seed policy "${seedPolicy}" is not known.`,
      `Use one of: ${SeedPolicy.options.join(", ")}.`,
    );
  if (!Number.isInteger(repeats) || repeats < 1) throw badBenchmark(`repeats is ${repeats}.`, "Use an integer from 1.");
}

function checkComparison({
  margin,
  passAt,
  repeats,
}: Pick<Benchmark, "passAt" | "repeats"> & { readonly margin: number }): void {
  if (!(margin > 0 && margin <= 1))
    throw badBenchmark(
      `The margin is ${margin}.`,
      "Use a difference of scores above 0 and up to 1, e.g. 0.02 for two points.",
    );
  const wrong = passAt?.find((k) => !Number.isInteger(k) || k < 1 || k > repeats);
  if (wrong === undefined) return;
  throw badBenchmark(
    `passAt has ${wrong}, and there ${repeats === 1 ? "is 1 draw" : `are ${repeats} draws`} of each case.`,
    "pass@k needs k from 1 to repeats: raise repeats, or use a smaller k.",
  );
}

/** Cases name prompts and models by id. Errors: `UNKNOWN_ID`. */
function refuseUnknownAnswerers(cases: readonly TestCase[], variants: Benchmark["variants"]): void {
  const prompts = [...new Set(variants.flatMap(({ prompt: { id, phrasingOf = id } }) => [id, phrasingOf]))];
  const models = [...new Set(variants.map(({ modelId }) => modelId))];
  for (const testCase of cases) {
    const prompt = testCase.prompts?.find((id) => !prompts.includes(id));
    if (prompt !== undefined) throw unknownId(`prompt of case "${testCase.id}"`, prompt, prompts);
    const model = testCase.models?.find((id) => !models.includes(id));
    if (model !== undefined) throw unknownId(`model of case "${testCase.id}"`, model, models);
  }
}

function isDataset(cases: BenchmarkDefinition["cases"]): cases is Dataset {
  return "cases" in cases && typeof cases.cases === "function";
}

function inlineCases(cases: readonly TestCase[]): Dataset {
  return {
    id: "inline",
    async *cases() {
      yield* cases;
    },
  };
}
