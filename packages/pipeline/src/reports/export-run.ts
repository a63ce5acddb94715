import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Manifest, WordedReport, Row } from "@sameseed/core";
import {
  htmlFile,
  inWords,
  reportMarkdown,
  rowsText,
  TextFile,
  writeRowsParquet,
  writeRunWorkbook,
} from "@sameseed/reporter";
import { summarize } from "@sameseed/analysis";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner/store";
import type { CsvChoices } from "../choices/csv-choices.ts";
import { csvOptions } from "./csv-options.ts";
import { EXPORT_FORMATS, type ExportFormat } from "../choices/export-formats.ts";

/** Path of a format in a run's folder. */
const FILES: Readonly<Record<ExportFormat, string>> = {
  csv: "rows.csv",
  tsv: "rows.tsv",
  json: "rows.json",
  jsonl: "rows.jsonl",
  xlsx: "report.xlsx",
  parquet: "rows.parquet",
  md: "report.md",
  html: "report.html",
};
/** The formats that every run has: `rows.jsonl` is its store, and the others are among its reports. */
const ALWAYS_THERE: readonly ExportFormat[] = ["csv", "jsonl", "md", "html"];

export interface Exported {
  /** The contents that the format cannot represent, in sentences. */
  readonly notes: readonly string[];
}

export function exportFile(folder: RunFolder, format: ExportFormat): string {
  return join(folder.path, FILES[format]);
}

/** The export formats that a run's folder already contains. */
export function existingFormats(folder: RunFolder): ExportFormat[] {
  return EXPORT_FORMATS.filter((format) => existsSync(exportFile(folder, format)));
}

/** The text formats as text, piece by piece; null for formats that are only files. */
export async function exportText(
  folder: RunFolder,
  format: ExportFormat,
  choices: CsvChoices,
): Promise<AsyncIterable<string> | Iterable<string> | null> {
  const manifest = await readManifest(folder);
  switch (format) {
    case "csv":
    case "tsv":
    case "json":
    case "jsonl":
      return rowsText(manifest, rowsOf(folder, manifest), { format, ...csvOptions(choices) });
    case "md":
      return [reportMarkdown(inWords(await summarize(manifest, rowsOf(folder, manifest))))];
    default:
      return null;
  }
}

/** Writes a run in one format; the file appears when it is complete. */
export async function exportTo(
  file: string,
  folder: RunFolder,
  { format, ...options }: CsvChoices & { readonly format: ExportFormat },
): Promise<Exported> {
  const manifest = await readManifest(folder);
  const rows = (): AsyncIterable<Row> => rowsOf(folder, manifest);
  if (format === "xlsx")
    return { notes: await writeRunWorkbook(file, inWords(await summarize(manifest, rows())), rows) };
  if (format === "parquet") await writeRowsParquet(file, manifest, rows());
  else if (format === "html") await summarize(manifest, rows(), [htmlFile(file, manifest)]);
  else await writeText(file, (await exportText(folder, format, options))!);
  return { notes: [] };
}

/** The files of `formats` that are not standard reports, in the folder of the reports. */
export async function writeExtraFormats(
  folder: RunFolder,
  report: WordedReport,
  options: CsvChoices & { readonly format?: readonly ExportFormat[] | undefined },
): Promise<readonly string[]> {
  const formats = (options.format ?? []).filter((format) => !ALWAYS_THERE.includes(format));
  for (const format of formats) {
    const file = exportFile(folder, format);
    if (format === "xlsx") await writeRunWorkbook(file, report, () => rowsOf(folder, report.manifest));
    else await exportTo(file, folder, { ...options, format });
  }
  return formats.map((format) => exportFile(folder, format));
}

function rowsOf({ rowsFile }: RunFolder, { counts }: Manifest): AsyncGenerator<Row> {
  return readRows(rowsFile, counts.planned);
}

async function writeText(path: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const file = new TextFile(path);
  for await (const piece of pieces) {
    const pending = file.write(piece);
    if (pending !== undefined) await pending;
  }
  await file.finish();
}
