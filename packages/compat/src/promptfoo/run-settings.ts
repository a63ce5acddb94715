import { option } from "@sameseed/core";
import type { RunSettings } from "../translation/run-settings.ts";
import { inside, type Place } from "./place.ts";
import { type Fields, isObject, type Placed, type Reading } from "./reading.ts";

/** Source of a setting; `commandLineOptions` takes precedence over `evaluateOptions`, as in promptfoo. */
type Source = "commandLineOptions" | "evaluateOptions";
const SOURCES: readonly Source[] = ["commandLineOptions", "evaluateOptions"];

const UNREAD: Readonly<Record<string, string>> = {
  eventSource: "has no effect on a run",
  silent: "has no effect on a run",
  table: "the table of results is always printed",
  tableCellMaxLength: "has no counterpart: reports shorten answers by themselves",
  write: "every run is kept under results/",
  share: "nothing is uploaded",
  interactiveProviders: `has no counterpart: ${option("concurrency")} holds for all models`,
  generateSuggestions: "prompts are not suggested",
  suggestPrompts: "prompts are not suggested",
  suggestionsCount: "prompts are not suggested",
  envFile: "is not read from here: name it when you start the command",
  envPath: "is not read from here: use --env-file",
  filterFailing: "is ignored: choose the failing cases of a run when you start the command",
  filterFailingOnly: "is ignored: choose the failing cases of a run when you start the command",
  filterErrorsOnly: `is ignored: give ${option("retryErrors")} to the run`,
  filterSampleSeed: "is ignored: samples are drawn with the seed of the benchmark",
  resume: `is ignored: give ${option("resume")} to the run`,
  retryErrors: `is ignored: give ${option("retryErrors")} to the run`,
  watch: "is an option of the command line",
  extension: "is ignored: write it under extensions",
  config: "is ignored: the config is the file that is read",
  assertions: "is ignored: write the assertions under defaultTest",
  modelOutputs: "is ignored: compare stored answers by a recorded model (docs/models.md)",
  prompts: "is ignored: write them under prompts",
  providers: "is ignored: write them under providers",
  tests: "is ignored: write them under tests",
  vars: "is ignored: write them under tests",
  output: "",
  description: "is ignored: write it next to the prompts",
  tags: "has no counterpart: put it into the description",
};
/** Read where the tests and the benchmark are. */
const ELSEWHERE = new Set(["repeat", "var", "grader", "promptPrefix", "promptSuffix"]);

type Check = (value: unknown) => boolean;
const isCount: Check = (value) => typeof value === "number" && Number.isInteger(value) && value >= 1;
const isAmount: Check = (value) => typeof value === "number" && Number.isFinite(value) && value > 0;
const isText: Check = (value) => typeof value === "string" && value !== "";
const isSwitch: Check = (value) => typeof value === "boolean";

/** The setting of a key's value, in the options' names. */
const TAKEN: Readonly<Record<string, readonly [check: Check, settings: (value: never) => RunSettings]>> = {
  maxConcurrency: [isCount, (maxConcurrency: number) => ({ maxConcurrency })],
  timeoutMs: [isAmount, (timeout: number) => ({ timeout })],
  maxEvalTimeMs: [isAmount, (maxDuration: number) => ({ maxDuration })],
  cache: [isSwitch, (isOn: boolean) => ({ cache: isOn ? "readwrite" : "off" })],
  filterFirstN: [isCount, (limit: number) => ({ limit })],
  filterPattern: [isText, (filterCases: string) => ({ filterCases })],
  filterPrompts: [isText, (filterPrompts: string) => ({ filterPrompts })],
  filterProviders: [isText, (filterModels: string) => ({ filterModels })],
  filterTargets: [isText, (filterModels: string) => ({ filterModels })],
  filterSample: [isCount, (filterSample: number) => ({ filterSample })],
  showProgressBar: [isSwitch, (isShown: boolean) => (isShown ? {} : { progressBar: false })],
  progressBar: [isSwitch, (isShown: boolean) => (isShown ? {} : { progressBar: false })],
  verbose: [isSwitch, (isVerbose: boolean) => (isVerbose ? { verbose: true } : {})],
};

