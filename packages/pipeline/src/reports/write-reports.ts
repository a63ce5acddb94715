import { existsSync } from "node:fs";
import { Manifest, type WordedReport, type Row } from "@sameseed/core";
import { inWords, reportFiles } from "@sameseed/reporter";
import { type FailingCases, FailingCasesReporter, type ReportPart, summarize } from "@sameseed/analysis";
import { indexRows, readRows, type RunFolder } from "@sameseed/runner";
import type { CsvChoices } from "../choices/csv-choices.ts";
import type { ExportFormat } from "../choices/export-formats.ts";
import { csvOptions } from "./csv-options.ts";
import { writeExtraFormats } from "./export-run.ts";
import { tableThread } from "./table-thread.ts";
import { trimHeap } from "./trim-heap.ts";
import { removeViewIndex, ViewIndexBuilder } from "./view-index.ts";

const ROWS_A_STEP = 500;

/** Progress of the reports: first `done` of `total` rows, then `done` of `total` parts of the step. */
export interface ReportProgress {
  readonly step: "rows" | ReportPart["step"];
  readonly done: number;
  readonly total: number;
}

export interface ReportOptions extends CsvChoices {
  /** Called while the reports are made: at the start, every few hundred rows, and before each comparison and file. */
  readonly onReport?: ((progress: ReportProgress) => void) | undefined;
  /** Files in addition to the standard reports. */
  readonly format?: readonly ExportFormat[] | undefined;
}

/**
 * Stage 4: reads the stored rows in table order and writes every report to their folder. The manifest is
 * normalized as if read from disk: the reports are the same bytes for any caller.
 */
export async function writeReports(
  folder: RunFolder,
  given: Manifest,
  { format, onReport, ...choices }: ReportOptions = {},
): Promise<{ report: WordedReport; failing: FailingCases; files: readonly string[] }> {
  const { planned } = given.counts;
  trimHeap(planned);
  const manifest = Manifest.parse(JSON.parse(JSON.stringify(given)));
  const csv = csvOptions(choices);
  const thread = tableThread(folder, manifest, csv);
  const { reporters, files } = reportFiles(folder.path, manifest, {
    ...csv,
    rowsCsv: thread?.reporter,
  });
  const failing = new FailingCasesReporter();
  const index = indexRows(folder.rowsFile, planned);
  index.catch(() => {}); // the reading of the rows throws it
  const rows = told(readRows(folder.rowsFile, planned, index), planned, onReport);
  const viewIndex = ViewIndexBuilder.for({ folder, manifest, index });
  const readers = [
    ...reporters,
    failing,
    ...(viewIndex === null ? [] : [{ row: (row: Row) => viewIndex.row(row) }]),
    ...(onReport ? [{ part: onReport }] : []),
  ];
  try {
    const report = inWords(await summarize(manifest, rows, readers));
    // After the reports, which need the disk space first.
    await (viewIndex === null ? removeViewIndex(folder) : viewIndex.end());
    return {
      report,
      failing: failing.result(),
      files: [...files, ...(await writeExtraFormats(folder, report, { ...choices, format }))],
    };
  } finally {
    await Promise.all([viewIndex?.close(), thread?.close()]);
  }
}

/** Whether every report of a run exists. A run that was killed while writing reports lacks some. */
export async function hasReports({ path }: RunFolder, manifest: Manifest): Promise<boolean> {
  return reportFiles(path, manifest).files.every((file) => existsSync(file));
}

/** The rows, with progress; frees the memory of reading before the comparisons allocate theirs. */
async function* told(
  rows: AsyncIterable<Row>,
  total: number,
  onReport: ReportOptions["onReport"] = () => {},
): AsyncGenerator<Row> {
  let done = 0;
  onReport({ step: "rows", done, total });
  for await (const row of rows) {
    if (++done % ROWS_A_STEP === 0) onReport({ step: "rows", done, total });
    yield row;
  }
  trimHeap(total);
}
