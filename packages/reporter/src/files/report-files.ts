import { join } from "node:path";
import type { Manifest, WordedReport, Reporter } from "@sameseed/core";
import { allComparisons, givesLabels, type ReportReader } from "@sameseed/analysis";
import { classesCsv, confusionCsv } from "../csv/classes-csv.ts";
import { comparisonsCsv, factorsCsv } from "../csv/comparisons-csv.ts";
import type { CsvOptions } from "../csv/csv-line.ts";
import { htmlFile } from "./html-file.ts";
import { latencyCsv } from "../csv/latency-csv.ts";
import { judgesCsv } from "../csv/judges-csv.ts";
import { reportMarkdown } from "../markdown/report-markdown.ts";
import { reportJson } from "./report-json.ts";
import { phrasingsCsv } from "../csv/phrasings-csv.ts";
import { slicesCsv } from "../csv/slices-csv.ts";
import { summaryCsv } from "../csv/summary-csv.ts";
import { inWords } from "../words/in-words.ts";
import { rowsCsvFile, TABLE_FILES, wideCsvFile } from "./table-files.ts";
import { TextFile } from "./text-file.ts";

export interface ReportFiles {
  readonly reporters: readonly ReportReader[];
  /** The files that exist when the reporters have ended. */
  readonly files: readonly string[];
}

export interface ReportFileOptions extends CsvOptions {
  /** The reporter that writes `rows.csv`. Default: `rowsCsvFile`. */
  readonly rowsCsv?: Reporter | undefined;
}

/** All files of a report in `folder`. Each file appears when it is complete. */
export function reportFiles(
  folder: string,
  manifest: Manifest,
  { rowsCsv, ...options }: ReportFileOptions = {},
): ReportFiles {
  const { latency, judges, labels, slices } = manifest;
  const pathOf = (name: string): string => join(folder, name);
  const textFile = (name: string, format: (report: WordedReport) => string): NamedReporter => [
    name,
    { end: (report) => new TextFile(pathOf(name), format(inWords(report))).finish() },
  ];
  const files: readonly NamedReporter[] = [
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
  const names = [...TABLE_FILES, ...files.map(([name]) => name)];
  return {
    files: names.map(pathOf),
    reporters: [
      ...files.map(([, reporter]) => reporter),
      wideCsvFile(folder, manifest, options),
      rowsCsv ?? rowsCsvFile(folder, manifest, options),
    ],
  };
}

type NamedReporter = readonly [name: string, reporter: ReportReader];
