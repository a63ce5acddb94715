import { readFile } from "node:fs/promises";
import { readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type BenchmarkDefinition,
  type Dataset,
  type Model,
  nearest,
  SameseedError,
  settledWithin,
  thrownText,
} from "@sameseed/core";
import { irregularity, withFiles } from "@sameseed/runner";
import type { RunSettings, TranslationWarning } from "@sameseed/compat";
import type { LoadForeignOptions } from "./load-foreign.ts";
import { resolveSameseedHere } from "./resolve-sameseed-here.ts";

const SCRIPTS = new Set([".ts", ".mts", ".js", ".mjs"]);
const YAML = new Set([".yaml", ".yml", ".json"]);

export interface LoadOptions {
  /** The address to import a script from, for a caller that loads it again and again. Default: its own, once. */
  readonly urlOf?: ((path: string) => string) | undefined;
  /** Called with the losses of translating a config of another tool. */
  readonly onWarnings?: ((warnings: readonly TranslationWarning[], path: string) => void) | undefined;
  /** Told how a config of another tool wants to be run. */
  readonly onSettings?: ((settings: RunSettings, path: string) => void) | undefined;
  /**
   * Lets data files run code, and data files of a promptfoo config also name files and contain templates.
   * Default false.
   */
  readonly trustData?: boolean | undefined;
  /** Downloads the tests that a promptfoo config names by an address. Default false. */
  readonly downloadTests?: boolean | undefined;
}

/** Reads a benchmark file, TypeScript or YAML, or a config of promptfoo. Paths in it are relative to the file. */
export async function loadBenchmark(
  file: string,
  { urlOf, ...options }: LoadOptions = {},
): Promise<BenchmarkDefinition> {
  const path = resolve(file);
  refuseMissing(file, path);
  const extension = extname(path).toLowerCase();
  const definition = YAML.has(extension)
    ? ((isOurs(topLevelKeys(await readFile(path, "utf8"))) ? undefined : await loadForeign(path, options)) ??
      (await (await import("./load-yaml.ts")).loadYaml(path, options)))
    : SCRIPTS.has(extension)
      ? await loadScript(path, { urlOf, ...options })
      : refuseExtension(file);
  return relativeTo(definition, dirname(path));
}

/** Keys that make a file with `models` and `cases` another tool's nevertheless. */
const FOREIGN_KEYS = ["task", "group", "testing_criteria", "data_source", "providers", "targets"];

/** Whether a file with these keys is certainly sameseed's. The importers of other tools need not be loaded then. */
function isOurs(keys: readonly string[]): boolean {
  return keys.includes("models") && keys.includes("cases") && !FOREIGN_KEYS.some((key) => keys.includes(key));
}

/** The keys at the top of a YAML file in block style; of any other file perhaps none. */
function topLevelKeys(text: string): readonly string[] {
  return [...text.matchAll(/^(\w+):/gm)].map(([, key]) => key!);
}

async function loadForeign(path: string, options: LoadForeignOptions): Promise<BenchmarkDefinition | undefined> {
  return (await import("./load-foreign.ts")).loadForeign(path, options);
}

async function loadScript(path: string, { urlOf, ...options }: LoadOptions): Promise<BenchmarkDefinition> {
  if (urlOf === undefined) resolveSameseedHere();
  const url = urlOf?.(path) ?? pathToFileURL(path).href;
  const shown = relative(process.cwd(), path);
  try {
    const { default: definition } = (await settledWithin(import(url))) as { default?: BenchmarkDefinition };
    if (typeof definition === "object" && definition !== null)
      return isOurs(Object.keys(definition))
        ? definition
        : ((await loadForeign(path, { ...options, data: definition })) ?? definition);
  } catch (cause) {
    const { stack, code } = (cause instanceof Error ? cause : {}) as { stack?: unknown; code?: unknown };
    const place = /^(?:\?[^:]*)?(:\d+:\d+)/.exec(String(stack).split(path)[1] ?? "")?.[1];
    if (cause instanceof SameseedError) throw place === undefined ? cause : located(cause, shown + place);
    throw new SameseedError("BAD_BENCHMARK", `${shown} does not load: ${thrownText(cause)}`, {
      hint:
        code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX"
          ? "Node runs TypeScript by erasing types: enums, namespaces and parameter properties do not work."
          : place === undefined
            ? "Correct the file and try again."
            : `It was thrown at ${shown}${place}.`,
      cause,
    });
  }
  throw new SameseedError("BAD_BENCHMARK", `${shown} has no default export.`, {
    hint: "Write export default defineBenchmark({…}).",
  });
}

/** A mistake in a scorer, model or prompt that the script builds, with the line that builds it. */
function located(cause: SameseedError, place: string): SameseedError {
  const { code, message, hint } = cause;
  return new SameseedError(code, `${place}: ${message}`, { ...(hint !== undefined && { hint }), cause });
}

function relativeTo(definition: BenchmarkDefinition, folder: string): BenchmarkDefinition {
  const { cases, prompts, models } = definition;
  const located = (model: string | Model): string | Model =>
    typeof model === "string" ? model : (model.relativeTo?.(folder) ?? model);
  return {
    ...definition,
    ...(Array.isArray(prompts) && { prompts: prompts.map((prompt) => withFiles(prompt, folder)) }),
    ...(isDataset(cases) && { cases: cases.relativeTo?.(folder) ?? cases }),
    ...(models && {
      models: models.map((entry) =>
        typeof entry === "object" && "model" in entry ? { ...entry, model: located(entry.model) } : located(entry),
      ),
    }),
  };
}

function isDataset(cases: BenchmarkDefinition["cases"] | undefined): cases is Dataset {
  return cases !== undefined && "cases" in cases;
}

/** A name was often mistyped, or is the folder's. */
function refuseMissing(file: string, path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) {
    const inside = benchmarksIn(path).find((name) => USUAL.test(name));
    throw new SameseedError("BAD_ARGUMENT", `${file} is a folder.`, {
      hint: inside === undefined ? "Name the benchmark file in it." : `Name the file: ${join(file, inside)}.`,
    });
  }
  const kind = irregularity(path);
  if (kind !== null)
    throw new SameseedError("BAD_ARGUMENT", `${file} is ${kind}, not a benchmark file.`, {
      hint: "Use .ts, .js, .yaml or .yml.",
    });
  if (found !== undefined) return;
  const near = nearest(basename(file), benchmarksIn(dirname(path)));
  throw new SameseedError("NOT_FOUND", `There is no file ${file}.`, {
    hint: near === undefined ? INIT : `Did you mean ${join(dirname(file), near)}?`,
  });
}

const USUAL = /^(?:benchmark|promptfooconfig)\.\w+$/;
const INIT = "sameseed init writes a benchmark to begin with.";

/** Possible benchmark files, by their names; empty for an unreadable folder. */
function benchmarksIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const known = [...SCRIPTS, ...YAML];
  return readdirSync(folder).filter(
    (name) => known.includes(extname(name).toLowerCase()) && !name.endsWith(".schema.json"),
  );
}

function refuseExtension(file: string): never {
  throw new SameseedError("BAD_ARGUMENT", `${file} is not a benchmark file.`, { hint: "Use .ts, .js, .yaml or .yml." });
}
