import { type Model, ModelParams } from "../model/model.ts";
import { compilePrompts } from "../prompt/phrasings.ts";
import type { BenchmarkDefinition, Variant } from "./benchmark.ts";
import type { Prompt, PromptInput } from "../prompt/prompt.ts";
import { accessOf, type ModelAccess, type ModelEntry } from "../model/model-entry.ts";
import { sentParameters } from "./sent-parameters.ts";
import { badBenchmark, refuseDuplicates, unknownId } from "./benchmark-mistakes.ts";

/** Turns a model id such as `openai:gpt-6-luna` into a model with the access of its entry. */
export type ModelFromId = (id: string, access: ModelAccess) => Model | Promise<Model>;

/** The variants of a definition: its own list, or every prompt with every model. */
export async function resolveVariants(definition: BenchmarkDefinition, modelFromId: ModelFromId): Promise<Variant[]> {
  if (!definition.prompts?.length)
    throw badBenchmark("The benchmark has no prompts.", 'Add one, e.g. {id: direct, text: "{{question}}"}.');
  if (!definition.models?.length)
    throw badBenchmark("The benchmark has no models.", "Add one, e.g. tiny:1m or openai:gpt-6-luna.");
  const prompts = compiledPrompts(definition.prompts);
  const models = await Promise.all(definition.models.map((entry) => resolveModel(entry, modelFromId, definition)));
  refuseDuplicates(
    "model",
    models.map((model) => model.modelId),
    "Give one of them an id: {id: warm, model: …}.",
  );

  const pairs =
    definition.variants?.flatMap((entry) => {
      const model = find("model", entry.model, new Map(models.map((one) => [one.modelId, one])));
      return promptsNamed(entry.prompt, prompts).map((prompt) => ({ prompt, model }));
    }) ?? prompts.flatMap((prompt) => models.map((model) => ({ prompt, model })));
  if (pairs.length === 0)
    throw badBenchmark(
      "The benchmark has no variants.",
      "List at least one, or leave `variants` out for the full cross product.",
    );
  const { reasoning } = definition;
  const variants = pairs.map(({ prompt, model }) => ({
    id: `${prompt.id}/${model.modelId}`,
    prompt,
    ...(reasoning !== undefined && { reasoning }),
    ...model,
  }));
  refuseDuplicates(
    "variant",
    variants.map((variant) => variant.id),
    "List each variant once.",
  );
  return variants;
}

/**
 * Checks that ids are unique before and after phrasings are expanded, since a prompt's own id means all its
 * phrasings.
 */
function compiledPrompts(inputs: readonly PromptInput[]): readonly Prompt[] {
  refuseDuplicates("prompt", idsOf(inputs), "Rename one of them.");
  const prompts = inputs.flatMap(compilePrompts);
  refuseDuplicates("prompt", idsOf(prompts), "Rename one of them.");
  return prompts;
}

function idsOf(items: readonly { readonly id: string }[]): string[] {
  return items.map(({ id }) => id);
}

/** A model with its parameters checked, under the id that its variants bear. */
export async function resolveModel(
  entry: string | Model | ModelEntry,
  modelFromId: ModelFromId,
  { dropUnsupported = false }: Pick<BenchmarkDefinition, "dropUnsupported"> = {},
): Promise<Omit<Variant, "id" | "prompt">> {
  const given: ModelEntry = isEntry(entry) ? entry : { model: entry };
  const { id, params, reasoning } = given;
  const model = await modelOf(given, modelFromId);
  const modelId = id ?? model.id;
  const parsed = ModelParams.safeParse({ ...model.params, ...params });
  if (parsed.success) {
    const sent = sentParameters({ modelId, model, params: parsed.data }, dropUnsupported);
    return { modelId, model, ...sent, ...(reasoning !== undefined && { reasoning }) };
  }
  const issue = parsed.error.issues[0]!;
  throw badBenchmark(
    `Model "${modelId}", params${issue.path.map((key) => `.${String(key)}`).join("")}: ${issue.message}.`,
    "Known: " + Object.keys(ModelParams.shape).join(", ") + "; a provider's own fields go under extra.",
  );
}

function modelOf(entry: ModelEntry, modelFromId: ModelFromId): Model | Promise<Model> {
  const { model } = entry;
  const access = accessOf(entry);
  if (typeof model === "string") return modelFromId(model, access);
  const [key] = Object.keys(access);
  if (key === undefined) return model;
  throw badBenchmark(
    `Model "${entry.id ?? model.id}" is an object and has ${key}.`,
    `Give ${key} to the function that makes the model, or name the model by its id: {model: "openai:gpt-6-luna", ${key}: …}.`,
  );
}

function isEntry(entry: string | Model | ModelEntry): entry is ModelEntry {
  return typeof entry === "object" && "model" in entry;
}

/** The prompt with this id, or all phrasings of the prompt with this id. */
function promptsNamed(id: string, prompts: readonly Prompt[]): readonly Prompt[] {
  const phrasings = prompts.filter(({ phrasingOf }) => phrasingOf === id);
  return phrasings.length > 0 ? phrasings : [find("prompt", id, new Map(prompts.map((prompt) => [prompt.id, prompt])))];
}

function find<T>(kind: string, id: string, items: ReadonlyMap<string, T>): T {
  const found = items.get(id);
  if (found === undefined) throw unknownId(kind, id, [...items.keys()]);
  return found;
}
