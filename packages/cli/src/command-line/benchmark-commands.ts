import type { Command } from "commander";
import { positive, scale, share } from "./option-parsers.ts";
import {
  addBenchmarks,
  addFilters,
  BASE_URL,
  DROP_UNSUPPORTED,
  example,
  outOption,
  trustDataOption,
} from "./shared-options.ts";

/** What is done with a benchmark before it runs. */
export function addBenchmarkCommands(sameseed: Command): void {
  addInit(sameseed);
  addImport(sameseed);
  addValidate(sameseed);
  addPlan(sameseed);
}

function addInit(sameseed: Command): void {
  sameseed
    .command("init")
    .description("create a small example benchmark")
    .argument("[folder]", "where", ".")
    .option("--yaml", "benchmark.yaml instead of benchmark.ts")
    .option("--force", "overwrite files that exist")
    .addHelpText("after", example("sameseed init my-benchmark && sameseed run my-benchmark/benchmark.ts"))
    .action(async (folder: string, options) => (await import("../commands/init.ts")).initCommand(folder, options));
}

function addImport(sameseed: Command): void {
  sameseed
    .command("import")
    .description("convert another tool's config to a benchmark file, or its logs to a run")
    .argument(
      "<files...>",
      "config of promptfoo, OpenAI evals, lm-eval; hosted eval; results of promptfoo, Inspect, hosted evals",
    )
    .option("-o, --output <path>", "file, or folder where there are several; - prints it (default beside the file)")
    .option("-m, --model <model>", "provider:model, where the file names none")
    .option("--data <file>", "the cases, where the file names a dataset that is not here")
    .option("--examples <file>", "rows for few-shot examples, where they are not the cases'")
    .option("--report <file>", "write what was kept, changed and left out: .json, else a table; - prints it")
    .option("--scale <scorer=n>", "for logs: divide a scorer's values by this", scale)
    .option("--force", "overwrite a file that exists")
    .addOption(trustDataOption())
    .addHelpText("after", example("sameseed import promptfooconfig.yaml"))
    .action(async (files: string[], options) => (await import("../commands/import.ts")).importCommand(files, options));
}

function addValidate(sameseed: Command): void {
  const validate = sameseed
    .command("validate")
    .description("check a benchmark file and its cases without sending anything");
  addBenchmarks(validate)
    .option("--base-url <url>", BASE_URL)
    .option("--drop-unsupported", DROP_UNSUPPORTED)
    .addOption(trustDataOption())
    .addHelpText("after", example("sameseed validate benchmark.yaml"))
    .action(async (named: string[], { config = [], ...options }) => {
      const { benchmarksOf } = await import("../commands/benchmark-here.ts");
      const { validateCommand } = await import("../commands/validate.ts");
      for (const file of benchmarksOf([...named, ...config])) await validateCommand(file, options);
    });
}

function addPlan(sameseed: Command): void {
  const plan = sameseed
    .command("plan")
    .description("estimate requests, tokens, cost and the detectable difference, without sending anything");
  addBenchmarks(plan)
    .option("--detect <difference>", "a difference of scores, e.g. 0.02: how many cases find it", share)
    .option("--discordance <share>", "share of cases that one variant passes and the other does not", share)
    .option("--prices <file>", "JSON file of prices by model, in US dollars per million tokens")
    .option("--pilot <run>", "learn from this run how far the variants differ and how long answers are")
    .option("--repeats <n>", "trials per case and variant", positive)
    .option("-n, --limit <n>", "only the first n cases", positive);
  addFilters(plan)
    .option("--baseline <variant>", "variant to compare the others with")
    .option("--aa", "with the A/A control")
    .option("--base-url <url>", BASE_URL)
    .option("--drop-unsupported", DROP_UNSUPPORTED)
    .option("--json", "print JSON")
    .addOption(trustDataOption())
    .addOption(outOption())
    .addHelpText("after", example("sameseed plan benchmark.yaml --discordance 0.1 --detect 0.02"))
    .action(async (named: string[], { config = [], ...options }) => {
      const { benchmarksOf } = await import("../commands/benchmark-here.ts");
      const { planCommand } = await import("../commands/plan.ts");
      for (const file of benchmarksOf([...named, ...config])) await planCommand(file, options);
    });
}
