import type { SplitPart } from "@sameseed/core";
import type { Threshold } from "@sameseed/pipeline/choices";
import type { FlagsOf, FlagTable } from "../../flags/flag-table.ts";
import {
  difference,
  formats,
  natural,
  positive,
  positives,
  several,
  texts,
  thresholds,
} from "../../flags/option-parsers.ts";
import { FILTER_FLAGS, LIMIT_FLAGS } from "../../flags/selection-flags.ts";
import {
  BASELINE_FLAG,
  CSV_FLAGS,
  MARGIN_FLAG,
  OUTPUTS_FLAG,
  TRUST_FLAG,
  REPORT_VERBOSE_FLAG,
} from "../../flags/shared-flags.ts";
import type { OutputFile } from "../../flags/outputs.ts";
import type { Untyped } from "./with-settings.ts";
import { BUDGET_FLAGS, CACHE_FLAGS, MACHINE_FLAGS, REQUEST_FLAGS } from "./request-flags.ts";

/** Which trials. */
const TRIAL_FLAGS = {
  maxConcurrency: {
    flags: "-j, --max-concurrency <n>",
    help: "maximum concurrent requests",
    parse: positive,
    default: 8,
  },
  repeats: {
    flags: "--repeats <n>",
    help: "trials per case and variant, each with its own seed (alias --repeat)",
    parse: positive,
    identifies: "run and plan",
    forWorkers: true,
  },
  repeat: { flags: "--repeat <n>", parse: positive, aliasOf: "repeats" },
  seed: { flags: "--seed <n>", help: "root seed", parse: natural, identifies: "run", forWorkers: true },
  seedPolicy: {
    flags: "--seed-policy <policy>",
    help: "seeds to send",
    choices: ["derived", "fixed", "none"],
    identifies: "run",
    forWorkers: true,
  },
  ...LIMIT_FLAGS,
  ...FILTER_FLAGS,
  ...TRUST_FLAG,
} as const satisfies FlagTable;

/** The design of the run and the statistics. */
const METHOD_FLAGS = {
  ...BASELINE_FLAG,
  ...MARGIN_FLAG,
  by: {
    flags: "--by <keys>",
    help: "compare in each slice of cases, e.g. category,language (metadata or variables)",
    parse: texts,
    identifies: "run",
  },
  passAt: {
    flags: "--pass-at <k,…>",
    help: "report pass@k and pass^k for these k, e.g. 1,5",
    parse: positives,
    identifies: "run",
    forWorkers: true,
  },
  aa: {
    flags: "--aa",
    help: "run the baseline twice to measure noise (A/A control)",
    identifies: "run and plan",
    forWorkers: true,
  },
  sequential: {
    flags: "--sequential",
    help: "test at declared numbers of cases and stop early once every variant is decided",
    identifies: "run",
  },
  detect: {
    flags: "--detect <difference>",
    help: "stop a sequential run if a difference this large is ruled out, e.g. 0.05; requires --sequential",
    parse: difference,
    identifies: "run",
  },
  prune: {
    flags: "--prune",
    help: "look for the best of 3 or more variants: drop clearly worse ones early, stop when one is left",
    conflicts: ["sequential", "detect"],
    identifies: "run",
  },
  latency: {
    flags: "--latency",
    help: "measure latency: one request at a time, after a warm-up",
    conflicts: ["maxConcurrency", "sequential", "prune"],
    identifies: "run",
  },
  warmUp: {
    flags: "--warm-up <n>",
    help: "warm-up requests per variant; requires --latency (default 5)",
    parse: natural,
  },
} as const satisfies FlagTable;

/** How a run begins, continues and ends. */
const COURSE_FLAGS = {
  resume: { flags: "--resume [run]", help: "continue an unfinished run and send only the missing requests" },
  retryErrors: {
    flags: "--retry-errors [run]",
    help: "rerun only the failed trials of a run",
    conflicts: ["resume"],
  },
  failOnDrift: { flags: "--fail-on-drift", help: "stop with exit code 1 when the backend of a variant changes" },
  probe: { flags: "--probe", help: "check first whether each model honours its seed, by repeated requests" },
  dryRun: {
    flags: "--dry-run",
    help: "check everything and print the plan, send nothing",
    conflicts: ["resume", "retryErrors"],
  },
  watch: {
    flags: "--watch",
    help: "rerun at each change of a file, with requests only for what changed",
    conflicts: ["dryRun", "sequential", "prune", "probe", "latency", "holdout"],
  },
} as const satisfies FlagTable;

const OUTPUT_FLAGS = {
  note: { flags: "--note <text>", help: "note on the run, shown in list and view" },
  tags: { flags: "--tag <tag>", help: "tag of the run; repeatable", parse: several },
  failUnder: {
    flags: "--fail-under <metric=value>",
    help: "exit 1 when a variant's mean is below, e.g. score=0.8; repeatable",
    parse: thresholds,
    default: [],
  },
  ...REPORT_VERBOSE_FLAG,
  ...OUTPUTS_FLAG,
  format: { flags: "--format <list>", help: "additional report formats, e.g. xlsx,parquet", parse: formats },
  ...CSV_FLAGS,
  noProgressBar: { flags: "--no-progress-bar", help: "hide live progress" },
} as const satisfies FlagTable;

/** The flags of `sameseed run` in the order of its help, a group a heading. */
export const RUN_FLAG_GROUPS = {
  "Cases and trials:": TRIAL_FLAGS,
  "Statistics:": METHOD_FLAGS,
  "Requests:": REQUEST_FLAGS,
  "Resume and control:": COURSE_FLAGS,
  "Cache:": CACHE_FLAGS,
  "Budget:": BUDGET_FLAGS,
  "Several machines:": MACHINE_FLAGS,
  "Output:": OUTPUT_FLAGS,
} as const;

/** All of them. */
export const RUN_FLAGS = {
  ...TRIAL_FLAGS,
  ...METHOD_FLAGS,
  ...REQUEST_FLAGS,
  ...COURSE_FLAGS,
  ...CACHE_FLAGS,
  ...BUDGET_FLAGS,
  ...MACHINE_FLAGS,
  ...OUTPUT_FLAGS,
} as const satisfies FlagTable;

type Typed = FlagsOf<typeof RUN_FLAGS>;

/** The typed flags of `sameseed run`; absent without a flag. */
export interface RunFlags extends Omit<Typed, "cache" | "noCache" | "noProgressBar" | "out" | "failUnder"> {
  /** False for --no-cache. */
  readonly cache?: Exclude<Typed["cache"], undefined> | boolean;
  readonly progressBar: boolean;
  /** Means that every variant must reach. */
  readonly failUnder?: readonly Threshold[];
  /** The folder that `-o` names. */
  readonly out: string;
  /** The files of `-o`, written in addition to the run's folder. */
  readonly files?: readonly OutputFile[];
  /** Flags with default values: a config may set others. */
  readonly untyped?: Untyped;
  /** The cases that failed in the run of --filter-failing; see `withFailing`. */
  readonly onlyCases?: ReadonlySet<string>;
  /** The part of the benchmark's split, and which look at the held-out cases it is; see `withSplit`. */
  readonly split?: SplitPart;
  readonly heldOutLook?: number;
}
