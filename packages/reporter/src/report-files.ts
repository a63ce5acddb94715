import { join } from "node:path";
import type { Manifest, Reporter } from "@sameseed/core";
import { allComparisons } from "./all-comparisons.ts";
import { comparisonsCsv, factorsCsv } from "./compare/comparisons-csv.ts";
import { CsvFile } from "./csv-file.ts";
import type { CsvOptions } from "./csv-line.ts";
import { htmlFile } from "./html-file.ts";
import { latencyCsv } from "./latency/latency-csv.ts";
import { judgesCsv } from "./judges/judges-csv.ts";
import { reportMarkdown } from "./markdown/report-markdown.ts";
import { reportJson } from "./report-json.ts";
import { rowsTable } from "./rows-table.ts";
import { summaryCsv } from "./summary-csv.ts";
import { TextFile } from "./text-file.ts";
import { WideTable } from "./wide-table.ts";

/** `rows.csv`, one line a trial, written as the rows come. */
export function rowsCsvFile(path: string, manifest: Manifest, options: CsvOptions = {}): Reporter {
  const table = rowsTable(manifest);
  const file = new CsvFile(path, table.columns, options);
  return {
    row: (row) => file.write(table.cells(row)),
    end: () => file.finish(),
  };
}

/** `wide.csv`, one line a case, written as the cases are complete. */
export function wideCsvFile(path: string, manifest: Manifest, options: CsvOptions = {}): Reporter {
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
  const names = [
    "rows.csv",
    "wide.csv",
    "summary.csv",
    "comparisons.csv",
    "factors.csv",
    "judges.csv",
    ...(manifest.latency === undefined ? [] : (["latency.csv"] as const)),
    "report.json",
    "report.html",
    "report.md",
  ] as const;
  const pathOf = (name: (typeof names)[number]) => join(folder, name);
  return {
    files: names.map(pathOf),
    reporters: [
      rowsCsvFile(pathOf("rows.csv"), manifest, options),
      wideCsvFile(pathOf("wide.csv"), manifest, options),
      { end: (report) => new TextFile(pathOf("summary.csv"), summaryCsv(report, options)).finish() },
      {
        end: (report) =>
          new TextFile(pathOf("comparisons.csv"), comparisonsCsv(allComparisons(report), options)).finish(),
      },
      { end: ({ factors }) => new TextFile(pathOf("factors.csv"), factorsCsv(factors, options)).finish() },
      { end: ({ judges }) => new TextFile(pathOf("judges.csv"), judgesCsv(judges, options)).finish() },
      {
        end: ({ latency }) => latency && new TextFile(pathOf("latency.csv"), latencyCsv(latency, options)).finish(),
      },
      { end: (report) => new TextFile(pathOf("report.json"), reportJson(report, { files: names })).finish() },
      htmlFile(pathOf("report.html"), manifest),
      { end: (report) => new TextFile(pathOf("report.md"), reportMarkdown(report)).finish() },
    ],
  };
}
