import { type Command, Option } from "commander";
import { duration, positive, shard } from "./option-parsers.ts";
import { addCsvOptions, BENCHMARK, example, type Exit, outOption, trustDataOption } from "./shared-options.ts";

/** Options of `run` for more than one machine. */
export function addScaleOptions(run: Command): void {
  run
    .addOption(
      new Option("--shard <i/n>", "run part i of n; limits and budget are divided by n (see sameseed merge)").argParser(
        shard,
      ),
    )
    .addOption(
      new Option(
        "--executor <name>",
        "who sends: local, bullmq (workers on any machine) or batch (half price, within a day)",
      ).choices(["local", "bullmq", "batch", "openai-batch"]),
    )
    .addOption(redisOption());
}

/** What is done when one machine is not enough. */
export function addScaleCommands(sameseed: Command, exit: Exit): void {
  sameseed
    .command("worker")
    .description("send and score for a run that another machine coordinates (run --executor bullmq)")
    .argument("<benchmark>", BENCHMARK)
    .addOption(redisOption())
    .option("--run <id>", "the run to work for (default: the one that has this benchmark)")
    .option("--wait <duration>", "wait so long for a run (default: until there is one)", duration)
    .option("-j, --max-concurrency <n>", "requests in flight at most", positive, 8)
    .addOption(
      new Option("--cache <mode>", "response cache of this machine").choices(["read", "write", "readwrite", "off"]),
    )
    .addOption(trustDataOption())
    .option("--prices <file>", "JSON file of prices by model, in US dollars per million tokens")
    .addHelpText("after", example("sameseed worker benchmark.yaml --redis redis://10.0.0.5:6379 -j 32"))
    .action(async (file: string, options) =>
      exit(await (await import("../commands/worker.ts")).workerCommand(file, options)),
    );

  const merge = sameseed
    .command("merge")
    .description("merge the shards of a run into one run")
    .argument("<runs...>", "ids or folders of the shards")
    .option("--partial", "merge what is there; the run stays unfinished");
  addCsvOptions(merge)
    .addOption(outOption())
    .addHelpText("after", example("sameseed merge shards/*"))
    .action(async (runs: readonly string[], options) =>
      exit(await (await import("../commands/merge.ts")).mergeCommand(runs, options)),
    );
}

function redisOption(): Option {
  return new Option("--redis <url>", "Redis or Valkey with the queue: redis://… or rediss://…").env("REDIS_URL");
}
