import { type Command, Option } from "commander";
import { GATE_MODES } from "@sameseed/pipeline/choices";
import { natural, share, texts, thresholds } from "./option-parsers.ts";
import { addCsvOptions, example, type Exit, outOption, RUN, trustDataOption } from "./shared-options.ts";

/** What is done with a run once it is there. */
export function addResultCommands(sameseed: Command, exit: Exit): void {
  addLooking(sameseed);
  addCompare(sameseed, exit);
  addReplay(sameseed);
  addVerify(sameseed, exit);
}

function addLooking(sameseed: Command): void {
  sameseed
    .command("list")
    .description("list the runs, newest first")
    .addOption(outOption())
    .addHelpText("after", example("sameseed list"))
    .action(async (options) => (await import("../commands/list.ts")).listCommand(options));

  sameseed
    .command("show")
    .description("print the results of a run, finished or not")
    .argument("[run]", RUN, "latest")
    .option("--verbose", "name the statistical methods too")
    .addOption(outOption())
    .addHelpText("after", example("sameseed show latest"))
    .action(async (run: string, options) => (await import("../commands/show.ts")).showCommand(run, options));

  sameseed
    .command("view")
    .description("browse runs in the browser (served on 127.0.0.1 only)")
    .argument("[run]", "id, the beginning of one, a folder, or latest; none: all runs")
    .option("-p, --port <n>", "port; 0 takes a free one", natural, 8124)
    .option("--export <folder>", "write the pages into this folder instead of serving them")
    .addOption(outOption())
    .addHelpText("after", example("sameseed view latest"))
    .action(async (run: string | undefined, options) =>
      (await import("../commands/view.ts")).viewCommand(run, options),
    );
}

function addCompare(sameseed: Command, exit: Exit): void {
  const compare = sameseed
    .command("compare")
    .description("compare the variants of a run, or the same variants in two runs")
    .argument("<run>", RUN)
    .argument("[run2]", "a second run: its variants against the first run's")
    .option("--baseline <variant>", "variant to compare the others with")
    .option("--metric <name>", "only this metric")
    .option("--margin <difference>", "largest difference of scores that does not matter, e.g. 0.02", share)
    .option("--cluster <key>", "cases with one value of this metadata key or variable belong together")
    .option("--by <keys>", "compare by group of cases, e.g. category,language (metadata keys or variables)", texts)
    .option("--all-pairs", "every pair of variants, adjusted for their number")
    .option("--force", "compare two runs although cases, scorers or seeds differ")
    .option("--json", "print JSON")
    .option("--verbose", "name the statistical methods too")
    .addOption(outOption());
  addGate(compare);
  compare
    .addHelpText("after", example("sameseed compare latest --margin 0.02"))
    .action(async (run: string, second: string | undefined, options) =>
      exit(await (await import("../commands/compare.ts")).compareCommand(run, second, options)),
    );
}

/** What makes `compare` a gate for CI. */
function addGate(compare: Command): void {
  compare
    .option("--against <file>", "compare with a baseline file instead of a run")
    .addOption(
      new Option("--gate [mode]", "exit 1 when a variant is worse; require-not-worse: 3 when that is not shown")
        .choices(GATE_MODES)
        .preset("fail-on-worse"),
    )
    .option("--tolerate-small", "the gate lets pass what is worse by less than the margin")
    .option("--allow-missing", "note variants, metrics and cases that are gone; without it they are undecided")
    .option("--exempt-baseline", "the baseline need not reach the thresholds")
    .option(
      "--threshold <metric=value>",
      "exit 1 when a variant's mean is below, e.g. score=0.8; may be repeated",
      thresholds,
      [],
    )
    .option(
      "--case-threshold <metric=value>",
      "exit 1 when a case's mean over its repeats is below; may be repeated",
      thresholds,
      [],
    )
    .option("--junit <file>", "write the checks as JUnit XML")
    .option("--markdown <file>", "write the result as Markdown, for a pull request");
}

function addReplay(sameseed: Command): void {
  const replay = sameseed
    .command("replay")
    .description("rebuild a run's reports, or score its answers again, without sending requests")
    .argument("<run>", RUN)
    .argument("[benchmark]", "benchmark.ts or benchmark.yaml with other scorers or references");
  addCsvOptions(replay)
    .addOption(trustDataOption())
    .addOption(outOption())
    .addHelpText("after", example("sameseed replay latest benchmark.yaml"))
    .action(async (run: string, file: string | undefined, options) =>
      (await import("../commands/replay.ts")).replayCommand(run, file, options),
    );
}

function addVerify(sameseed: Command, exit: Exit): void {
  sameseed
    .command("verify")
    .description("recompute a run from its rows and report differences, without sending requests")
    .argument("<run>", RUN)
    .argument("[benchmark]", "the benchmark file: the answers are scored again as well")
    .option("--json", "print JSON")
    .addOption(trustDataOption())
    .addOption(outOption())
    .addHelpText("after", example("sameseed verify latest"))
    .action(async (run: string, file: string | undefined, options) =>
      exit(await (await import("../commands/verify.ts")).verifyCommand(run, file, options)),
    );
}
