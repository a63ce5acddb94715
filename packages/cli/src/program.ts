import { Command, Option } from "commander";
import { addAnnotate } from "./annotate-commands.ts";
import type { ExitCode } from "./main.ts";
import { amount, duration, natural, positive, scale, seconds, share, temperature } from "./option-parsers.ts";
import { version } from "./package-files.ts";
import { addBaseline, addExport, addGate, formats } from "./results-commands.ts";

/** The command line. Each command's code is loaded when it is called. */
export function program(exit: (code: ExitCode) => void): Command {
  const sameseed = new Command("sameseed")
    .description("Benchmark prompts and models fairly: same cases, same seeds, interleaved order, paired statistics.")
    .version(version(), "-V, --version")
    .exitOverride()
    .showHelpAfterError("(add --help for the options)")
    .configureHelp({ showGlobalOptions: true });

  sameseed
    .command("run")
    .alias("eval")
    .description("run a benchmark and write its reports")
    .argument("<benchmark>", "benchmark.ts or benchmark.yaml")
    .option("-j, --max-concurrency <n>", "requests in flight at most", positive, 8)
    .option("--repeats <n>", "draws of each case, each with its own seed (alias --repeat)", positive)
    .addOption(new Option("--repeat <n>").argParser(positive).hideHelp())
    .option("--seed <n>", "root seed", natural)
    .addOption(new Option("--seed-policy <policy>", "which seed is sent").choices(["derived", "fixed", "none"]))
    .option("-n, --limit <n>", "only the first n cases (alias --filter-first-n)", positive)
    .addOption(new Option("--filter-first-n <n>").argParser(positive).hideHelp())
    .option("--filter-cases <regex>", "only cases whose id matches")
    .option("--filter-prompts <regex>", "only prompts whose id matches")
    .option("--filter-models <regex>", "only models whose id matches")
    .option("--baseline <variant>", "the variant that others are compared with")
    .option("--margin <points>", "largest difference of scores that does not matter, e.g. 0.02", share)
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
    )
    .option("--base-url <url>", "endpoint of openai: models that name none")
    .option(
      "--max-retries <n>",
      "tries after the first for errors that may pass (default 4, and 20 for rate limits)",
      natural,
    )
    .option("--timeout <s>", "deadline of one attempt in seconds (default 120)", seconds)
    .option("--trial-timeout <s>", "deadline of a trial with all its attempts (default ten times --timeout)", seconds)
    .option("--max-rpm <n>", "requests a minute at most, for each provider and key", amount)
    .option("--max-tpm <n>", "tokens a minute at most, for each provider and key", amount)
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
    )
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
    .option("--cache-ttl <duration>", "serve no cached answer that is older (default 14d)", duration)
    .option("--prices <file>", "JSON: prices by model in US dollars for a million tokens")
    .option("--max-cost <usd>", "stop before the run costs more", amount)
    .option("--max-tokens-total <n>", "stop before the run takes more tokens", positive)
    .option("--max-duration <duration>", "stop before it takes longer, e.g. 10m", duration)
    .option("-o, --out <folder>", "where runs are written", "results")
    .option("--format <list>", "further report files, e.g. xlsx,parquet", formats)
    .option("--bom", "begin CSV files with a byte order mark, for Excel")
    .option("--csv-raw", "leave cells that look like formulas as they are")
    .option("--no-progress-bar", "no live progress")
    .addHelpText("after", example("sameseed run benchmark.yaml --repeats 5 -j 16"))
    .action(async (file: string, options) => exit(await (await import("./commands/run.ts")).runCommand(file, options)));

  sameseed
    .command("init")
    .description("write a small benchmark that runs at once")
    .argument("[folder]", "where", ".")
    .option("--yaml", "benchmark.yaml instead of benchmark.ts")
    .option("--force", "overwrite files that exist")
    .addHelpText("after", example("sameseed init my-benchmark && sameseed run my-benchmark/benchmark.ts"))
    .action(async (folder: string, options) => (await import("./commands/init.ts")).initCommand(folder, options));

  sameseed
    .command("import")
    .description("write another tool's benchmark as a benchmark file, or its logs as a run; what is lost is a warning")
    .argument("<files...>", "promptfoo's config, an OpenAI evals registry file, an lm-eval task, or Inspect logs")
    .option("-o, --output <path>", "file, or folder where there are several; - prints it (default beside the file)")
    .option("-m, --model <model>", "provider:model, where the file names none")
    .option("--data <file>", "the cases, where the file names a dataset that is not here")
    .option("--examples <file>", "rows for few-shot examples, where they are not the cases'")
    .option("--scale <scorer=n>", "for logs: divide a scorer's values by this", scale)
    .option("--force", "overwrite a file that exists")
    .addHelpText("after", example("sameseed import promptfooconfig.yaml"))
    .action(async (files: string[], options) => (await import("./commands/import.ts")).importCommand(files, options));

  sameseed
    .command("validate")
    .description("check a benchmark file and its cases without sending anything")
    .argument("<benchmark>", "benchmark.ts or benchmark.yaml")
    .addHelpText("after", example("sameseed validate benchmark.yaml"))
    .action(async (file: string) => (await import("./commands/validate.ts")).validateCommand(file));

  sameseed
    .command("plan")
    .description("say what a run takes (requests, tokens, cost) and what it can find; sends nothing")
    .argument("<benchmark>", "benchmark.ts or benchmark.yaml")
    .option("--detect <points>", "a difference of scores, e.g. 0.02: how many cases find it", share)
    .option("--discordance <share>", "share of cases that one variant passes and the other does not", share)
    .option("--prices <file>", "JSON: prices by model in US dollars for a million tokens")
    .option("--pilot <run>", "learn from this run how far the variants differ and how long answers are")
    .option("--repeats <n>", "draws of each case", positive)
    .option("-n, --limit <n>", "only the first n cases", positive)
    .option("--filter-cases <regex>", "only cases whose id matches")
    .option("--filter-prompts <regex>", "only prompts whose id matches")
    .option("--filter-models <regex>", "only models whose id matches")
    .option("--baseline <variant>", "the variant that others are compared with")
    .option("--aa", "with the A/A control")
    .option("--base-url <url>", "endpoint of openai: models that name none")
    .option("--json", "print JSON")
    .option("-o, --out <folder>", "where runs are written", "results")
    .addHelpText("after", example("sameseed plan benchmark.yaml --discordance 0.1 --detect 0.02"))
    .action(async (file: string, options) => (await import("./commands/plan.ts")).planCommand(file, options));

  sameseed
    .command("list")
    .description("list the runs, newest first")
    .option("-o, --out <folder>", "where runs are written", "results")
    .addHelpText("after", example("sameseed list"))
    .action(async (options) => (await import("./commands/list.ts")).listCommand(options));

  sameseed
    .command("show")
    .description("print a run's table; also of a run that is going on")
    .argument("[run]", "id, the beginning of one, a folder, or latest", "latest")
    .option("-o, --out <folder>", "where runs are written", "results")
    .addHelpText("after", example("sameseed show latest"))
    .action(async (run: string, options) => (await import("./commands/show.ts")).showCommand(run, options));

  sameseed
    .command("view")
    .description("look at runs in the browser, also while they go on; served on 127.0.0.1 only")
    .argument("[run]", "id, the beginning of one, a folder, or latest; none: all runs")
    .option("-p, --port <n>", "port; 0 takes a free one", natural, 8124)
    .option("--export <folder>", "write the pages into this folder instead of serving them")
    .option("-o, --out <folder>", "where runs are written", "results")
    .addHelpText("after", example("sameseed view latest"))
    .action(async (run: string | undefined, options) => (await import("./commands/view.ts")).viewCommand(run, options));

  addGate(
    sameseed
      .command("compare")
      .description("compare the variants of a run, or the same variants in two runs")
      .argument("<run>", "id, the beginning of one, a folder, or latest")
      .argument("[run2]", "a second run: its variants against the first run's")
      .option("--baseline <variant>", "the variant that others are compared with")
      .option("--metric <name>", "only this metric")
      .option("--margin <points>", "largest difference of scores that does not matter, e.g. 0.02", share)
      .option("--cluster <key>", "cases with one value of this metadata key or variable belong together")
      .option("--all-pairs", "every pair of variants, adjusted for their number")
      .option("--force", "compare two runs although cases, scorers or seeds differ")
      .option("--json", "print JSON")
      .option("-o, --out <folder>", "where runs are written", "results")
      .addHelpText("after", example("sameseed compare latest --margin 0.02"))
      .action(async (run: string, second: string | undefined, options) =>
        exit(await (await import("./commands/compare.ts")).compareCommand(run, second, options)),
      ),
  );

  sameseed
    .command("replay")
    .description("write a run's reports again from its rows, or score its answers with a benchmark file; asks nothing")
    .argument("<run>", "id, the beginning of one, a folder, or latest")
    .argument("[benchmark]", "benchmark.ts or benchmark.yaml with other scorers or references")
    .option("--bom", "begin CSV files with a byte order mark, for Excel")
    .option("--csv-raw", "leave cells that look like formulas as they are")
    .option("-o, --out <folder>", "where runs are written", "results")
    .addHelpText("after", example("sameseed replay latest benchmark.yaml"))
    .action(async (run: string, file: string | undefined, options) =>
      (await import("./commands/replay.ts")).replayCommand(run, file, options),
    );

  sameseed
    .command("verify")
    .description("recompute a run from its rows and say what differs; asks nothing")
    .argument("<run>", "id, the beginning of one, a folder, or latest")
    .argument("[benchmark]", "the benchmark file: the answers are scored again as well")
    .option("--json", "print JSON")
    .option("-o, --out <folder>", "where runs are written", "results")
    .addHelpText("after", example("sameseed verify latest"))
    .action(async (run: string, file: string | undefined, options) =>
      exit(await (await import("./commands/verify.ts")).verifyCommand(run, file, options)),
    );

  sameseed
    .command("probe")
    .description("measure what a model does with its seed: equal seeds against different ones")
    .argument("<model>", "provider:model, or a model's id in the benchmark")
    .option("--base-url <url>", "endpoint of openai: models that name none")
    .option("--benchmark <file>", "take parameters, prompt and cases from it")
    .option("-k, --calls <n>", "calls of each case under one seed, and under other seeds", positive, 5)
    .option("--cases <n>", "cases", positive, 3)
    .option("--temperature <t>", "sent in place of the benchmark's", temperature)
    .option("--seed <n>", "root seed", natural)
    .option("-j, --max-concurrency <n>", "requests in flight at most", positive, 8)
    .option("--max-retries <n>", "tries after the first for errors that may pass", natural, 4)
    .option("--json", "print JSON")
    .addHelpText("after", example("sameseed probe openai:gpt-4o-mini -k 10 --temperature 1"))
    .action(async (model: string, options) => (await import("./commands/probe.ts")).probeCommand(model, options));

  cacheCommands(sameseed.command("cache").description("the answers that runs with --cache keep"));

  addExport(sameseed);
  addAnnotate(sameseed);
  addBaseline(sameseed);

  sameseed
    .command("serve-tiny")
    .description("serve the embedded models on 127.0.0.1 in the OpenAI chat format")
    .option("-p, --port <n>", "port; 0 takes a free one", natural, 8123)
    .addHelpText("after", example("sameseed serve-tiny --port 8123"))
    .action(async (options) => (await import("./commands/serve-tiny.ts")).serveTinyCommand(options));

  return sameseed;
}

