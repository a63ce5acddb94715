import { isDeepStrictEqual } from "node:util";
import { option, thrownText } from "@sameseed/core";
import { hookedTest, hookedTests } from "./hooked-tests.ts";
import { inside, type Place } from "./place.ts";
import {
  type Fields,
  isObject,
  isFileReference,
  mistake,
  pathOf,
  type Reading,
  referenceOf,
  scriptAt,
  scriptValue,
} from "./reading.ts";
import type { RawTest } from "./tests.ts";

const BEFORE = ["beforeAll", "beforeEach"] as const;
const AFTER = ["afterEach", "afterAll"] as const;
type Before = (typeof BEFORE)[number];

/** A function of `extensions`, and the hooks that it is called for. */
export interface Extension {
  readonly reference: string;
  /** The only hook in its name; undefined where it is called for all. */
  readonly hook: string | undefined;
  readonly place: Place;
}

/** The extensions of a config. Hooks after the answers are not called, and each is warned of. */
export function extensionsOf(value: unknown, place: Place, { notes }: Pick<Reading, "notes">): readonly Extension[] {
  if (value === undefined || value === null) return [];
  return [value].flat().flatMap((reference: unknown, index): Extension[] => {
    const at = Array.isArray(value) ? inside(place, index) : place;
    if (!isFileReference(reference)) {
      notes.warn(at, "is not a file and is not called: write file://hook.js:beforeAll");
      return [];
    }
    const name = /:(\w+)$/.exec(reference.slice("file://".length))?.[1];
    const hook = [...BEFORE, ...AFTER].find((one) => one === name);
    if (hook === undefined || AFTER.some((one) => one === hook))
      notes.warn(
        at,
        `${hook ?? AFTER.join(" and ")} ${hook === undefined ? "are" : "is"} not called: read the rows of the run instead`,
      );
    return [{ reference, hook, place: at }];
  });
}

/** A config and its tests. */
interface Suite {
  readonly config: Fields;
  readonly tests: readonly RawTest[];
}

/** Hooks, and whether they get data that must stay text. */
interface Hooks {
  readonly extensions: readonly Extension[];
  readonly isText: boolean;
}

/** A config and its tests after `beforeAll`, which is called once, when the config is read. */
export async function afterBeforeAll(begun: Suite, { extensions, isText }: Hooks, reading: Reading): Promise<Suite> {
  let now = begun;
  for (const extension of extensions) {
    if (!isCalledFor(extension, "beforeAll")) continue;
    const shown = shownSuite(now);
    const suite = await called(extension, { hookName: "beforeAll", name: "suite", shown }, reading);
    if (suite !== undefined) now = changedSuite(now, { suite, shown, extension, isText }, reading);
  }
  return now;
}

/** A test after `beforeEach`, which is called once for each test, when the config is read. */
export async function afterBeforeEach(
  test: RawTest,
  { extensions, isText }: Hooks,
  reading: Reading,
): Promise<RawTest> {
  let now = test;
  for (const extension of extensions) {
    if (!isCalledFor(extension, "beforeEach")) continue;
    const given = await called(extension, { hookName: "beforeEach", name: "test", shown: now.value }, reading);
    if (given !== undefined) now = hookedTest(now, given, { isText, isTrusted: now.origin === "trusted", reading });
  }
  return now;
}

function isCalledFor({ hook }: Extension, wanted: Before): boolean {
  return hook === undefined || hook === wanted;
}

/**
 * The function's result for its own copy of its input; undefined where it returns nothing. A function named
 * after its hook gets the context, any other the hook's name before it.
 */
