import { type Command, InvalidArgumentError, Option } from "commander";
import { EXPORT_FORMATS, type ExportFormat } from "@sameseed/pipeline/choices";
import { example, outOption, RUN } from "./shared-options.ts";

export function addExport(sameseed: Command): void {
  sameseed
    .command("export")
    .description("export a run in another format, to standard output or with -o to a file")
    .argument("[run]", RUN, "latest")
    .addOption(new Option("-f, --format <format>", "default: what the file's name ends with").choices(EXPORT_FORMATS))
    .option("-o, --output <file>", "default for xlsx, parquet and html: a file in the run's folder")
    .addOption(outOption("--out <folder>"))
    .option("--bom", "begin CSV with a byte order mark, for Excel")
    .option("--csv-raw", "leave cells that look like formulas as they are")
    .addHelpText("after", example("sameseed export latest --format xlsx"))
    .action(async (run: string, options) => (await import("../commands/export.ts")).exportCommand(run, options));
}

export function addBaseline(sameseed: Command): void {
  const baseline = sameseed.command("baseline").description("manage baseline files for later comparisons");
  baseline
    .command("save")
    .description("save the scores and content hashes of a run, without answers")
    .argument("[run]", RUN, "latest")
    .option("-o, --output <file>", "the file to commit", "sameseed-baseline.json")
    .option("--variant <id>", "only this variant")
    .addOption(outOption("--out <folder>"))
    .addHelpText("after", example("sameseed baseline save latest"))
    .action(async (run: string, options) => (await import("../commands/baseline.ts")).baselineSave(run, options));
  baseline
    .command("show")
    .description("show the content of a baseline file")
    .argument("[file]", "the file", "sameseed-baseline.json")
    .addHelpText("after", example("sameseed baseline show"))
    .action(async (file: string) => (await import("../commands/baseline.ts")).baselineShow(file));
}

/** `xlsx,md`. */
export function formats(text: string): readonly ExportFormat[] {
  return text.split(",").map((name) => {
    const format = EXPORT_FORMATS.find((known) => known === name.trim());
    if (format === undefined) throw new InvalidArgumentError(`"${name}" is none of ${EXPORT_FORMATS.join(", ")}.`);
    return format;
  });
}
