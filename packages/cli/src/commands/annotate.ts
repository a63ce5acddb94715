import { relative } from "node:path";
import type { LabelScale } from "@sameseed/core";
import { SameseedError } from "@sameseed/core/error";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { positive, several, share } from "../flags/option-parsers.ts";
import { example, LONG_OUT_FLAG, RUN } from "../flags/shared-flags.ts";

/** Repeated here to build the command line without loading core. */
const SCALES = Object.keys({ "pass-fail": 1, "1-5": 1, "0-1": 1, preference: 1 } satisfies Record<LabelScale, 1>);

const EXPORT_FLAGS = {
  format: { flags: "-f, --format <format>", help: "of the sheets", choices: ["xlsx", "csv"], default: "xlsx" },
  cases: { flags: "-n, --cases <n>", help: "cases to label (default 50)", parse: positive },
  share: { flags: "--share <share>", help: "share of the cases to label", parse: share, conflicts: ["cases"] },
  metric: { flags: "--metric <scorer>", help: "metric to label (default: the first scorer with a judge)" },
  scale: { flags: "--scale <scale>", help: "kind of label", choices: SCALES as readonly LabelScale[] },
  variant: {
    flags: "--variant <id>",
    help: "only this variant's answers; repeatable",
    parse: several,
    default: [],
  },
  annotators: {
    flags: "--annotators <n>",
    help: "people, each with a sheet in another order",
    parse: positive,
    default: 1,
  },
  output: { flags: "-o, --output <folder>", help: "folder for the sheets (default: the run's folder)" },
  ...LONG_OUT_FLAG,
} as const satisfies FlagTable;

const IMPORT_FLAGS = {
  annotator: { flags: "--annotator <name>", help: "name of the annotator (default: the sheet's own)" },
  ...LONG_OUT_FLAG,
} as const satisfies FlagTable;

/** `sameseed annotate`: labels by people, through a spreadsheet. */
export function addAnnotate(sameseed: Command): void {
  const annotate = sameseed
    .command("annotate")
    .description("label answers in a spreadsheet and compare the judge with people");
  const toSheets = annotate
    .command("export")
    .description("write blind label sheets for a random sample of cases")
    .argument("[run]", RUN, "latest");
  addFlags(toSheets, EXPORT_FLAGS)
    .addHelpText("after", example("sameseed annotate export latest -n 60 --annotators 2"))
    .action(exportSheets);
  const fromSheets = annotate
    .command("import")
    .description("import filled label sheets (.xlsx or .csv) and rebuild the reports")
    .argument("<run>", RUN)
    .argument("<file...>", "the sheets");
  addFlags(fromSheets, IMPORT_FLAGS)
    .addHelpText("after", example("sameseed annotate import latest ana.xlsx bo.csv"))
    .action(importSheets);
}

/** Blind sheets for people to fill in. */
async function exportSheets(reference: string, flags: FlagsOf<typeof EXPORT_FLAGS>): Promise<void> {
  const { plural } = await import("@sameseed/core");
  const { annotateRun } = await import("@sameseed/pipeline/annotate");
  const { namedRun } = await import("../view/named-run.ts");
  const folder = await namedRun(flags.out, reference);
  const made = await annotateRun(folder, { ...flags, variants: flags.variant });
  const { files, metric, scale, cases, items, leftOut } = made;
  console.log(`${plural(items, "line")} of ${plural(cases, "case")} to label for ${metric} (${scale}):`);
  for (const file of files) console.log(`  ${relative(process.cwd(), file)}`);
  if (leftOut > 0)
    console.error(`note ${plural(leftOut, "case")} drawn and left out: not every variant has an answer there.`);
  if (cases < 50)
    console.error("note With fewer than 50 labelled cases only pass rates can be corrected, and only roughly.");
  console.log(`\nWhen they are filled in: sameseed annotate import ${folder.id} <files>`);
}

/** Makes filled sheets part of the run and of its reports. */
async function importSheets(
  reference: string,
  sheets: readonly string[],
  { annotator, out }: FlagsOf<typeof IMPORT_FLAGS>,
): Promise<void> {
  const { plural } = await import("@sameseed/core");
  const { importLabels } = await import("@sameseed/pipeline/annotate");
  const { judgeText, terminalOptions } = await import("@sameseed/reporter");
  const { namedRun } = await import("../view/named-run.ts");
  if (annotator !== undefined && sheets.length > 1)
    throw new SameseedError("BAD_ARGUMENT", "--annotator names one person, and there are several files.", {
      hint: "Import them one by one.",
    });
  const folder = await namedRun(out, reference);
  const { sheets: read, report, files } = await importLabels(folder, sheets, { annotator });
  for (const { file, annotators, labels, removed } of read)
    console.log(
      `${file}: ${plural(labels, "label")}${removed === 0 ? "" : ` and ${plural(removed, "removed label")}`} of ${annotators.map((name) => `"${name}"`).join(", ")}`,
    );
  console.log(`\n${judgeText(report.judges ?? [], terminalOptions(process.stdout))}`);
  console.log(`\nWrote ${relative(process.cwd(), folder.path) || "."}/`);
  for (const path of files) console.log(`  ${relative(folder.path, path)}`);
}
