import { relative } from "node:path";
import { SameseedError } from "@sameseed/core";
import { judgeText, terminalOptions } from "@sameseed/reporter";

import { type AnnotateOptions, annotateRun, importLabels } from "@sameseed/pipeline/annotate";
import { namedRun } from "../view/named-run.ts";

export interface AnnotateExportFlags extends Omit<AnnotateOptions, "variants"> {
  readonly variant: readonly string[];
  readonly out: string;
}

/** `sameseed annotate export`: blind sheets for people to fill in. */
export async function annotateExportCommand(reference: string, flags: AnnotateExportFlags): Promise<void> {
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

export interface AnnotateImportFlags {
  readonly annotator?: string;
  readonly out: string;
}

/** `sameseed annotate import`: what people filled in becomes part of the run and of its reports. */
export async function annotateImportCommand(
  reference: string,
  sheets: readonly string[],
  { annotator, out }: AnnotateImportFlags,
): Promise<void> {
  if (annotator !== undefined && sheets.length > 1)
    throw new SameseedError("BAD_ARGUMENT", "--annotator names one person, and there are several files.", {
      hint: "Import them one by one.",
    });
  const folder = await namedRun(out, reference);
  const { sheets: read, report, files } = await importLabels(folder, sheets, { annotator });
  for (const { file, annotators, labels } of read)
    console.log(`${file}: ${plural(labels, "label")} of ${annotators.map((name) => `"${name}"`).join(", ")}`);
  console.log(`\n${judgeText(report.judges ?? [], terminalOptions(process.stdout))}`);
  console.log(`\nWrote ${relative(process.cwd(), folder.path) || "."}/`);
  for (const path of files) console.log(`  ${relative(folder.path, path)}`);
}

function plural(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? "" : "s"}`;
}
