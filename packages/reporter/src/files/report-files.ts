import { join } from "node:path";
import type { Manifest, WordedReport, Reporter } from "@sameseed/core";
import { allComparisons, givesLabels } from "@sameseed/analysis";
import { classesCsv, confusionCsv } from "../csv/classes-csv.ts";
import { comparisonsCsv, factorsCsv } from "../csv/comparisons-csv.ts";
import { CsvFile } from "./csv-file.ts";
import type { CsvOptions } from "../csv/csv-line.ts";
import { htmlFile } from "./html-file.ts";
import { latencyCsv } from "../csv/latency-csv.ts";
import { judgesCsv } from "../csv/judges-csv.ts";
import { reportMarkdown } from "../markdown/report-markdown.ts";
import { reportJson } from "./report-json.ts";
import { phrasingsCsv } from "../csv/phrasings-csv.ts";
import { rowsTable } from "../csv/rows-table.ts";
import { slicesCsv } from "../csv/slices-csv.ts";
import { summaryCsv } from "../csv/summary-csv.ts";
import { inWords } from "../words/in-words.ts";
import { TextFile } from "./text-file.ts";
import { WideTable } from "../csv/wide-table.ts";

/** `rows.csv`, one line a trial, written as the rows come. */
function rowsCsvFile(path: string, manifest: Manifest, options: CsvOptions = {}): Reporter {
  const table = rowsTable(manifest);
  const file = new CsvFile(path, table.columns, options);
  return {
    row: (row) => file.write(table.cells(row)),
    end: () => file.finish(),
  };
}

/** `wide.csv`, one line a case, written as the cases are complete. */
function wideCsvFile(path: string, manifest: Manifest, options: CsvOptions = {}): Reporter {
  const table = new WideTable(manifest);
  const file = new CsvFile(path, table.columns, options);
  const write = (cells: unknown[] | null) => (cells === null ? undefined : file.write(cells));
  return {
    row: (row) => write(table.add(row)),
    async end() {
      await write(table.end());
      await file.finish();
    },
  };
}

export interface ReportFiles {
  readonly reporters: readonly Reporter[];
  /** The files that exist when the reporters have ended. */
  readonly files: readonly string[];
}

/** All files of a report in `folder`. Each file appears when it is complete. */
export function reportFiles(folder: string, manifest: Manifest, options: CsvOptions = {}): ReportFiles {
  const { latency, judges, labels, slices } = manifest;
  const pathOf = (name: string): string => join(folder, name);
  const textFile = (name: string, format: (report: WordedReport) => string): NamedReporter => [
    name,
    { end: (report) => new TextFile(pathOf(name), format(inWords(report))).finish() },
  ];
  const files: readonly NamedReporter[] = [
    ["rows.csv", rowsCsvFile(pathOf("rows.csv"), manifest, options)],
    ["wide.csv", wideCsvFile(pathOf("wide.csv"), manifest, options)],
    textFile("summary.csv", (report) => summaryCsv(report, options)),
    textFile("comparisons.csv", (report) => comparisonsCsv(allComparisons(report), options)),
    textFile("factors.csv", ({ factors }) => factorsCsv(factors, options)),
    ...(manifest.variants.some(({ phrasingOf }) => phrasingOf !== undefined)
      ? [textFile("phrasings.csv", (report) => phrasingsCsv(report.phrasings!, options))]
      : []),
    ...(slices === undefined ? [] : [textFile("slices.csv", (report) => slicesCsv(report.slices!, options))]),
    ...(manifest.scorers.some(givesLabels)
      ? [
          textFile("classes.csv", (report) => classesCsv(report.classifications, options)),
          textFile("confusion.csv", (report) => confusionCsv(report.classifications, options)),
        ]
      : []),
    ...((judges ?? labels) ? [textFile("judges.csv", (report) => judgesCsv(report.judges, options))] : []),
    ...(latency ? [textFile("latency.csv", (report) => latencyCsv(report.latency!, options))] : []),
    textFile("report.json", (report) => reportJson(report, { files: names })),
    ["report.html", htmlFile(pathOf("report.html"), manifest)],
    textFile("report.md", reportMarkdown),
  ];
  const names = files.map(([name]) => name);
  return { files: names.map(pathOf), reporters: files.map(([, reporter]) => reporter) };
}

type NamedReporter = readonly [name: string, reporter: Reporter];
