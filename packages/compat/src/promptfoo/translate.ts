import { basename, dirname } from "node:path";
import type { ForeignFile, ImportOptions, ImportTools } from "../translation/importer.ts";
import { locatedYaml } from "../translation/located-yaml.ts";
import { withoutCopiedKeys } from "../translation/copied-keys.ts";
import type { TranslatedBenchmark } from "../translation/translated-benchmark.ts";
import type { Translation } from "../translation/translation.ts";
import { ANSWERER_KEYS, answerersOf, ownProviders } from "./answerers.ts";
import type { Spec } from "./assertion-context.ts";
import { assertionList, checkNumber, objectAt } from "./assertion-shape.ts";
import { assertedCases } from "./asserted-cases.ts";
import { casesOf, type TranslatedCase, warnOfOptions } from "./cases.ts";
import { chainedCases, storedNames } from "./chains.ts";
import { dataCells } from "./data-cells.ts";
import { derivedMetrics } from "./derived-metrics.ts";
import { environmentOf, withEnvironment, withShellPaths } from "./config-env.ts";
import { afterBeforeAll, afterBeforeEach, extensionsOf } from "./hooks.ts";
import { holdText } from "./hooked-tests.ts";
import { filtersOf } from "./filters.ts";
import { judgeBook } from "./judges.ts";
import { inside, notes, type Place } from "./place.ts";
import { promptEntries, withOwnAffixes } from "./prompt-entries.ts";
import { translatePrompts } from "./prompts.ts";
import { translateProviders } from "./providers.ts";
import {
  type Fields,
  isObject,
  isFileReference,
  loadedValue,
  mistake,
  type Placed,
  type Reading,
  resolved,
  unlined,
  warnOfKeys,
} from "./reading.ts";
import { runSettings } from "./run-settings.ts";
import { scenarioTests } from "./scenarios.ts";
import { type RawTest, readTests } from "./tests.ts";
import { noProvider, refuseWithoutTests } from "./unusable.ts";
import {
  benchmarkSettings,
  modelTransforms,
  sharedConfig,
  sharedInstructions,
  seedOf,
  calledOf,
  variantsOf,
} from "./settings.ts";

const KNOWN = [
  "description",
  "prompts",
  "providers",
  "targets",
  "tests",
  "scenarios",
  "defaultTest",
  "derivedMetrics",
  "nunjucksFilters",
  "evaluateOptions",
  "assertionTemplates",
  "commandLineOptions",
  "env",
  "outputPath",
  "extensions",
  "$schema",
];
const OF_TESTS = "is ignored, also by promptfoo: write it under defaultTest";
const SAID: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["assert", "vars", "threshold", "options"].map((key) => [key, OF_TESTS])),
  envPath: "is not read from here: use --env-file",
  metadata: "is left out: write it into the metadata of the tests",
  redteam: "attacks are not generated; promptfoo redteam generate writes tests that can be imported",
  sharing: "nothing is uploaded",
  tags: "has no counterpart: put it into the description",
  tracing: "traces are not collected",
  writeLatestResults: "every run is kept under results/",
};
const DEFAULT_TEST = ["vars", "assert", "assertScoringFunction", "options", "threshold", "metadata", ...ANSWERER_KEYS];

