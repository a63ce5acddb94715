import { type Command, Option } from "commander";
import { formats } from "./export-commands.ts";
import {
  amount,
  duration,
  natural,
  positive,
  positives,
  seconds,
  several,
  share,
  texts,
  thresholds,
} from "./option-parsers.ts";
import {
  addCsvOptions,
  addBenchmarks,
  addFilters,
  example,
  type Exit,
  trustDataOption,
  BASE_URL,
  DROP_UNSUPPORTED,
} from "./shared-options.ts";
import { addScaleOptions } from "./scale-commands.ts";

/** `sameseed run`. The options stand in the order of its help. */
export function addRun(sameseed: Command, exit: Exit): void {
  const run = sameseed.command("run").alias("eval").description("run a benchmark and write its reports");
  addBenchmarks(run);
  addTrialOptions(run.optionsGroup("Cases and trials:"));
  addMethodOptions(run.optionsGroup("Statistics:"));
  addRequestOptions(run.optionsGroup("Requests:"));
  addCourseOptions(run.optionsGroup("Resume and control:"));
  addCacheOptions(run.optionsGroup("Cache:"));
  addBudgetOptions(run.optionsGroup("Budget:"));
  addScaleOptions(run.optionsGroup("Several machines:"));
  addOutputOptions(run.optionsGroup("Output:"));
  run
    .addHelpText("after", example("sameseed run benchmark.yaml --repeats 5 -j 16"))
    .action(async (named: string[], { config = [], out = [], ...options }) => {
      const { benchmarksOf } = await import("../commands/benchmark-here.ts");
      const { outputsOf } = await import("../commands/outputs.ts");
      const { runAll } = await import("../commands/run.ts");
      exit(await runAll(benchmarksOf([...named, ...config]), { ...options, ...outputsOf(out) }));
    });
}

/** Which trials. */
function addTrialOptions(run: Command): void {
  run
    .option("-j, --max-concurrency <n>", "maximum concurrent requests", positive, 8)
    .option("--repeats <n>", "trials per case and variant, each with its own seed (alias --repeat)", positive)
    .addOption(new Option("--repeat <n>").argParser(positive).hideHelp())
    .option("--seed <n>", "root seed", natural)
    .addOption(new Option("--seed-policy <policy>", "seeds to send").choices(["derived", "fixed", "none"]))
    .option("-n, --limit <n>", "only the first n cases (alias --filter-first-n)", positive)
    .addOption(new Option("--filter-first-n <n>").argParser(positive).hideHelp());
  addFilters(run).addOption(trustDataOption());
}

/** What is measured and how it is compared. */
function addMethodOptions(run: Command): void {
  run
    .option("--baseline <variant>", "variant to compare the others with")
    .option("--margin <difference>", "largest score difference to treat as equivalent, e.g. 0.02", share)
    .option("--by <keys>", "compare in each slice of cases, e.g. category,language (metadata or variables)", texts)
    .option("--pass-at <k,…>", "report pass@k and pass^k for these k, e.g. 1,5", positives)
    .option("--aa", "run the baseline twice to measure noise (A/A control)")
    .option("--sequential", "test after every case and stop early once every variant is decided")
    .addOption(
      new Option("--latency", "measure latency: one request at a time, after a warm-up").conflicts([
        "maxConcurrency",
        "sequential",
      ]),
    )
    .option("--warm-up <n>", "warm-up requests per variant; requires --latency (default 5)", natural);
}

function addRequestOptions(run: Command): void {
  run
    .option("--base-url <url>", BASE_URL)
    .option("--drop-unsupported", DROP_UNSUPPORTED)
    .option("--max-retries <n>", "retries for transient errors (default 4, or 20 for rate limits)", natural)
    .option("--timeout <s>", "timeout of one request in seconds (default 120)", seconds)
    .option("--trial-timeout <s>", "timeout of a trial including retries, in seconds (default 10 × --timeout)", seconds)
    .option("--max-rpm <n>", "maximum requests per minute, per provider and key", amount)
    .option("--max-tpm <n>", "maximum tokens per minute, per provider and key", amount);
}

/** How a run begins, goes on and ends. */
function addCourseOptions(run: Command): void {
  run
    .option("--resume [run]", "continue an unfinished run and send only the missing requests")
    .addOption(new Option("--retry-errors [run]", "rerun only the failed trials of a run").conflicts("resume"))
    .option("--fail-on-drift", "stop with exit code 1 when the backend of a variant changes")
    .option("--probe", "check first whether each model honours its seed, by repeated requests")
    .option("--dry-run", "print the plan, send nothing")
    .addOption(
      new Option("--watch", "rerun at each change of a file, with requests only for what changed").conflicts([
        "dryRun",
        "sequential",
        "probe",
        "latency",
      ]),
    );
}

function addCacheOptions(run: Command): void {
  run
    .addOption(new Option("--cache <mode>", "use of the response cache").choices(["read", "write", "readwrite", "off"]))
    .option("--no-cache", "do not use the response cache (the default)")
    .option("--cache-dir <folder>", "folder of the response cache (default .sameseed/cache)")
    .option("--cache-ttl <duration>", "maximum age of a cached response (default 14d)", duration);
}

function addBudgetOptions(run: Command): void {
  run
    .option("--prices <file>", "JSON file of prices by model, in US dollars per million tokens")
    .option("--max-cost <usd>", "stop before the run exceeds this cost in US dollars", amount)
    .option("--max-tokens-total <n>", "stop before the run exceeds this number of tokens", positive)
    .option("--max-duration <duration>", "stop before the run exceeds this time, e.g. 10m", duration);
}

function addOutputOptions(run: Command): void {
  run
    .option(
      "--fail-under <metric=value>",
      "exit 1 when a variant's mean is below, e.g. score=0.8; repeatable",
      thresholds,
      [],
    )
    .option("--verbose", "show the statistical methods");
  run
    .option("-o, --out <path>", "folder for runs (default results), or a file such as out.csv; repeatable", several)
    .option("--format <list>", "additional report formats, e.g. xlsx,parquet", formats);
  addCsvOptions(run).option("--no-progress-bar", "hide live progress");
}
