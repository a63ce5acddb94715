import { count, isCounted, type Manifest, plural, type WordedReport, type Row } from "@sameseed/core";
import { comparisonsTable } from "../csv/comparisons-csv.ts";
import { judgesTable } from "../csv/judges-csv.ts";
import { phrasingsTable } from "../csv/phrasings-csv.ts";
import { reportNotes } from "../text/report-notes.ts";
import { rowsTable } from "../csv/rows-table.ts";
import { slicesTable } from "../csv/slices-csv.ts";
import { summaryTable } from "../csv/summary-csv.ts";
import type { Table } from "../csv/table-csv.ts";
import { allComparisons, CaseChangeBuilder, CaseTexts } from "@sameseed/analysis";
import { WideTable } from "../csv/wide-table.ts";
import { type CasesOf, casesNotes, casesSheet, MOST_CASE_LINES } from "./cases-sheet.ts";
import { LONGEST_CELL } from "./cell-xml.ts";
import { classSheets } from "./class-sheets.ts";
import { columnOf, withRoomForIds } from "./column-of.ts";
import { latencySheets } from "./latency-sheet.ts";
import { manifestLines } from "./manifest-lines.ts";
import { ratingSheets } from "./rating-sheet.ts";
import { startSheet } from "./start-sheet.ts";
import { MOST_COLUMNS, MOST_ROWS, type Omitted, type Sheet, type SheetColumn } from "./sheet-xml.ts";
import { writeWorkbook } from "./workbook-file.ts";

/**
 * Writes a run as an XLSX file: Start here in words and charts, then the tables of the CSV files with
 * formats, filters and colours, and the cases that changed. `rows` gives the rows in table order and is
 * called four times; they stream. Returns a sentence for each thing that does not fit in a spreadsheet; the
 * sheet Manifest contains them as well.
 */
export async function writeRunWorkbook(
  path: string,
  report: WordedReport,
  rows: () => AsyncIterable<Row> | Iterable<Row>,
): Promise<readonly string[]> {
  const { manifest } = report;
  const counted = (): AsyncGenerator<Row> => countedRows(manifest, rows());
  const notes: string[] = [];
  const wide = new WideTable(manifest);
  const tidy = rowsTable(manifest);
  const fitted = (sheet: Sheet): Sheet => ({
    ...sheet,
    columns: sheet.columns.map((column) => withRoomForIds(column, manifest)),
  });
  const cases = await changedCases(report, counted);
  if (cases !== null) notes.push(...casesNotes(cases));
  const sheets: readonly Sheet[] = [
    summarySheet(report),
    { ...tableSheet("Comparisons", comparisonsTable(allComparisons(report))), frozenColumns: 3 },
    ...phrasingSheets(report),
    ...ratingSheets(report),
    ...slicesSheets(report),
    ...classSheets(report),
    ...latencySheets(report),
    ...judgesSheets(report),
    ...(cases === null ? [] : [casesSheet(cases)]),
    {
      name: "Wide",
      columns: wide.columns.map(columnOf),
      rows: () => wideLines(counted(), manifest),
      frozenColumns: 1,
    },
    {
      name: "Rows",
      columns: tidy.columns.map(columnOf),
      rows: () => tidyLines(counted(), manifest),
      frozenColumns: 1,
    },
    {
      name: "Manifest",
      columns: MANIFEST_COLUMNS,
      rows: () => manifestLines(manifest, [...notes, ...reportNotes(report)]),
    },
  ].map(fitted);
  const start = startSheet(
    report,
    sheets.map(({ name }) => name),
  );
  await writeWorkbook(path, [start, ...sheets, ...start.data], (sheet, omitted) =>
    notes.push(...omissions(sheet, omitted)),
  );
  return notes;
}

