import type { ExitCode } from "../terminal/exit-code.ts";
import type { FlagTable } from "./flag-table.ts";
import { delimiter, several, share } from "./option-parsers.ts";

/** Takes the exit code of a command that has more than one. */
export type Exit = (code: ExitCode) => void;

/** How a run is named. */
export const RUN = "id, the beginning of one, a folder, or latest";
export const BENCHMARK = "benchmark.ts or benchmark.yaml";

export function example(line: string): string {
  return `\nExample:\n  ${line}`;
}

/** Where runs are written; `-o` too, but where that names an output. */
export const OUT_FLAG = {
  out: { flags: "-o, --out <folder>", help: "where runs are written", default: "results", identifies: "run and plan" },
} as const satisfies FlagTable;
export const LONG_OUT_FLAG = { out: { ...OUT_FLAG.out, flags: "--out <folder>" } } as const satisfies FlagTable;

/** Where runs are written, and files by their endings; see `outputsOf`. */
export const OUTPUTS_FLAG = {
  out: {
    flags: "-o, --out <path>",
    help: "folder for runs (default results), or a file such as out.csv; repeatable",
    parse: several,
    identifies: "run and plan",
  },
} as const satisfies FlagTable;

/** For every command that reads a benchmark with its data. */
export const TRUST_FLAG = {
  trustData: {
    flags: "--trust-data",
    help: "run code, fill templates and read files that datasets name, as promptfoo does",
    identifies: "run and plan",
  },
  downloadTests: {
    flags: "--download-tests",
    help: "download the tests that a promptfoo config names by a URL or Google sheet",
    identifies: "run and plan",
  },
} as const satisfies FlagTable;

/** How a benchmark's models are reached. */
export const MODEL_FLAGS = {
  baseUrl: {
    flags: "--base-url <url>",
    help: "base URL for openai: models without their own",
    identifies: "run and plan",
    forWorkers: true,
  },
  dropUnsupported: {
    flags: "--drop-unsupported",
    help: "leave out parameters that a service refuses, with a note in the report",
    identifies: "run and plan",
  },
} as const satisfies FlagTable;

export const BASELINE_FLAG = {
  baseline: {
    flags: "--baseline <variant>",
    help: "variant to compare the others with",
    identifies: "run and plan",
    forWorkers: true,
  },
} as const satisfies FlagTable;

export const MARGIN_FLAG = {
  margin: {
    flags: "--margin <difference>",
    help: "largest score difference to treat as equivalent, e.g. 0.02",
    parse: share,
    identifies: "run",
    forWorkers: true,
  },
} as const satisfies FlagTable;

export const PRICES_FLAG = {
  prices: { flags: "--prices <file>", help: "JSON file of prices by model, in US dollars per million tokens" },
} as const satisfies FlagTable;

/** How the CSV files of a run are written. */
export const CSV_FLAGS = {
  bom: { flags: "--bom", help: "begin CSV files with a byte order mark, for Excel" },
  csvRaw: { flags: "--csv-raw", help: "leave cells that look like formulas as they are" },
  delimiter: {
    flags: "--delimiter <mark>",
    help: 'character between CSV cells: "," ";" "|" or tab (default ",")',
    parse: delimiter,
  },
  decimal: {
    flags: "--decimal <mark>",
    help: 'decimal mark in CSV files; "," separates cells by ";"',
    choices: [".", ","],
  },
} as const satisfies FlagTable;

export const JSON_FLAG = { json: { flags: "--json", help: "print JSON" } } as const satisfies FlagTable;
export const VERBOSE_FLAG = {
  verbose: { flags: "--verbose", help: "show the statistical methods" },
} as const satisfies FlagTable;
/** For a whole report. */
export const REPORT_VERBOSE_FLAG = {
  verbose: { flags: "--verbose", help: "show the statistical methods, and ratings of three or more variants" },
} as const satisfies FlagTable;

export const REDIS_FLAG = {
  redis: {
    flags: "--redis <url>",
    help: "Redis or Valkey with the queue: redis://… or rediss://…",
    env: "REDIS_URL",
  },
} as const satisfies FlagTable;

/** The benchmark files of a command, and promptfoo's way to name them. */
export const CONFIG_FLAG = { config: { flags: "-c, --config <files...>" } } as const satisfies FlagTable;
export const BENCHMARKS = `${BENCHMARK}; default: the one in this folder`;
