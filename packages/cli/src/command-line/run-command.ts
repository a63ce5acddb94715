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
  addTrialOptions(run);
  addMethodOptions(run);
  addRequestOptions(run);
  addCourseOptions(run);
  addCacheOptions(run);
  addBudgetOptions(run);
  addScaleOptions(run);
  addOutputOptions(run);
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
    .option("-j, --max-concurrency <n>", "requests in flight at most", positive, 8)
    .option("--repeats <n>", "draws of each case, each with its own seed (alias --repeat)", positive)
    .addOption(new Option("--repeat <n>").argParser(positive).hideHelp())
    .option("--seed <n>", "root seed", natural)
    .addOption(new Option("--seed-policy <policy>", "which seed is sent").choices(["derived", "fixed", "none"]))
    .option("-n, --limit <n>", "only the first n cases (alias --filter-first-n)", positive)
    .addOption(new Option("--filter-first-n <n>").argParser(positive).hideHelp());
  addFilters(run).addOption(trustDataOption());
}

/** What is measured and how it is compared. */
function addMethodOptions(run: Command): void {
  run
    .option("--baseline <variant>", "the variant that others are compared with")
    .option("--margin <difference>", "largest difference of scores that does not matter, e.g. 0.02", share)
    .option("--by <keys>", "compare by group of cases, e.g. category,language (metadata keys or variables)", texts)
    .option("--pass-at <k,…>", "report pass@k and pass^k for these k, e.g. 1,5", positives)
    .option("--aa", "run the baseline twice: the A/A control shows the noise floor")
    .option("--sequential", "look after every case and end once every variant is decided")
    .addOption(
      new Option("--latency", "measure latency: one request at a time, variants in turn, after a warm-up").conflicts([
        "maxConcurrency",
        "sequential",
      ]),
    )
    .option(
      "--warm-up <n>",
      "with --latency: requests of each variant before the first that counts (default 5)",
      natural,
    );
}

function addRequestOptions(run: Command): void {
  run
    .option("--base-url <url>", BASE_URL)
    .option("--drop-unsupported", DROP_UNSUPPORTED)
    .option(
      "--max-retries <n>",
      "tries after the first for errors that may pass (default 4, and 20 for rate limits)",
      natural,
    )
    .option("--timeout <s>", "deadline of one attempt in seconds (default 120)", seconds)
    .option("--trial-timeout <s>", "deadline of a trial with all its attempts (default ten times --timeout)", seconds)
    .option("--max-rpm <n>", "requests a minute at most, for each provider and key", amount)
    .option("--max-tpm <n>", "tokens a minute at most, for each provider and key", amount);
}

/** How a run begins, goes on and ends. */
function addCourseOptions(run: Command): void {
  run
    .option("--resume [run]", "continue an unfinished run; its answers are not asked again")
    .addOption(
      new Option("--retry-errors [run]", "run the failed trials of a run again, and nothing else").conflicts("resume"),
    )
    .option("--fail-on-drift", "stop, exit 1, when a variant is answered by another backend than before")
    .option("--probe", "first ask each model a few cases again and again: does it honour its seed?")
    .option("--dry-run", "print the plan, send nothing")
    .addOption(
      new Option("--watch", "run again at each change of a file, and ask for nothing that was answered").conflicts([
        "dryRun",
        "sequential",
        "probe",
        "latency",
      ]),
    );
}

function addCacheOptions(run: Command): void {
  run
    .addOption(
      new Option("--cache <mode>", "serve answers that are stored, store new ones").choices([
        "read",
        "write",
        "readwrite",
        "off",
      ]),
    )
    .option("--no-cache", "ask for every answer (the default)")
    .option("--cache-dir <folder>", "where answers are kept (default .sameseed/cache)")
    .option("--cache-ttl <duration>", "serve no cached answer that is older (default 14d)", duration);
}

function addBudgetOptions(run: Command): void {
  run
    .option("--prices <file>", "JSON: prices by model in US dollars for a million tokens")
    .option("--max-cost <usd>", "stop before the run costs more", amount)
    .option("--max-tokens-total <n>", "stop before the run takes more tokens", positive)
    .option("--max-duration <duration>", "stop before it takes longer, e.g. 10m", duration);
}

function addOutputOptions(run: Command): void {
  run
    .option(
      "--fail-under <metric=value>",
      "exit 1 when a variant's mean is below, e.g. score=0.8; repeatable",
      thresholds,
      [],
    )
    .option("--verbose", "name the statistical methods too");
  run
    .option(
      "-o, --out <path>",
      "where runs are written (default results), or a file such as out.csv; repeatable",
      several,
    )
    .option("--format <list>", "further report files, e.g. xlsx,parquet", formats);
  addCsvOptions(run).option("--no-progress-bar", "no live progress");
}