function cacheCommands(cache: Command): void {
  const folder = () => new Option("--cache-dir <folder>", "where answers are kept (default .sameseed/cache)");
  cache
    .command("ls")
    .description("what is stored, by model")
    .addOption(folder())
    .action(async (options) => (await import("./commands/cache.ts")).cacheListCommand(options));
  cache
    .command("clear")
    .description("delete the answers")
    .addOption(folder())
    .option("--older-than <duration>", "only those that are older, e.g. 14d", duration)
    .option("--force", "remove the file, also one that cannot be read")
    .action(async (options) => (await import("./commands/cache.ts")).cacheClearCommand(options));
  cache
    .command("explain")
    .description("the key of a row's answer, and whether the cache would serve it")
    .argument("<row>", "number of a line of rows.csv (1 is the first row), or <case>/<repeat>/<variant>")
    .addOption(folder())
    .option("--cache-ttl <duration>", "age from which an answer is not served (default 14d)", duration)
    .option("--run <run>", "id, the beginning of one, a folder, or latest", "latest")
    .option("--benchmark <file>", "for prompts that are functions")
    .option("-o, --out <folder>", "where runs are written", "results")
    .addHelpText("after", example("sameseed cache explain 1 --run latest"))
    .action(async (row: string, options) => (await import("./commands/cache.ts")).cacheExplainCommand(row, options));
}

function example(line: string): string {
  return `\nExample:\n  ${line}`;
}

function positives(text: string): number[] {
  return text.split(",").map(positive);
}
