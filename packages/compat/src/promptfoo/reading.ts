import { existsSync, readFileSync, realpathSync } from "node:fs";
import { glob } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import {
  SameseedError,
  type ScriptFunction,
  type ScriptReader,
  isObject,
  nearest,
  settledWithin,
  thrownText,
  utf8Text,
} from "@sameseed/core";
import { irregularity } from "../translation/irregularity.ts";
import { locatedYaml, type YamlPath } from "../translation/located-yaml.ts";
import type { ImportTools } from "../translation/importer.ts";
import { type Filters, isTemplate } from "./templates.ts";
import type { DataCells } from "./data-cells.ts";
import { inside, type Notes, type Place, type PlacedFile } from "./place.ts";

/** State that the parts of the translation share. */
export interface Reading {
  /** The config's folder; paths in the benchmark start from it, and so do promptfoo's. */
  readonly folder: string;
  readonly notes: Notes;
  readonly tools: ImportTools;
  readonly script: ScriptReader;
  /** Whether data files may name code and files, as in promptfoo. */
  readonly trustsData: boolean;
  /** Whether tests at an address may be downloaded. */
  readonly downloadsTests: boolean;
  /** Cells of data files that stay text. */
  readonly cells: DataCells;
  /** The config's own `env`, without secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names under which tests store their answers. */
  readonly stored: ReadonlySet<string>;
  /** The functions of `nunjucksFilters`. */
  readonly filters: Filters;
  /** For contents of a data file: the config's folder, which must contain the files that it names. */
  readonly dataRoot?: string | undefined;
}

export type Fields = Readonly<Record<string, unknown>>;

/** A value and its place. */
export interface Placed<T = unknown> {
  readonly value: T;
  readonly place: Place;
}

const SCRIPT = /\.(?:[cm]?[jt]s|py)(?::[\w.]+)?$/;
/** The name of a function at the end of a script's reference, of Python perhaps of a class: `:Prompts.short`. */
export const FUNCTION = /:([A-Za-z_][\w.]*)$/;
const GLOB = /[*?[\]{}]/;

export { isObject } from "@sameseed/core";

/** Whether a reference is a script, perhaps with a function's name. */
export function isScript(reference: string): boolean {
  return SCRIPT.test(reference);
}

export function isFileReference(value: unknown): value is `file://${string}` {
  return typeof value === "string" && value.startsWith("file://");
}

/** `file://./a/b.txt` as an absolute path. */
export function pathOf(reference: string, folder: string): string {
  return resolve(folder, reference.replace(/^file:\/\//, ""));
}

/**
 * The path of a reference. Files that data names must be in the config's folder, after following links.
 * Errors: `BAD_BENCHMARK`.
 */
export function namedPath(reference: string, place: Place, { folder, dataRoot }: Reading): string {
  const path = pathOf(reference, folder);
  const file = path.replace(/(?::[\w.]+|#.*)$/, "");
  if (dataRoot === undefined || isBelow(existsSync(path) ? path : file, dataRoot)) return path;
  throw mistake(place, `${reference} leads out of the config's folder`, "Data may name files in that folder only.");
}

/** Whether a path is inside a folder, after following links; a path that does not exist is checked by its name. */
function isBelow(path: string, folder: string): boolean {
  const real = (existing: string): string => (existsSync(existing) ? realpathSync(existing) : existing);
  return real(path).startsWith(join(real(folder), sep));
}

/** A path as a reference of the benchmark file. */
export function referenceOf(path: string, { folder }: Reading): string {
  const shown = relative(folder, path).split(sep).join("/");
  return `file://${shown.startsWith(".") ? shown : `./${shown}`}`;
}

/** The files that a path or a pattern matches, by name. Existing folders with pattern characters are read literally. */
export async function filesOf(path: string): Promise<string[]> {
  if (existsSync(path)) return [path];
  if (!GLOB.test(path)) return [];
  let folder = dirname(path);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  const names = await Array.fromAsync(glob(relative(folder, path).split(sep).join("/"), { cwd: folder }));
  return names.map((name) => join(folder, name)).toSorted();
}

/** Errors: `BAD_BENCHMARK` for a pipe, a device, a socket or a folder, with the place that names it. */
export function refuseIrregular(path: string, place: Place): void {
  const problem = irregularity(path);
  if (problem !== null) throw mistake(place, problem, "Name a file.");
}

/** Errors: `BAD_BENCHMARK`, with the place that names the file. */
export function readText(path: string, place: Place): string {
  refuseIrregular(path, place);
  return utf8Text(bytesOf(path, place), path);
}

function bytesOf(path: string, place: Place): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw mistake(place, `there is no file ${path}`, "Paths are relative to the config.");
  }
}

/** A YAML or JSON file with the places of its keys. Errors: `NOT_FOUND`, `BAD_BENCHMARK`. */
export function readYaml(path: string, place: Place): Placed {
  return yamlOf(path, readText(path, place));
}

/** The text of a YAML or JSON file with the places of its keys. Errors: `BAD_BENCHMARK`. */
export function yamlOf(path: string, text: string): Placed {
  const yaml = locatedYaml(path, text, { version: "1.2" });
  return resolved({ value: yaml.data, place: { file: yaml, path: [] } }, yaml.data);
}

/** References within a JSON Schema, where the file itself has no such part. */
const OF_SCHEMA = /^#\/(?:\$defs|definitions)\//;

/**
 * The value with its `$ref: '#/…'` resolved in `root`. Errors: `BAD_BENCHMARK` for one without a target, or
 * to itself.
 */
export function resolved({ value, place }: Placed, root: unknown): Placed {
  const follow = (part: unknown, path: YamlPath, seen: readonly string[]): unknown => {
    if (Array.isArray(part)) return part.map((member, index) => follow(member, [...path, index], seen));
    if (!isObject(part)) return part;
    const reference = part["$ref"];
    // Schemas of tools keep their own references, as in promptfoo.
    const entries = Object.entries(part).map(([key, member]) => [
      key,
      key === "parameters" ? member : follow(member, [...path, key], seen),
    ]);
    if (typeof reference !== "string") return Object.fromEntries(entries);
    const at = inside(place, ...path, "$ref");
    const target = reference.startsWith("#/") ? targetOf(reference, root) : undefined;
    if (target === undefined && OF_SCHEMA.test(reference)) return Object.fromEntries(entries);
    if (target === undefined)
      throw mistake(
        at,
        `$ref ${reference} leads nowhere`,
        "Name a part of this file, such as #/assertionTemplates/short.",
      );
    if (seen.includes(reference)) throw mistake(at, `$ref ${reference} leads to itself`, "Write the value itself.");
    const found = follow(target, path, [...seen, reference]);
    const own = Object.fromEntries(entries.filter(([key]) => key !== "$ref")) as Fields;
    return isObject(found) ? { ...found, ...own } : found;
  };
  return { value: follow(value, [], []), place };
}

function targetOf(reference: string, root: unknown): unknown {
  const keys = reference
    .slice(2)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.reduce<unknown>((at, key) => memberOf(at, key), root);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Fields)[key] : undefined;
}

/** A file without lines: a script's data, a table's rows. */
export function unlined(file: string): PlacedFile {
  return { file, lineOf: () => null };
}

/** An object; any other value is left out with a warning, a file too, which promptfoo does not read at this place. */
export function keptObject(value: unknown, place: Place, { notes }: Pick<Reading, "notes">): Fields {
  if (isObject(value)) return value;
  if (value !== undefined && value !== null)
    notes.warn(place, "is not an object and is left out: write its keys and values into the config");
  return {};
}

/** A value of a config that may be in a separate file. */
export function loadedValue(value: unknown, place: Place, reading: Reading): Placed {
  if (!isFileReference(value) || isScript(value)) return { value, place };
  const path = namedPath(value, place, reading);
  return /\.(?:json|ya?ml)$/i.test(path) ? readYaml(path, place) : { value: readText(path, place), place };
}

/**
 * The value with the contents of files instead of its texts `file://…`. Errors: `BAD_BENCHMARK`, with the
 * place of the text.
 */
export function withFiles(value: unknown, place: Place, reading: Reading): unknown {
  if (Array.isArray(value)) return value.map((member, index) => withFiles(member, inside(place, index), reading));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, withFiles(member, inside(place, key), reading)]),
    );
  return isTemplate(String(value)) ? value : loadedValue(value, place, reading).value;
}

