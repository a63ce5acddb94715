import { canonicalJson } from "@sameseed/core";
import { inertTest } from "./data-cells.ts";
import { inside, type Place } from "./place.ts";
import {
  type Fields,
  isFields,
  isFileReference,
  mistake,
  pathOf,
  type Reading,
  referenceOf,
  scriptValue,
} from "./reading.ts";
import type { RawTest } from "./tests.ts";

const BEFORE = ["beforeAll", "beforeEach"] as const;
const AFTER = ["afterEach", "afterAll"] as const;
type Before = (typeof BEFORE)[number];

/** A function of `extensions`, and the hooks that it is called for. */
export interface Extension {
  readonly reference: string;
  /** The one hook that its name says; undefined where it is called for all. */
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

/** A config and its tests after `beforeAll`, which is called once, when the config is read. */
export async function afterBeforeAll(
  { config, tests }: { readonly config: Fields; readonly tests: readonly RawTest[] },
  extensions: readonly Extension[],
  reading: Reading,
): Promise<{ readonly config: Fields; readonly tests: readonly RawTest[] }> {
  let now = { config, tests };
  for (const extension of extensions) {
    if (!isCalledFor(extension, "beforeAll")) continue;
    const suite = { ...now.config, prompts: listedPrompts(now.config), tests: now.tests.map(({ value }) => value) };
    const given = await called(extension, { hookName: "beforeAll", context: { suite } }, reading);
    if (given !== undefined)
      now = changedSuite(now, { suite: memberOf(given, "suite", extension), extension }, reading);
  }
  return now;
}

/** A test after `beforeEach`, which is called once for each test, when the config is read. */
export async function afterBeforeEach(
  test: RawTest,
  extensions: readonly Extension[],
  reading: Reading,
): Promise<RawTest> {
  let now = test;
  for (const extension of extensions) {
    if (!isCalledFor(extension, "beforeEach")) continue;
    const context = { test: structuredClone(now.value) };
    const given = await called(extension, { hookName: "beforeEach", context }, reading);
    if (given !== undefined) now = withValue(now, memberOf(given, "test", extension), reading);
  }
  return now;
}

function isCalledFor({ hook }: Extension, wanted: Before): boolean {
  return hook === undefined || hook === wanted;
}

/** What the function gives: one that is named after its hook gets the context, any other the hook's name before it. */
async function called(
  { reference, hook, place }: Extension,
  { hookName, context }: { readonly hookName: Before; readonly context: object },
  reading: Reading,
): Promise<Fields | undefined> {
  const script = reading.script(referenceOf(pathOf(reference, reading.folder), reading));
  const args = hook === undefined ? [hookName, context] : [context, { hookName }];
  const given = await scriptValue(() => script.call(...args), place);
  return isFields(given) ? given : undefined;
}

function memberOf(given: Fields, name: string, { place, reference }: Extension): Fields {
  const member = given[name];
  if (isFields(member)) return member;
  throw mistake(place, `${reference} gave no ${name}`, `Return {${name}}, or nothing to change nothing.`);
}

/** Prompts as promptfoo shows them to a hook; a file is its reference, for it is read later. */
function listedPrompts({ prompts }: Fields): unknown {
  if (prompts === undefined) return [];
  return [prompts]
    .flat()
    .map((prompt: unknown) => (typeof prompt === "string" ? { raw: prompt, label: prompt } : prompt));
}

const REPLACED = ["defaultTest", "nunjucksFilters", "derivedMetrics"] as const;

function changedSuite(
  { config, tests }: { readonly config: Fields; readonly tests: readonly RawTest[] },
  { suite, extension: { place } }: { readonly suite: Fields; readonly extension: Extension },
  reading: Reading,
): { readonly config: Fields; readonly tests: readonly RawTest[] } {
  const replaced = Object.fromEntries(REPLACED.flatMap((key) => (suite[key] === undefined ? [] : [[key, suite[key]]])));
  const prompts = Array.isArray(suite["prompts"]) ? suite["prompts"].map(unlisted) : config["prompts"];
  if (!Array.isArray(suite["tests"])) return { config: { ...config, ...replaced, prompts }, tests };
  const byContent = new Map(tests.map((test) => [canonicalJson(test.value), test]));
  // What code makes of data is data.
  const origin = tests.some((test) => test.origin === "data") ? ("data" as const) : ("config" as const);
  const made = suite["tests"].map((value: unknown, index): RawTest => {
    const fields = isFields(value) ? value : {};
    const before = byContent.get(canonicalJson(fields)) ?? tests[index];
    if (before !== undefined && canonicalJson(before.value) === canonicalJson(fields)) return before;
    const own: RawTest = { value: fields, place: before?.place ?? place, folder: reading.folder, origin };
    return withValue(own, fields, reading);
  });
  return { config: { ...config, ...replaced, prompts }, tests: made };
}

/** A prompt whose label is its text needs none. */
function unlisted(prompt: unknown): unknown {
  return isFields(prompt) && typeof prompt["raw"] === "string" && prompt["raw"] === prompt["label"]
    ? prompt["raw"]
    : prompt;
}

function withValue(test: RawTest, value: Fields, reading: Reading): RawTest {
  return { ...test, value: test.origin === "data" ? inertTest(value, test.place, reading.cells) : value };
}
