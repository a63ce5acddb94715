import { type Command, Option } from "commander";
import type { ExitCode } from "../terminal/exit-code.ts";
import { keyValue, positive } from "./option-parsers.ts";

/** Takes the exit code of a command that has more than one. */
export type Exit = (code: ExitCode) => void;

/** How a run is named. */
export const RUN = "id, the beginning of one, a folder, or latest";
export const BENCHMARK = "benchmark.ts or benchmark.yaml";
export const BASE_URL = "base URL for openai: models without their own";
export const DROP_UNSUPPORTED = "leave out parameters that a service refuses, with a note in the report";

export function example(line: string): string {
  return `\nExample:\n  ${line}`;
}

/** `--out` alone where `-o` names an output. */
export function outOption(flags: "-o, --out <folder>" | "--out <folder>" = "-o, --out <folder>"): Option {
  return new Option(flags, "where runs are written").default("results");
}

/** For every command that reads a benchmark with its data. */
export function trustDataOption(): Option {
  return new Option("--trust-data", "run code, fill templates and read files that datasets name, as promptfoo does");
}

export function addFilters(command: Command): Command {
  return command
    .option("--filter-cases <regex>", "only cases whose id matches (alias --filter-pattern)")
    .addOption(new Option("--filter-pattern <regex>").hideHelp())
    .option("--filter-prompts <regex>", "only prompts whose id matches")
    .option("--filter-models <regex>", "only models whose id matches (alias --filter-providers)")
    .addOption(new Option("--filter-providers <regex>").hideHelp())
    .addOption(new Option("--filter-targets <regex>").hideHelp())
    .option("--filter-metadata <key=value>", "only cases with this metadata or variable; repeatable", keyValue)
    .option("--filter-sample <n>", "a random sample of n cases, drawn with the seed", positive)
    .option("--filter-failing <run>", "only cases that failed in this run: latest, an id, a folder");
}

/** The benchmark files of a command, and promptfoo's way to name them. */
export function addBenchmarks(command: Command): Command {
  return command
    .argument("[benchmarks...]", `${BENCHMARK}; default: the one in this folder`)
    .addOption(new Option("-c, --config <files...>", "benchmark files, as in promptfoo").hideHelp());
}

/** How the CSV files of a run are written. */
export function addCsvOptions(command: Command): Command {
  return command
    .option("--bom", "begin CSV files with a byte order mark, for Excel")
    .option("--csv-raw", "leave cells that look like formulas as they are");
}