/** The reference of a script that the run reads. Errors: `BAD_BENCHMARK` for a missing script, with its place. */
export function existingScript(reference: string, place: Place, { folder }: Reading): string {
  if (existsSync(pathOf(reference.replace(FUNCTION, ""), folder))) return reference;
  throw mistake(place, `there is no script ${reference}`, "Paths are relative to the config.");
}

/**
 * A script of the config. As in promptfoo, a name that the script does not export is its only function. Errors:
 * `BAD_BENCHMARK`, with the place that names it.
 */
export function scriptAt(reference: string, place: Place, reading: Reading): ScriptFunction {
  try {
    return reading.script(reference);
  } catch (cause) {
    const only = FUNCTION.test(reference) ? onlyFunction(reference.replace(FUNCTION, ""), reading) : undefined;
    if (only !== undefined) return only;
    throw mistake(place, thrownText(cause).replace(/\.$/, ""), "Correct the path, the name or the script.");
  }
}

/** The function that a script in JavaScript exports by default. */
function onlyFunction(reference: string, reading: Reading): ScriptFunction | undefined {
  try {
    const script = reading.script(reference);
    return typeof script.value === "function" ? script : undefined;
  } catch {
    return undefined;
  }
}

/** The value of a script within its time limit. A throw is a mistake at the place that names the script. */
export async function scriptValue(call: () => unknown, place: Place, timeoutMs?: number): Promise<unknown> {
  try {
    return await settledWithin(call(), timeoutMs);
  } catch (cause) {
    const problem = cause instanceof SameseedError ? cause.message : `the script throws: ${thrownText(cause)}`;
    throw mistake(place, problem.replace(/\.$/, ""), "Correct the script.");
  }
}

/** A mistake of the config, with its place. */
export function mistake({ file, path }: Place, problem: string, hint: string): SameseedError {
  const line = file.lineOf(path);
  return new SameseedError("BAD_BENCHMARK", `${file.file}${line === null ? "" : `:${line}`}: ${problem}.`, {
    hint,
  });
}

function meantKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === undefined ? "" : `; did you mean ${meant}?`;
}

/** Warns of every key that is not known, with its specific message or a general one. */
export function warnOfKeys(
  fields: Fields,
  place: Place,
  { known, said = {}, notes }: { known: readonly string[]; said?: Readonly<Record<string, string>>; notes: Notes },
): void {
  for (const key of Object.keys(fields)) {
    if (known.includes(key) || fields[key] === undefined || fields[key] === null) continue;
    const own = Object.hasOwn(said, key) ? said[key] : undefined;
    notes.warn(inside(place, key), own ?? `has no counterpart here and is left out${meantKey(key, known)}`);
  }
}
