import { canonicalJson } from "@sameseed/core";
import { transformOf } from "./transform-code.ts";
import { inside, type Place } from "./place.ts";
import { isPromptCalled, type TranslatedPrompt } from "./prompts.ts";
import type { TranslatedProvider } from "./providers.ts";
import { type Fields, isObject, mistake, type Reading } from "./reading.ts";

/** The config's settings of the benchmark itself; `commandLineOptions` takes precedence over `evaluateOptions`. */
export function benchmarkSettings(config: Fields, place: Place, { notes }: Reading): { repeats?: number } {
  const given = ["commandLineOptions", "evaluateOptions"].map((key) => {
    const options = config[key];
    const own = isObject(options) ? options["repeat"] : undefined;
    if (own !== undefined && own !== null && !isRepeat(own))
      notes.warn(inside(place, key, "repeat"), `${JSON.stringify(own)} is not a valid value and is left out`);
    return own;
  });
  const repeat = given.find(isRepeat);
  return repeat === undefined || repeat === 1 ? {} : { repeats: repeat };
}

function isRepeat(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}

/** The seed that all providers share is the root seed: each case and repeat gets its own from it. */
export function seedOf(providers: readonly TranslatedProvider[], { notes }: Reading): { seed?: number } {
  const seeds = new Set(providers.flatMap(({ seed }) => seed ?? []));
  for (const { seed, place } of providers) {
    if (seed === undefined) continue;
    const at = inside(place, "config", "seed");
    if (seeds.size > 1)
      notes.warn(
        at,
        "the providers have different seeds, which are left out: all variants share one seed; set it with `seed`",
      );
    else
      notes.warn(
        at,
        "is the root seed here, from which each case and repeat gets its own; seedPolicy: fixed sends it as it is",
      );
  }
  const [seed] = seeds;
  return seeds.size === 1 && seed !== undefined && seed < 2 ** 31 ? { seed } : {};
}

/** Models with answers that may be values instead of text. */
const GIVES_VALUES = /^(?:file:\/\/|http$)/;

/**
 * The transforms of every answer before an assertion reads it: structured answers and tool calls are values
 * in promptfoo, and providers may have code. Warns if they differ.
 */
export function modelTransforms(providers: readonly TranslatedProvider[], reading: Reading): string[] {
  const specs = providers.map(({ spec }) => ("params" in spec ? (spec.params ?? {}) : {}) as Fields);
  const hasSchema = specs.some(
    ({ responseFormat }) => isObject(responseFormat) && responseFormat["type"] === "json_schema",
  );
  const hasValues =
    specs.some(({ tools }) => tools !== undefined) || providers.some(({ spec }) => GIVES_VALUES.test(spec.model));
  const values = hasSchema ? ["json?"] : hasValues ? ["value"] : [];
  return [...values, ...providerCode(providers, reading)];
}

function providerCode(providers: readonly TranslatedProvider[], reading: Reading): string[] {
  const [first] = providers;
  if (first?.transform !== undefined && providers.every(({ transform }) => transform === first.transform))
    return [transformOf(first.transform, inside(first.place, "transform"), reading)].filter(
      (step) => step !== undefined,
    );
  for (const { transform, place } of providers)
    if (transform !== undefined)
      reading.notes.warn(
        inside(place, "transform"),
        "is left out, because the providers differ in it: scorers transform the answers of all models in the same way",
      );
  return [];
}

/** The instructions of all models before the prompt, which become part of it. Warns if they differ. */
export function sharedInstructions(providers: readonly TranslatedProvider[], { notes }: Reading): string | undefined {
  const [first] = providers;
  if (providers.every(({ instructions }) => instructions === first?.instructions)) return first?.instructions;
  for (const { instructions, place } of providers)
    if (instructions !== undefined)
      notes.warn(
        inside(place, "config", "instructions"),
        "is left out, because the providers differ in it: write it into the prompts as a system message",
      );
  return undefined;
}

/** The parameters that all prompts merge over those of the models. Warns if they differ. */
export function sharedConfig(prompts: readonly TranslatedPrompt[], { notes }: Reading): Fields {
  const [first] = prompts;
  if (prompts.every(({ config }) => canonicalJson(config ?? null) === canonicalJson(first?.config ?? null)))
    return first?.config ?? {};
  for (const { config, place } of prompts)
    if (config !== undefined)
      notes.warn(inside(place, "config"), "is left out, because the prompts differ in it: parameters belong to models");
  return {};
}

/** The tools that all models with tools share, for assertions about calls, or the functions that preceded tools. */
export function calledOf(providers: readonly TranslatedProvider[]): {
  readonly tools: readonly unknown[] | undefined;
  readonly functions: readonly unknown[] | undefined;
  readonly isNothing: boolean;
  readonly logprobs: boolean;
} {
  const params = providers.map(({ spec }) => ("params" in spec ? (spec.params ?? {}) : {}) as Fields);
  return {
    isNothing: providers.every(({ spec, hasServers }, index) => {
      const { tools, extra } = params[index]!;
      const functions = isObject(extra) ? extra["functions"] : undefined;
      return !hasServers && tools === undefined && functions === undefined && spec["config"] === undefined;
    }),
    logprobs: params.every(({ logprobs }) => logprobs === true),
    tools: shared(params.map(({ tools }) => tools)),
    functions: shared(params.map(({ extra }) => (isObject(extra) ? extra["functions"] : undefined))),
  };
}

function shared(lists: readonly unknown[]): readonly unknown[] | undefined {
  const [first, ...rest] = lists.filter((list) => Array.isArray(list)) as (readonly unknown[])[];
  return rest.every((list) => canonicalJson(list) === canonicalJson(first)) ? first : undefined;
}

/** The models that answer each prompt, where providers name their prompts. */
export function variantsOf(
  prompts: readonly TranslatedPrompt[],
  providers: readonly TranslatedProvider[],
  { notes }: Reading,
): { variants?: readonly { readonly prompt: string; readonly model: string }[] } {
  if (providers.every((provider) => provider.prompts === undefined)) return {};
  const variants = providers.flatMap(({ id, prompts: wanted, place }) => {
    for (const [index, name] of (wanted ?? []).entries())
      if (!prompts.some((prompt) => isPromptCalled(prompt, name)))
        notes.warn(inside(place, "prompts", index), `there is no prompt ${name}`);
    const asked = prompts.filter(
      (prompt) => wanted === undefined || wanted.some((name) => isPromptCalled(prompt, name)),
    );
    return asked.map(({ entry }) => ({ prompt: entry.id, model: id }));
  });
  if (variants.length > 0) return { variants };
  const at = inside(providers[0]!.place, "prompts");
  throw mistake(at, "no provider has a prompt that the config lists", "Name prompts by their label or text.");
}