async function called(
  { reference, hook, place }: Extension,
  { hookName, name, shown }: { readonly hookName: Before; readonly name: string; readonly shown: Fields },
  reading: Reading,
): Promise<Fields | undefined> {
  const script = scriptAt(referenceOf(pathOf(reference, reading.folder), reading), place, reading);
  const context = { [name]: copied(shown) };
  const args = hook === undefined ? [hookName, context] : [context, { hookName }];
  const given = await scriptValue(() => script.call(...args), place);
  if (isObject(given)) {
    const member = given[name];
    if (isObject(member)) return member;
    throw mistake(place, `${reference} gave no ${name}`, `Return {${name}}, or nothing to change nothing.`);
  }
  if (given !== undefined && given !== null)
    reading.notes.warn(place, `${hookName} returned ${shownValue(given)}, not {${name}}: it changes nothing`);
  if (!isDeepStrictEqual(context[name], copied(shown)))
    reading.notes.warn(
      place,
      `${hookName} changes its ${name} and does not return it: nothing is changed; return {${name}}`,
    );
  return undefined;
}

function shownValue(value: unknown): string {
  return Array.isArray(value) ? "a list" : typeof value === "string" ? "a text" : thrownText(value);
}

/** A copy that protects the original from a hook's changes; functions are shared. */
function copied<T>(value: T, made = new Map<unknown, unknown>()): T {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return new Date(value) as T;
  if (made.has(value)) return made.get(value) as T;
  const copy = Array.isArray(value) ? [] : (Object.create(Object.getPrototypeOf(value) as object | null) as object);
  made.set(value, copy);
  for (const [key, member] of Object.entries(value))
    Object.defineProperty(copy, key, {
      value: copied(member as unknown, made),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  return copy as T;
}

/** A config as promptfoo shows it to `beforeAll`: `defaultTest` has a list of assertions in any case. */
function shownSuite({ config, tests }: Suite): Fields {
  const defaultTest = config["defaultTest"] ?? {};
  return {
    ...config,
    prompts: listedPrompts(config),
    tests: tests.map(({ value }) => value),
    defaultTest: isObject(defaultTest) ? { ...defaultTest, assert: defaultTest["assert"] ?? [] } : defaultTest,
  };
}

/** Prompts as promptfoo shows them to a hook; a file is its reference, for it is read later. */
function listedPrompts({ prompts }: Fields): readonly unknown[] {
  if (prompts === undefined) return [];
  return [prompts]
    .flat()
    .map((prompt: unknown) => (typeof prompt === "string" ? { raw: prompt, label: prompt } : prompt));
}

const REPLACED = ["prompts", "defaultTest", "nunjucksFilters", "derivedMetrics"] as const;

interface Change {
  readonly suite: Fields;
  /** The hook's input. */
  readonly shown: Fields;
  readonly extension: Extension;
  readonly isText: boolean;
}

function changedSuite({ config, tests }: Suite, change: Change, reading: Reading): Suite {
  const { suite, extension, isText } = change;
  if (suite["tests"] !== undefined && suite["tests"] !== null && !Array.isArray(suite["tests"]))
    throw mistake(extension.place, `${extension.reference} gave tests that are not a list`, "Return tests as a list.");
  return {
    config: { ...config, ...changedKeys(change, reading) },
    tests: Array.isArray(suite["tests"]) ? hookedTests(tests, suite["tests"], { extension, isText, reading }) : tests,
  };
}

/**
 * The keys other than tests that a hook changed. They are ignored if the hook read data, because they may
 * contain some.
 */
function changedKeys({ suite, shown, extension, isText }: Change, { notes }: Reading): Fields {
  const changed = REPLACED.filter((key) => suite[key] !== undefined && !isDeepStrictEqual(suite[key], shown[key]));
  if (isText && changed.length > 0) {
    notes.warn(
      extension.place,
      `changes ${changed.join(", ")} next to tests from data files, whose text could be read as templates or code there. The change is left out; ${option("trustData")} allows it`,
    );
    return {};
  }
  return Object.fromEntries(
    changed.map((key) => [key, key === "prompts" ? [suite[key]].flat().map(unlisted) : suite[key]]),
  );
}

/** A prompt whose label equals its text needs no label. */
function unlisted(prompt: unknown): unknown {
  return isObject(prompt) && typeof prompt["raw"] === "string" && prompt["raw"] === prompt["label"]
    ? prompt["raw"]
    : prompt;
}
