import type { FlagTable } from "../../flags/flag-table.ts";
import { amount, duration, natural, positive, seconds, shard } from "../../flags/option-parsers.ts";
import { MODEL_FLAGS, PRICES_FLAG, REDIS_FLAG } from "../../flags/shared-flags.ts";

/** How requests are sent. */
export const REQUEST_FLAGS = {
  ...MODEL_FLAGS,
  maxRetries: {
    flags: "--max-retries <n>",
    help: "retries for transient errors (default 4, or 20 for rate limits)",
    parse: natural,
    forWorkers: true,
  },
  /** In milliseconds, as is `trialTimeout`. */
  timeout: {
    flags: "--timeout <s>",
    help: "timeout of one request in seconds (default 120)",
    parse: seconds,
    forWorkers: true,
  },
  trialTimeout: {
    flags: "--trial-timeout <s>",
    help: "timeout of a trial including retries, in seconds (default 10 × --timeout)",
    parse: seconds,
    forWorkers: true,
  },
  maxRpm: {
    flags: "--max-rpm <n>",
    help: "maximum requests per minute, per provider and key",
    parse: amount,
    forWorkers: true,
  },
  maxTpm: {
    flags: "--max-tpm <n>",
    help: "maximum tokens per minute, per provider and key",
    parse: amount,
    forWorkers: true,
  },
} as const satisfies FlagTable;

export const CACHE_FLAGS = {
  cache: {
    flags: "--cache <mode>",
    help: "use of the response cache",
    choices: ["read", "write", "readwrite", "off"],
  },
  noCache: { flags: "--no-cache", help: "do not use the response cache (the default)" },
  cacheDir: { flags: "--cache-dir <folder>", help: "folder of the response cache (default .sameseed/cache)" },
  cacheTtl: {
    flags: "--cache-ttl <duration>",
    help: "maximum age of a cached response (default 14d)",
    parse: duration,
  },
} as const satisfies FlagTable;

export const BUDGET_FLAGS = {
  ...PRICES_FLAG,
  maxCost: {
    flags: "--max-cost <usd>",
    help: "stop before the run exceeds this cost in US dollars",
    parse: amount,
  },
  maxTokensTotal: {
    flags: "--max-tokens-total <n>",
    help: "stop before the run exceeds this number of tokens",
    parse: positive,
  },
  maxDuration: {
    flags: "--max-duration <duration>",
    help: "stop before the run exceeds this time, e.g. 10m",
    parse: duration,
  },
} as const satisfies FlagTable;

export const MACHINE_FLAGS = {
  shard: {
    flags: "--shard <i/n>",
    help: "run part i of n; limits and budget are divided by n (see sameseed merge)",
    parse: shard,
    identifies: "run",
  },
  executor: {
    flags: "--executor <name>",
    help: "who sends: local, bullmq (workers on any machine) or batch (half price, within a day)",
    choices: ["local", "bullmq", "batch", "openai-batch"],
    identifies: "run",
  },
  ...REDIS_FLAG,
} as const satisfies FlagTable;
