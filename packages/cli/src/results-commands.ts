import { type Command, InvalidArgumentError, Option } from "commander";
import { EXPORT_FORMATS, type ExportFormat } from "./reports/export-formats.ts";
import { GATE_MODES } from "./compare/gate.ts";
import { parseThreshold, type Threshold } from "./compare/threshold.ts";

export function addExport(sameseed: Command): void {
  sameseed
    .command("export")
    .description("write a run in another format; text goes to the standard output unless -o names a file")
    .argument("[run]", "id, the beginning of one, a folder, or latest", "latest")
    .addOption(new Option("-f, --format <format>", "default: what the file's name ends with").choices(EXPORT_FORMATS))
    .option("-o, --output <file>", "default for xlsx, parquet and html: a file in the run's folder")
    .option("--out <folder>", "where runs are written", "results")
    .option("--bom", "begin CSV with a byte order mark, for Excel")
    .option("--csv-raw", "leave cells that look like formulas as they are")
    .addHelpText("after", "\nExample:\n  sameseed export latest --format xlsx")
    .action(async (run: string, options) => (await import("./commands/export.ts")).exportCommand(run, options));
}

export function addBaseline(sameseed: Command): void {
  const baseline = sameseed
    .command("baseline")
    .description("keep the scores of a run in a small file, to compare later runs with");
  baseline
    .command("save")
    .description("write the scores and content hashes of a run, no answers")
    .argument("[run]", "id, the beginning of one, a folder, or latest", "latest")
    .option("-o, --output <file>", "the file to commit", "sameseed-baseline.json")
    .option("--variant <id>", "only this variant")
    .option("--out <folder>", "where runs are written", "results")
    .addHelpText("after", "\nExample:\n  sameseed baseline save latest")
    .action(async (run: string, options) => (await import("./commands/baseline.ts")).baselineSave(run, options));
  baseline
    .command("show")
    .description("say what a baseline file holds")
    .argument("[file]", "the file", "sameseed-baseline.json")
    .addHelpText("after", "\nExample:\n  sameseed baseline show")
    .action(async (file: string) => (await import("./commands/baseline.ts")).baselineShow(file));
}

/** What makes `compare` a gate for CI. */
export function addGate(compare: Command): void {
  compare
    .option("--against <file>", "compare with a baseline file instead of a run")
    .addOption(
      new Option("--gate [mode]", "exit 1 when a variant is worse; require-not-worse: 3 when that is not shown")
        .choices(GATE_MODES)
        .preset("fail-on-worse"),
    )
    .option("--tolerate-small", "the gate lets pass what is worse by less than the margin")
    .option(
      "--threshold <metric=value>",
      "exit 1 when a variant's mean is below, e.g. score=0.8; may be repeated",
      collected,
      [],
    )
    .option(
      "--case-threshold <metric=value>",
      "exit 1 when a case's mean over its repeats is below; may be repeated",
      collected,
      [],
    )
    .option("--junit <file>", "write the checks as JUnit XML")
    .option("--markdown <file>", "write the result as Markdown, for a pull request");
}

/** `xlsx,md`. */
export function formats(text: string): readonly ExportFormat[] {
  return text.split(",").map((name) => {
    const format = EXPORT_FORMATS.find((known) => known === name.trim());
    if (format === undefined) throw new InvalidArgumentError(`"${name}" is none of ${EXPORT_FORMATS.join(", ")}.`);
    return format;
  });
}

function collected(text: string, before: readonly Threshold[]): readonly Threshold[] {
  const threshold = parseThreshold(text);
  if (threshold === null)
    throw new InvalidArgumentError("It must be a metric and a number from 0 to 1, such as score=0.8.");
  return [...before, threshold];
}
