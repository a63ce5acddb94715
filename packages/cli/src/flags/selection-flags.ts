import { keyValue, positive } from "./option-parsers.ts";
import type { FlagTable } from "./flag-table.ts";

/** Flags that narrow a benchmark. */
export const LIMIT_FLAGS = {
  limit: {
    flags: "-n, --limit <n>",
    help: "only the first n cases (alias --filter-first-n)",
    parse: positive,
    identifies: "run and plan",
    forWorkers: true,
  },
  filterFirstN: { flags: "--filter-first-n <n>", parse: positive, aliasOf: "limit" },
} as const satisfies FlagTable;

export const FILTER_FLAGS = {
  filterCases: {
    flags: "--filter-cases <regex>",
    help: "only cases whose id matches (alias --filter-pattern)",
    identifies: "run and plan",
    forWorkers: true,
  },
  filterPattern: { flags: "--filter-pattern <regex>", aliasOf: "filterCases" },
  filterPrompts: {
    flags: "--filter-prompts <regex>",
    help: "only prompts whose id matches",
    identifies: "run and plan",
    forWorkers: true,
  },
  filterModels: {
    flags: "--filter-models <regex>",
    help: "only models whose id matches (alias --filter-providers)",
    identifies: "run and plan",
    forWorkers: true,
  },
  filterProviders: { flags: "--filter-providers <regex>", aliasOf: "filterModels" },
  filterTargets: { flags: "--filter-targets <regex>", aliasOf: "filterModels" },
  filterMetadata: {
    flags: "--filter-metadata <key=value>",
    help: "only cases with this metadata or variable; repeatable",
    parse: keyValue,
    identifies: "run and plan",
    forWorkers: true,
  },
  filterSample: {
    flags: "--filter-sample <n>",
    help: "a random sample of n cases, drawn with the seed",
    parse: positive,
    identifies: "run and plan",
    forWorkers: true,
  },
  holdout: {
    flags: "--holdout",
    help: "only the held-out cases of a split (sameseed split); counts as a look at them",
    identifies: "run and plan",
    forWorkers: true,
  },
  filterFailing: {
    flags: "--filter-failing <run>",
    help: "only cases that failed in this run: latest, an id, a folder",
    identifies: "run and plan",
  },
} as const satisfies FlagTable;