/** The config's settings for a run. Unsupported ones give a warning with an alternative. */
export function runSettings(config: Fields, place: Place, reading: Reading): RunSettings {
  let settings: RunSettings = outputsOf(config["outputPath"], inside(place, "outputPath"), reading);
  for (const source of SOURCES.toReversed()) {
    const given = config[source];
    if (given === undefined || given === null) continue;
    if (!isObject(given)) {
      reading.notes.warn(inside(place, source), "is not an object and is left out");
      continue;
    }
    for (const [key, value] of Object.entries(given)) {
      if (value === undefined || value === null || ELSEWHERE.has(key)) continue;
      settings = { ...settings, ...settingOf(key, { value, place: inside(place, source, key) }, reading) };
    }
  }
  return settings.maxRpm === undefined ? settings : { ...settings, maxConcurrency: 1 };
}

function settingOf(key: string, { value, place }: Placed, reading: Reading): RunSettings {
  const { notes } = reading;
  if (key === "delay") return delayOf({ value, place }, reading);
  if (key === "output" && value !== "") return outputsOf(value, place, reading);
  if (key === "filterRange") return rangeOf({ value, place }, reading);
  if (key === "filterMetadata") return metadataOf({ value, place }, reading);
  const taken = Object.hasOwn(TAKEN, key) ? TAKEN[key] : undefined;
  if (taken?.[0](value) === true) return taken[1](value as never);
  const said = Object.hasOwn(UNREAD, key) ? UNREAD[key]! : "has no counterpart here and is left out";
  notes.warn(place, taken === undefined ? said : `${JSON.stringify(value)} is not a valid value and is left out`);
  return {};
}

/** promptfoo waits between requests and sends one at a time. */
function delayOf({ value, place }: Placed, { notes }: Reading): RunSettings {
  if (value === 0) return {};
  if (!isAmount(value)) {
    notes.warn(place, `${JSON.stringify(value)} is not a valid number of milliseconds and is left out`);
    return {};
  }
  notes.warn(place, "is a limit of the pace here: one request at a time, with this delay between starts");
  return { maxRpm: 60_000 / (value as number) };
}

/** `from:to`; here a run has the first cases, or those with a matching id. */
function rangeOf({ value, place }: Placed, { notes }: Reading): RunSettings {
  const [, from = "", to] = /^(\d*):(\d+)$/.exec(String(value)) ?? [];
  if (to !== undefined && Number(to) > 0 && (from === "" || Number(from) === 0)) return { limit: Number(to) };
  notes.warn(
    place,
    `is left out: ${option("limit")} takes the first cases, ${option("filterCases")} those whose id matches`,
  );
  return {};
}

function metadataOf({ value, place }: Placed, { notes }: Reading): RunSettings {
  const pairs = [value].flat().map((text) => /^([^=]+)=([^]*)$/.exec(String(text)));
  if (pairs.every((pair) => pair !== null))
    return { filterMetadata: Object.fromEntries(pairs.map((pair) => [pair![1]!, pair![2]!])) };
  notes.warn(place, "is left out: write key=value");
  return {};
}

/** Endings of files that a run is written to. */
const OUTPUT = /\.(?:csv|json|jsonl|html|md|xlsx|parquet)$/i;

function outputsOf(value: unknown, place: Place, { notes }: Reading): RunSettings {
  if (value === undefined || value === null || value === "") return {};
  const outputs = [value].flat().map(String);
  const taken = outputs.filter((path) => OUTPUT.test(path));
  for (const path of outputs)
    if (!taken.includes(path))
      notes.warn(place, `${path} is left out: a run is written to .csv, .json, .html, .md, .xlsx, .jsonl or .parquet`);
  return taken.length === 0 ? {} : { outputs: taken };
}