/** Translates a promptfoo config; warns of keys without a counterpart. Errors: `BAD_BENCHMARK`, with the line. */
export async function translatePromptfoo(
  file: ForeignFile,
  tools: ImportTools,
  { trustData: trustsData = false, downloadTests: downloadsTests = false, isWritten = false }: ImportOptions = {},
): Promise<Translation> {
  const { value: written, place } = configOf(file);
  const folder = dirname(file.path);
  const cells = dataCells();
  const told = notes();
  const environment = environmentOf(written, place, told);
  const asWritten = withShellPaths(withEnvironment(written, environment));
  const reading: Reading = {
    folder,
    notes: told,
    tools,
    script: tools.scripts(folder),
    trustsData,
    downloadsTests,
    cells,
    environment,
    stored: new Set(),
    filters: {},
  };
  warnOfKeys(asWritten, place, { known: KNOWN, said: SAID, notes: reading.notes });
  const settings = runSettings(asWritten, place, reading);
  const extensions = extensionsOf(asWritten["extensions"], inside(place, "extensions"), reading);
  const begun = { config: asWritten, tests: await testsOf(asWritten, place, reading) };
  const hooks = { extensions, isText: holdText(begun.tests, reading) };
  const { config, tests } = await afterBeforeAll(begun, hooks, reading);

  const prompts = await translatePrompts(config["prompts"] ?? ["{{prompt}}"], inside(place, "prompts"), reading);
  const key = config["providers"] === undefined ? "targets" : "providers";
  if (config[key] === undefined)
    throw mistake(place, "the config has no providers", "Add them, e.g. providers: [openai:gpt-6-luna].");
  if (key === "providers" && config["targets"] !== undefined)
    reading.notes.warn(inside(place, "targets"), "is left out: the models are those of providers");
  const listed = await translateProviders(
    config[key],
    { place: inside(place, key), over: sharedConfig(prompts, reading) },
    reading,
  );
  if (listed.length === 0) throw noProvider(inside(place, key), reading);
  if (prompts.length === 0)
    throw mistake(inside(place, "prompts"), "none of its prompts can be used here", "Add one as text or file.");

  const defaults = defaultsOf(config, place, reading);
  refuseWithoutTests(tests, { value: asWritten, place }, reading);
  const asked: readonly RawTest[] = tests.length > 0 ? tests : [{ value: {}, place, folder, origin: "config" }];
  const shown: RawTest[] = [];
  for (const test of asked) shown.push(await afterBeforeEach(test, hooks, reading));
  const stored = storedNames(shown, defaults.value);
  const own = await ownProviders(shown, defaults, { providers: listed, reading });
  const providers = [...listed, ...own.added];
  const variants = variantsOf(prompts, providers, reading);
  const answering = { prompts, providers: listed, own, variants: variants.variants, reading };
  const judges = judgeBook(reading);
  const filters = filtersOf(config["nunjucksFilters"], inside(place, "nunjucksFilters"), reading);
  const named = new Set<string>();
  const context = {
    reading: { ...reading, stored, filters: filters.functions },
    defaults,
    answerers: (test: RawTest) => answerersOf(test, defaults, answering),
    prompt: prompts[0]?.texts[0] ?? "",
    hasOnePrompt: prompts.length === 1,
    transforms: modelTransforms(providers, reading),
    called: calledOf(providers),
    named: (metric: string): void => void named.add(metric),
    useJudge: judges.use,
  };
  // promptfoo sends each prompt once, without variables, if there are no tests.
  const single: TranslatedCase[] = [];
  for (const test of shown) single.push(...(await casesOf(test, context)));
  refuseWithoutTests(single, { value: asWritten, place }, reading);
  const cases = chainedCases(single, { prompts, stored, notes: told });
  cells.tell(reading.notes);
  warnOfUnasserted(cases, reading);

  const asserted = assertedCases(withOwnAffixes(cases, context.reading), { named, notes: reading.notes });
  const judge = judges.judge();
  const benchmark = {
    name: nameOf(config, folder),
    ...(typeof config["description"] === "string" && { description: config["description"] }),
    ...seedOf(providers, reading),
    ...benchmarkSettings(config, place, reading),
    cases: asserted.cases,
    prompts: promptEntries(prompts, {
      cases,
      filters: filters.references,
      instructions: sharedInstructions(providers, reading),
      stored,
      notes: reading.notes,
    }),
    models: providers.map(({ spec }) => spec),
    // promptfoo leaves out parameters that a model is known to refuse; here the report lists them.
    ...(providers.some(({ spec }) => "params" in spec) && { dropUnsupported: true }),
    ...variants,
    scorers: [
      ...asserted.scorers,
      ...derivedMetrics(config["derivedMetrics"], inside(place, "derivedMetrics"), {
        notes: told,
        known: asserted.scorers.map(scorerName),
      }),
    ],
    ...(judge !== undefined && { judge }),
  };
  const shareable = withoutCopiedKeys({
    source: asWritten,
    benchmark,
    isWritten,
    warn: (path, message) => told.warn(inside(place, ...path), message),
  });
  return {
    benchmark: shareable as TranslatedBenchmark,
    warnings: reading.notes.warnings(),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
}

async function testsOf(config: Fields, place: Place, reading: Reading): Promise<readonly RawTest[]> {
  return [
    ...(await readTests(config["tests"], inside(place, "tests"), reading)),
    ...(await scenarioTests(config["scenarios"], inside(place, "scenarios"), reading)),
  ];
}

/** Without any assertion nothing is lost: every report says that no answer was scored. */
function warnOfUnasserted(cases: readonly TranslatedCase[], { notes }: Reading): void {
  if (!cases.some(isAsserted)) return;
  for (const one of cases)
    if (!isAsserted(one)) notes.warn(one.place, "the test has no assertion: promptfoo passes it, here it has no score");
}

function isAsserted({ shared, own, blockwise }: TranslatedCase): boolean {
  return shared.length + own.length + blockwise.length > 0;
}

function scorerName(spec: string | Spec): string {
  if (typeof spec === "string") return spec;
  const [type, { metric } = {}] = Object.entries(spec)[0]!;
  return typeof metric === "string" ? metric : type;
}

function configOf({ path, bytes, data }: ForeignFile): Placed<Fields> {
  const isText = /\.(?:json|ya?ml)$/i.test(path);
  const yaml = isText ? locatedYaml(path, new TextDecoder().decode(bytes), { version: "1.2" }) : undefined;
  const place: Place = { file: yaml ?? unlined(path), path: [] };
  const { value } = resolved({ value: yaml?.data ?? data, place }, yaml?.data ?? data);
  if (isObject(value)) return { value, place };
  throw mistake(place, "the config is not an object", "It has prompts, providers and tests.");
}

function nameOf({ description }: Fields, folder: string): string {
  const words = typeof description === "string" ? description : basename(folder);
  return (
    words
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-+|-+$/g, "")
      .toLowerCase()
      .slice(0, 60) || "promptfoo"
  );
}