/** Every variant against the baseline, case by case; null without a comparison. */
async function changedCases(
  { manifest, comparisons }: WordedReport,
  rows: () => AsyncIterable<Row>,
): Promise<CasesOf | null> {
  const metric = comparisons[0]?.metric;
  const pairs = comparisons
    .filter((comparison) => comparison.metric === metric && !comparison.isControl)
    .map(({ a, b }) => [a, b] as const);
  if (metric === undefined || pairs.length === 0) return null;
  const builder = new CaseChangeBuilder(pairs, metric);
  for await (const row of rows()) builder.add(row);
  const changes = builder.changes(MOST_CASE_LINES);
  const texts = new CaseTexts(changes.shown.map(({ id }) => id));
  for await (const row of rows()) texts.add(row);
  return { changes, texts, varNames: manifest.cases.varNames };
}

const MANIFEST_COLUMNS: readonly SheetColumn[] = [
  { name: "key", width: 34, format: "left" },
  { name: "value", width: 110, format: "left" },
];

function tableSheet(name: string, { columns, lines }: Table): Sheet {
  return { name, columns: columns.map(columnOf), rows: () => lines };
}

/** Its interval is that of a mean, not of a difference. */
function summarySheet(report: WordedReport): Sheet {
  const sheet = tableSheet("Summary", summaryTable(report));
  const columns = sheet.columns.map((column) =>
    column.format === "signedPercent" ? { ...column, format: "percent" as const } : column,
  );
  return { ...sheet, columns, frozenColumns: 1 };
}

function phrasingSheets({ phrasings }: WordedReport): Sheet[] {
  return phrasings === undefined ? [] : [{ ...tableSheet("Phrasings", phrasingsTable(phrasings)), frozenColumns: 3 }];
}

function slicesSheets({ slices }: WordedReport): Sheet[] {
  return slices === undefined ? [] : [{ ...tableSheet("Slices", slicesTable(slices)), frozenColumns: 2 }];
}

/** The name of a measure contains its unit: the sheet shows its value unchanged. */
function judgesSheets({ judges = [] }: WordedReport): Sheet[] {
  if (judges.length === 0) return [];
  const sheet = tableSheet("Judges", judgesTable(judges));
  const plainly = ["value", "ci_low", "ci_high"];
  const columns = sheet.columns.map((column) =>
    plainly.includes(column.name) ? { ...column, format: "score" as const } : column,
  );
  return [{ ...sheet, columns, frozenColumns: 4 }];
}

async function* countedRows(manifest: Manifest, rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) if (isCounted(manifest, row)) yield row;
}

async function* tidyLines(rows: AsyncIterable<Row>, manifest: Manifest): AsyncGenerator<readonly unknown[]> {
  const table = rowsTable(manifest);
  for await (const row of rows) yield table.cells(row);
}

async function* wideLines(rows: AsyncIterable<Row>, manifest: Manifest): AsyncGenerator<readonly unknown[]> {
  const table = new WideTable(manifest);
  for await (const row of rows) {
    const finished = table.add(row);
    if (finished !== null) yield finished;
  }
  const last = table.end();
  if (last !== null) yield last;
}

function omissions(sheet: string, { rows, columns, cells }: Omitted): string[] {
  return [
    ...(rows > 0
      ? [
          `Sheet ${sheet}: a sheet can contain ${count(MOST_ROWS)} rows, so it leaves out the last ${plural(rows, "line")}. The CSV file is complete.`,
        ]
      : []),
    ...(columns > 0
      ? [
          `Sheet ${sheet}: a sheet can contain ${count(MOST_COLUMNS)} columns, so it leaves out the last ${plural(columns, "column")}. The CSV file is complete.`,
        ]
      : []),
    ...(cells > 0
      ? [
          `Sheet ${sheet}: a cell can contain ${count(LONGEST_CELL)} characters, so ${plural(cells, "longer text")} ${cells === 1 ? "was" : "were"} cut, with a note at the end. The CSV file is complete.`,
        ]
      : []),
  ];
}
