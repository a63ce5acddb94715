import type { Benchmark, BenchmarkDefinition, ModelEntry, Variant } from "./benchmark.ts";
import { SameseedError } from "../error.ts";
import { type Model, ModelParams } from "../model/model.ts";
import { compilePrompt } from "../prompt/prompt.ts";
import { DEFAULT_MARGIN } from "../record/manifest.ts";
import { nearest } from "../nearest.ts";
import { resolveJudges } from "./resolve-judges.ts";
import { SeedPolicy } from "../plan/seed.ts";
import type { Dataset, TestCase } from "./test-case.ts";

/** Turns a model id such as `openai:gpt-4o-mini` into a model. */
export type ModelFromId = (id: string) => Model | Promise<Model>;

const MAX_SEED = 2 ** 31 - 1;

/** Checks a definition and compiles it: prompts, models, variants. Errors: `BAD_BENCHMARK`, `DUPLICATE_ID`, `UNKNOWN_ID`. */
export async function resolveBenchmark(definition: BenchmarkDefinition, modelFromId: ModelFromId): Promise<Benchmark> {
  const { name, seed = 1, seedPolicy = "derived", repeats = 1, scorers, description = null } = definition;
  if (typeof name !== "string" || name.trim() === "") throw bad("A benchmark needs a name.", "Add name: my-benchmark.");
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw bad(
      `The seed ${seed} is not an integer from 0 to ${MAX_SEED}.`,
      "Use a 31-bit seed: some services take no more.",
    );
  }
  if (!SeedPolicy.options.includes(seedPolicy)) {
    throw bad(`The seed policy "${seedPolicy}" is not known.`, `Use one of: ${SeedPolicy.options.join(", ")}.`);
  }
  if (!Number.isInteger(repeats) || repeats < 1) throw bad(`repeats is ${repeats}.`, "Use an integer from 1.");
  if (!definition.cases) throw bad("The benchmark has no cases.", 'Add cases: csv("cases.csv"), or a list of cases.');
  if (!scorers?.length) throw bad("The benchmark has no scorers.", "Add at least one, e.g. equals().");
  refuseDuplicates(
    "scorer",
    scorers.map((scorer) => scorer.name),
    "Give one of them another name with `metric`.",
  );

  const variants = await resolveVariants(definition, modelFromId);
  const ids = variants.map((variant) => variant.id);
  const baseline = definition.baseline ?? ids[0]!;
  if (!ids.includes(baseline)) throw unknownId("baseline variant", baseline, ids);

  const { margin = DEFAULT_MARGIN } = definition;
  if (!(margin > 0 && margin <= 1))
    throw bad(`The margin is ${margin}.`, "Use a difference of scores above 0 and up to 1, e.g. 0.02 for two points.");

  const { passAt } = definition;
  const wrong = passAt?.find((k) => !Number.isInteger(k) || k < 1 || k > repeats);
  if (wrong !== undefined)
    throw bad(
      `passAt has ${wrong}, and there ${repeats === 1 ? "is 1 draw" : `are ${repeats} draws`} of each case.`,
      "pass@k needs k from 1 to repeats: raise repeats, or ask for a smaller k.",
    );

  const cases = isDataset(definition.cases) ? definition.cases : inlineCases(definition.cases);
  const judges = await resolveJudges(definition, (entry) => resolveModel(entry, modelFromId));
  return {
    name,
    description,
    seed,
    seedPolicy,
    repeats,
    cases,
    variants,
    scorers,
    judges,
    baseline,
    margin,
    ...(passAt && { passAt }),
  };
}

async function resolveVariants(definition: BenchmarkDefinition, modelFromId: ModelFromId): Promise<Variant[]> {
  if (!definition.prompts?.length)
    throw bad("The benchmark has no prompts.", 'Add one, e.g. {id: direct, text: "{{question}}"}.');
  if (!definition.models?.length)
    throw bad("The benchmark has no models.", "Add one, e.g. tiny:1m or openai:gpt-4o-mini.");
  const prompts = definition.prompts.map((prompt) => compilePrompt(prompt));
  const models = await Promise.all(definition.models.map((entry) => resolveModel(entry, modelFromId)));
  refuseDuplicates(
    "prompt",
    prompts.map((prompt) => prompt.id),
    "Rename one of them.",
  );
  refuseDuplicates(
    "model",
    models.map((model) => model.modelId),
    "Give one of them an id: {id: warm, model: …}.",
  );

  const pairs =
    definition.variants?.map((entry) => ({
      prompt: find("prompt", entry.prompt, new Map(prompts.map((prompt) => [prompt.id, prompt]))),
      model: find("model", entry.model, new Map(models.map((model) => [model.modelId, model]))),
    })) ?? prompts.flatMap((prompt) => models.map((model) => ({ prompt, model })));
  if (pairs.length === 0)
    throw bad(
      "The benchmark has no variants.",
      "List at least one, or leave `variants` out for the full cross product.",
    );
  const variants = pairs.map(({ prompt, model }) => ({ id: `${prompt.id}/${model.modelId}`, prompt, ...model }));
  refuseDuplicates(
    "variant",
    variants.map((variant) => variant.id),
    "List each variant once.",
  );
  return variants;
}

async function resolveModel(
  entry: string | Model | ModelEntry,
  modelFromId: ModelFromId,
): Promise<Omit<Variant, "id" | "prompt">> {
  const { id, model: reference, params } = isEntry(entry) ? entry : { id: undefined, model: entry, params: undefined };
  const model = typeof reference === "string" ? await modelFromId(reference) : reference;
  const modelId = id ?? model.id;
  const parsed = ModelParams.safeParse({ ...model.params, ...params });
  if (parsed.success) return { modelId, model, params: parsed.data };
  const issue = parsed.error.issues[0]!;
  throw bad(
    `Model "${modelId}", params${issue.path.map((key) => `.${String(key)}`).join("")}: ${issue.message}.`,
    "Known: " + Object.keys(ModelParams.shape).join(", ") + "; a provider's own fields go under extra.",
  );
}

function isEntry(entry: string | Model | ModelEntry): entry is ModelEntry {
  return typeof entry === "object" && "model" in entry;
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

function find<T>(kind: string, id: string, items: ReadonlyMap<string, T>): T {
  const found = items.get(id);
  if (found === undefined) throw unknownId(kind, id, [...items.keys()]);
  return found;
}

/** An id that a user wrote and nothing answers to, with the nearest that exists. */
export function unknownId(kind: string, id: string, known: readonly string[]): SameseedError {
  const guess = nearest(id, known);
  return new SameseedError("UNKNOWN_ID", `There is no ${kind} "${id}".`, {
    hint: `${guess === undefined ? "" : `Did you mean "${guess}"? `}Known: ${known.join(", ")}.`,
  });
}

function refuseDuplicates(kind: string, ids: readonly string[], hint: string): void {
  const twice = ids.find((id, position) => ids.indexOf(id) !== position);
  if (twice !== undefined) throw new SameseedError("DUPLICATE_ID", `Two ${kind}s have the id "${twice}".`, { hint });
}

function bad(message: string, hint: string): SameseedError {
  return new SameseedError("BAD_BENCHMARK", message, { hint });
}
