import { canonicalJson } from "@sameseed/core";
import { inside } from "./place.ts";
import { isPromptCalled, type TranslatedPrompt } from "./prompts.ts";
import { isProviderCalled, translateProviders, type TranslatedProvider } from "./providers.ts";
import { type Fields, type Placed, type Reading } from "./reading.ts";
import type { RawTest } from "./tests.ts";

/** The prompts and models of a case, by id; absent for all. */
export interface Answerers {
  readonly prompts?: readonly string[];
  readonly models?: readonly string[];
}

export interface AnswererContext {
  readonly prompts: readonly TranslatedPrompt[];
  /** The models of the config's own list. */
  readonly providers: readonly TranslatedProvider[];
  /** The models that single tests name as their `provider`. */
  readonly own: OwnProviders;
  /** The benchmark's list of variants, where it has one. */
  readonly variants: readonly { readonly prompt: string; readonly model: string }[] | undefined;
  readonly reading: Reading;
}

/** Models that answer single tests instead of the config's. */
export interface OwnProviders {
  /** Providers that are not in the config's own list. */
  readonly added: readonly TranslatedProvider[];
  /** The model of a test's `provider`; null where it is left out, undefined for a test without one. */
  readonly modelOf: (provider: unknown) => TranslatedProvider | null | undefined;
}

/** A key of a test, else of `defaultTest`, with its place. */
function given(key: string, { value, place }: Placed<Fields>, defaults: Placed<Fields>): Placed {
  const isOwn = value[key] !== undefined && value[key] !== null;
  return isOwn
    ? { value: value[key], place: inside(place, key) }
    : { value: defaults.value[key], place: inside(defaults.place, key) };
}

/** Reads the `provider` of all tests: one that the config lists is that model, any other is added. */
export async function ownProviders(
  tests: readonly RawTest[],
  defaults: Placed<Fields>,
  { providers, reading }: Pick<AnswererContext, "providers" | "reading">,
): Promise<OwnProviders> {
  const known = new Map<string, TranslatedProvider | null>();
  const added: TranslatedProvider[] = [];
  for (const test of tests) {
    const { value, place } = given("provider", test, defaults);
    if (value === undefined || value === null || value === "") continue;
    if (test.origin === "data" && test.value["provider"] !== undefined) {
      reading.cells.keep(place, "answerer");
      continue;
    }
    const key = canonicalJson(value);
    if (known.has(key)) continue;
    const listed = typeof value === "string" ? providers.find((one) => one.labels.includes(value)) : undefined;
    const [made] = listed === undefined ? await translateProviders(value, { place, over: {} }, reading) : [listed];
    const taken = [...providers, ...added].map(({ id }) => id);
    const own = made === undefined || listed !== undefined ? made : withFreeId(made, taken);
    known.set(key, own ?? null);
    if (own !== undefined && listed === undefined) added.push(own);
    if (own !== undefined)
      reading.notes.warn(place, "answers the test once for each prompt, in place of all other models");
  }
  return { added, modelOf: (provider) => known.get(canonicalJson(provider ?? null)) };
}

function withFreeId(provider: TranslatedProvider, taken: readonly string[]): TranslatedProvider {
  let id = provider.id;
  for (let number = 2; taken.includes(id); number++) id = `${provider.id}-${number}`;
  return { ...provider, id, spec: { ...provider.spec, id } };
}

/**
 * The providers and prompts that answer a test: from its `provider`, `providers` and `prompts`, else from
 * those of `defaultTest`. Null for none.
 */
export function answerersOf(test: RawTest, defaults: Placed<Fields>, context: AnswererContext): Answerers | null {
  const { prompts, providers, own, variants, reading } = context;
  const byData = test.origin === "data" && test.value["provider"] !== undefined;
  const single = byData ? undefined : own.modelOf(given("provider", test, defaults).value);
  if (single === null) {
    reading.notes.warn(test.place, "the test is left out, because its provider cannot be used");
    return null;
  }
  const models = single === undefined ? modelIds(test, defaults, context) : [single.id];
  const wanted = given("prompts", test, defaults);
  const asking = named(wanted, {
    all: prompts,
    isCalled: isPromptCalled,
    idOf: ({ entry }) => entry.id,
    kind: "prompt",
    reading,
  });
  // Models that only single tests name answer no other test.
  const listed = own.added.length > 0 ? providers.map(({ id }) => id) : undefined;
  const made: Answerers = {
    ...(asking && { prompts: asking }),
    ...((models ?? listed) && { models: models ?? listed }),
  };
  if (isAnswered(made, { prompts, providers: [...providers, ...own.added], variants })) return made;
  reading.notes.warn(test.place, "no model answers the test, by its providers and prompts: it is left out");
  return null;
}

function modelIds(test: RawTest, defaults: Placed<Fields>, { providers, reading }: AnswererContext) {
  const wanted = given("providers", test, defaults);
  return named(wanted, { all: providers, isCalled: isProviderCalled, idOf: ({ id }) => id, kind: "provider", reading });
}

interface Named<T> {
  readonly all: readonly T[];
  readonly isCalled: (one: T, name: string) => boolean;
  readonly idOf: (one: T) => string;
  readonly kind: string;
  readonly reading: Reading;
}

/** The ids that a list of names means; undefined for all. */
function named<T>({ value, place }: Placed, { all, isCalled, idOf, kind, reading }: Named<T>): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) {
    reading.notes.warn(place, `is not a list: every ${kind} counts, as in promptfoo`);
    return undefined;
  }
  for (const [index, name] of value.entries())
    if (!all.some((one) => isCalled(one, String(name))))
      reading.notes.warn(inside(place, index), `there is no ${kind} ${String(name)}`);
  const found = all.filter((one) => value.some((name) => isCalled(one, String(name))));
  return found.length === all.length ? undefined : found.map(idOf);
}

function isAnswered(
  { prompts: asking, models }: Answerers,
  { prompts, providers, variants }: Pick<AnswererContext, "prompts" | "providers" | "variants">,
): boolean {
  const pairs =
    variants ?? prompts.flatMap(({ entry }) => providers.map(({ id }) => ({ prompt: entry.id, model: id })));
  return pairs.some(({ prompt, model }) => (asking?.includes(prompt) ?? true) && (models?.includes(model) ?? true));
}

/** A place to write the answerers to: none for a case that all answer. */
export function withAnswerers<T extends object>(testCase: T, { prompts, models }: Answerers): T & Answerers {
  return { ...testCase, ...(prompts && { prompts }), ...(models && { models }) };
}

/** Keys of a test that select who answers it. */
export const ANSWERER_KEYS: readonly string[] = ["provider", "providers", "prompts"];
