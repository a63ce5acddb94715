import type { LabelScale } from "@sameseed/core";
import { type Command, Option } from "commander";
import { positive, share } from "./option-parsers.ts";
import { example, outOption, RUN } from "./shared-options.ts";

/** Named here as well: the command line is told without loading core. */
const SCALES = Object.keys({ "pass-fail": 1, "1-5": 1, "0-1": 1, preference: 1 } satisfies Record<LabelScale, 1>);

/** Labels by people, through a spreadsheet. */
export function addAnnotate(sameseed: Command): void {
  const annotate = sameseed
    .command("annotate")
    .description("label answers in a spreadsheet and compare the judge with people");
  annotate
    .command("export")
    .description("write blind label sheets for a random sample of cases")
    .argument("[run]", RUN, "latest")
    .addOption(new Option("-f, --format <format>", "of the sheets").choices(["xlsx", "csv"]).default("xlsx"))
    .option("-n, --cases <n>", "cases to label (default 50)", positive)
    .addOption(new Option("--share <share>", "share of the cases to label").argParser(share).conflicts("cases"))
    .option("--metric <scorer>", "what is labelled (default: the first scorer that asks a judge)")
    .addOption(new Option("--scale <scale>", "what is asked for").choices(SCALES))
    .option("--variant <id>", "only this variant's answers; may be repeated", collected, [])
    .option("--annotators <n>", "people, each with a sheet in another order", positive, 1)
    .option("-o, --output <folder>", "where the sheets go (default: the run's folder)")
    .addOption(outOption("--out <folder>"))
    .addHelpText("after", example("sameseed annotate export latest -n 60 --annotators 2"))
    .action(async (run: string, options) =>
      (await import("../commands/annotate.ts")).annotateExportCommand(run, options),
    );
  annotate
    .command("import")
    .description("import filled label sheets (.xlsx or .csv) and rebuild the reports")
    .argument("<run>", RUN)
    .argument("<file...>", "the sheets")
    .option("--annotator <name>", "whose labels they are, in place of what the sheet says")
    .addOption(outOption("--out <folder>"))
    .addHelpText("after", example("sameseed annotate import latest ana.xlsx bo.csv"))
    .action(async (run: string, files: readonly string[], options) =>
      (await import("../commands/annotate.ts")).annotateImportCommand(run, files, options),
    );
}

function collected(id: string, before: readonly string[]): readonly string[] {
  return [...before, id];
}