function defaultsOf(config: Fields, place: Place, reading: Reading): Placed<Fields> {
  const given = config["defaultTest"];
  const at = inside(place, "defaultTest");
  const { value, place: there } = isFileReference(given)
    ? loadedValue(given, at, reading)
    : { value: given, place: at };
  const written = objectAt(value, there);
  checkNumber(written["threshold"], inside(there, "threshold"));
  assertionList(written["assert"], inside(there, "assert"));
  objectAt(written["options"], inside(there, "options"));
  warnOfKeys(written, there, { known: DEFAULT_TEST, notes: reading.notes });
  warnOfOptions(written["options"], inside(there, "options"), reading);
  return { value: withCommandLine(written, config["commandLineOptions"]), place: there };
}

/** `defaultTest` with the config's command-line options for all tests: their variables, grader, prefix and suffix. */
function withCommandLine(defaults: Fields, commandLine: unknown): Fields {
  if (!isObject(commandLine)) return defaults;
  const { var: vars, grader, promptPrefix, promptSuffix } = commandLine;
  const options = {
    ...(grader !== undefined && { provider: grader }),
    ...(promptPrefix !== undefined && { prefix: promptPrefix }),
    ...(promptSuffix !== undefined && { suffix: promptSuffix }),
  };
  return {
    ...defaults,
    ...(isObject(vars) && { vars: { ...(isObject(defaults["vars"]) && defaults["vars"]), ...vars } }),
    ...(Object.keys(options).length > 0 && {
      options: { ...(isObject(defaults["options"]) && defaults["options"]), ...options },
    }),
  };
}
