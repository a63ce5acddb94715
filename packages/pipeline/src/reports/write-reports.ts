import { existsSync } from "node:fs";
import { Manifest, type Reporter, type Row, type WordedReport } from "@sameseed/core";
import { inWords, reportFiles } from "@sameseed/reporter";
import { type FailingCases, FailingCasesReporter, type ReportPart, summarize } from "@sameseed/analysis";
import { indexRows, readRows, type RowIndex, type RunFolder } from "@sameseed/runner/store";
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

/** The report, its failing cases and the written files. */
export interface WrittenReports {
  readonly report: WordedReport;
  readonly failing: FailingCases;
  readonly files: readonly string[];
}

/** The rows of a run in table order, and where they lie in its file. */
export interface RowSource {
  readonly rows: AsyncIterable<Row>;
  readonly index: Promise<RowIndex>;
}

/**
 * Stage 4: reads the stored rows in table order and writes every report to their folder. The manifest is
 * normalized as if read from disk: the reports are the same bytes for any caller.
 */
export async function writeReports(
  folder: RunFolder,
  given: Manifest,
  options: ReportOptions = {},
): Promise<WrittenReports> {
  const { planned } = given.counts;
  trimHeap(planned);
  const manifest = asRead(given);
  const thread = tableThread(folder, manifest, csvOptions(options));
  const index = indexRows(folder.rowsFile, planned);
  index.catch(() => {}); // the reading of the rows throws it
  const source = (): RowSource => ({ rows: readRows(folder.rowsFile, planned, index), index });
  try {
    return await reportsOf({ folder, manifest, source, rowsCsv: thread?.reporter }, options);
  } finally {
    await thread?.close();
  }
}

/** A manifest in the form that is read from disk. */
export function asRead(manifest: Manifest): Manifest {
  return Manifest.parse(JSON.parse(JSON.stringify(manifest)));
}

/** Opens the rows of a run; `onCase` gets cases before their turn. */
export type OpenSource = (onCase: (rows: readonly Row[]) => void) => RowSource;

interface Reported {
  readonly folder: RunFolder;
  /** Its end, which is all that `LATE` names, may be written into it until the last row has come. */
  readonly manifest: Manifest;
  readonly source: OpenSource;
  /** Writes `rows.csv` elsewhere. */
  readonly rowsCsv?: Reporter | undefined;
}

/** Writes every report of the rows that come from a source. */
export async function reportsOf(
  { folder, manifest, source, rowsCsv }: Reported,
  { format, onReport, ...choices }: ReportOptions,
): Promise<WrittenReports> {
  const { planned } = manifest.counts;
  const { reporters, files } = reportFiles(folder.path, manifest, { ...csvOptions(choices), rowsCsv });
  const failing = new FailingCasesReporter();
  const { rows, index } = source((ofCase) => {
    for (const reporter of reporters) reporter.early?.(ofCase);
  });
  const viewIndex = ViewIndexBuilder.for({ folder, manifest, index });
  const readers = [
    ...reporters,
    failing,
    ...(viewIndex === null ? [] : [{ row: (row: Row) => viewIndex.row(row) }]),
    ...(onReport ? [{ part: onReport }] : []),
  ];
  try {
    const report = inWords(await summarize(manifest, told(rows, planned, onReport), readers));
    // After the reports, which need the disk space first.
    await (viewIndex === null ? removeViewIndex(folder) : viewIndex.end());
    return {
      report,
      failing: failing.result(),
      files: [...files, ...(await writeExtraFormats(folder, report, { ...choices, format }))],
    };
  } finally {
    await viewIndex?.close();
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
