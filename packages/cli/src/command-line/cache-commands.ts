import { type Command, Option } from "commander";
import { duration } from "./option-parsers.ts";
import { example, outOption, RUN } from "./shared-options.ts";

export function addCache(sameseed: Command): void {
  const cache = sameseed.command("cache").description("manage the response cache");
  const folder = () => new Option("--cache-dir <folder>", "where answers are kept (default .sameseed/cache)");
  cache
    .command("ls")
    .description("list cached responses by model")
    .addOption(folder())
    .action(async (options) => (await import("../commands/cache.ts")).cacheListCommand(options));
  cache
    .command("clear")
    .description("delete cached responses")
    .addOption(folder())
    .option("--older-than <duration>", "only those that are older, e.g. 14d", duration)
    .option("--force", "remove the file, also one that cannot be read")
    .action(async (options) => (await import("../commands/cache.ts")).cacheClearCommand(options));
  cache
    .command("explain")
    .description("show the cache key of a row and whether it is a hit")
    .argument("<row>", "number of a line of rows.csv (1 is the first row), or <case>/<repeat>/<variant>")
    .addOption(folder())
    .option("--cache-ttl <duration>", "age from which an answer is not served (default 14d)", duration)
    .option("--run <run>", RUN, "latest")
    .option("--benchmark <file>", "for prompts that are functions")
    .addOption(outOption())
    .addHelpText("after", example("sameseed cache explain 1 --run latest"))
    .action(async (row: string, options) => (await import("../commands/cache.ts")).cacheExplainCommand(row, options));
}
