import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { nestingProblem, SameseedError, type ScriptReader, thrownText, utf8Text } from "@sameseed/core";
import { parse } from "yaml";
import { requireRegularFile } from "./irregularity.ts";
import type { Translation } from "./translation.ts";

/** A file of another tool, read once, with the parts by which an importer recognizes it. */
export interface ForeignFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The value of a YAML or JSON file, or a script's default export; undefined for any other file. */
  readonly data: unknown;
}

/** Functions of other packages that importers get instead of importing them. */
export interface ImportTools {
  /** The records of a CSV, JSONL, JSON, YAML, XLSX or Parquet file; `content` replaces the file on disk. */
  readonly records: (
    path: string,
    content?: () => Promise<Uint8Array>,
  ) => AsyncIterable<Readonly<Record<string, unknown>>>;
  /**
   * The bytes at an http(s) address. Errors: `NOT_FOUND`, without the secrets of the address. Without it,
   * downloads are not possible.
   */
  readonly download?: ((address: string) => Promise<Uint8Array>) | undefined;
  /** Reads scripts with paths relative to a folder. */
  readonly scripts: (folder: string) => ScriptReader;
  /** Why a JSON Schema does not compile; undefined for a valid one. Without it schemas are not checked. */
  readonly schemaProblem?: ((schema: unknown) => string | undefined) | undefined;
}

/** The user's options in addition to the file. */
export interface ImportOptions {
  /** `provider:model`, for files without a model. */
  readonly model?: string | undefined;
  /** The cases, where the file names a dataset that is not on this machine. */
  readonly data?: string | undefined;
  /** Rows for few-shot examples, if they are not those of the cases. */
  readonly examples?: string | undefined;
  /** Further files of the same benchmark, such as the runs of a hosted eval. */
  readonly more?: readonly string[] | undefined;
  /**
   * Gives promptfoo's data files (tables of tests, files of tests, scenarios or vars) the same rights as in
   * promptfoo: to fill templates, to name files below the config's folder, and to run code. Default false:
   * their values are text.
   */
  readonly trustData?: boolean | undefined;
  /** Allows the download of a promptfoo config's `tests` from addresses. Default false: no request is sent. */
  readonly downloadTests?: boolean | undefined;
  /** Whether the benchmark becomes a file, which must not contain a key. Default false: it runs at once. */
  readonly isWritten?: boolean | undefined;
}

/** Turns the files of another tool into benchmark files: one, or several where a file contains several. */
export interface Importer {
  /** The tool's name, as users write it. */
  readonly name: string;
  /** Whether a benchmark of it may be in several files. */
  readonly takesMore?: boolean | undefined;
  readonly accepts: (file: ForeignFile) => boolean;
  readonly translate: (
    file: ForeignFile,
    tools: ImportTools,
    options?: ImportOptions,
  ) => Promise<Translation | readonly Translation[]>;
}

const DATA = new Set([".yaml", ".yml", ".json"]);
const SCRIPTS = new Set([".ts", ".mts", ".js", ".mjs", ".cjs"]);

/** Reads a file for the importers. A script is run: its default export is the data. Errors: `NOT_FOUND`. */
export async function readForeignFile(path: string): Promise<ForeignFile> {
  const extension = extname(path).toLowerCase();
  requireRegularFile(path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new SameseedError("NOT_FOUND", `There is no file ${path}.`, { hint: "Check the path.", cause });
  }
  if (SCRIPTS.has(extension)) {
    return { path, bytes, data: await exportOf(path) };
  }
  return { path, bytes, data: DATA.has(extension) ? parsed(utf8Text(bytes, path)) : undefined };
}

async function exportOf(path: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(path).href)) as { default?: unknown }).default;
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `${path} does not load: ${thrownText(cause).split("\n")[0]!}`, {
      hint: "Correct the script, or install the packages that it imports.",
      cause,
    });
  }
}

/** Undefined where the text is not YAML: tags and templates of other tools' own are their importers' concern. */
function parsed(text: string): unknown {
  const value = parsedText(text);
  return nestingProblem(value) === null ? value : undefined; // the native reader reports the error
}

function parsedText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // a dataset may be large, and the reader of YAML is slow
  } catch {
    return parsedYaml(text);
  }
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: "silent", merge: true }) as unknown;
  } catch {
    return undefined;
  }
}
