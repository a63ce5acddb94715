import { namedReasons } from "../terminal/fairness-lines.ts";
import {
  besidePhrasings,
  type WordedPhrasingReport,
  type WordedSliceReport,
  type WordedComparison,
} from "@sameseed/core";
import { groupedConclusions } from "../words/grouped-conclusions.ts";
import { comparisonsTable } from "../csv/comparisons-csv.ts";
import { phrasingsTable } from "../csv/phrasings-csv.ts";
import { nothingCompared } from "../words/nothing-compared.ts";
import { phrasingComparison } from "../words/phrasing-comparison.ts";
import { slicesTable } from "../csv/slices-csv.ts";
import type { Table } from "../csv/table-csv.ts";
import { type CasesOf, casesNotes, casesSheet } from "./cases-sheet.ts";
import { forestChart } from "./charts.ts";
import { columnOf } from "./column-of.ts";
import { PageBuilder, type PageSheet } from "./page-sheet.ts";
import type { Sheet, SheetColumn } from "./sheet-xml.ts";
import { notes, sheetLinks } from "./start-sheet.ts";
import { writeWorkbook } from "./workbook-file.ts";

/** What `compare` found, for a workbook. */
export interface ComparisonBook {
  /** The compared runs, one sentence each. */
  readonly title: string;
  readonly subtitle: string;
  readonly comparisons: readonly WordedComparison[];
  readonly phrasings?: WordedPhrasingReport | undefined;
  readonly slices?: WordedSliceReport | undefined;
  /** Cases that changed; null where no answers are known. */
  readonly cases: CasesOf | null;
  /** Notes about the matching and missing data. */
  readonly notes: readonly string[];
  /** The result of a gate, failures first; empty without one. */
  readonly checks: readonly string[];
}

/** More comparisons than this are on the sheet Comparisons. */
const MOST_COMPARISONS = 24;
const CHART_LINES = 22;

/** Writes comparisons as an XLSX file: Start here in words with a chart, Comparisons, Slices and Cases. */
export async function writeComparisonWorkbook(path: string, book: ComparisonBook): Promise<void> {
  const { slices, cases, phrasings } = book;
  const sheets: readonly Sheet[] = [
    { ...sheetOf("Comparisons", comparisonsTable(allComparisons(book))), frozenColumns: 3 },
    ...(phrasings === undefined ? [] : [{ ...sheetOf("Phrasings", phrasingsTable(phrasings)), frozenColumns: 3 }]),
    ...(slices === undefined ? [] : [{ ...sheetOf("Slices", slicesTable(slices)), frozenColumns: 2 }]),
    ...(cases === null ? [] : [casesSheet(cases)]),
  ];
  const start = startPage(
    book,
    sheets.map(({ name }) => name),
  );
  await writeWorkbook(path, [start, ...sheets, ...start.data]);
}

/** Results over phrasings come first. */
function allComparisons({ comparisons, phrasings }: ComparisonBook): readonly WordedComparison[] {
  return [...(phrasings?.comparisons.map(phrasingComparison) ?? []), ...comparisons];
}

function sheetOf(name: string, { columns, lines }: Table): Sheet {
  return { name, columns: columns.map(columnOf), rows: () => lines };
}

const TABLE: readonly SheetColumn[] = [
  { name: "variant", width: 0, format: "left" },
  { name: "verdict", width: 0, format: "left", colors: columnOf("verdict").colors! },
  { name: "n", width: 0, format: "count" },
  { name: "difference", width: 0, format: "signedPercent" },
  { name: "diff. low", width: 0, format: "signedPercent" },
  { name: "diff. high", width: 0, format: "signedPercent" },
  { name: "p", width: 0, format: "p" },
  { name: "against", width: 0, format: "left" },
];

function startPage(book: ComparisonBook, sheets: readonly string[]): PageSheet {
  const { cases, phrasings } = book;
  const comparisons = besidePhrasings(allComparisons(book), phrasings);
  const page = new PageBuilder("Start here");
  const metric = comparisons[0]?.metric ?? "score";
  const main = comparisons.filter((comparison) => comparison.metric === metric).slice(0, MOST_COMPARISONS);
  page.title(book.title);
  page.text(book.subtitle, "quiet");
  page.heading("Result");
  for (const check of book.checks) page.text(check, "strong");
  for (const { text } of groupedConclusions(main)) page.text(text, book.checks.length > 0 ? "text" : "strong");
  if (main.length === 0) page.text(nothingCompared({ phrasings, variants: 1 }));
  for (const { text } of book.slices?.warnings ?? []) page.text(`Note: ${text}`, "strong");
  if (cases !== null) {
    const { lost, gained, same } = cases.changes.counts;
    page.text(`Cases: ${lost} lost, ${gained} gained, ${same} the same.`);
  }
  if (main.length > 0) comparisonPart(page, main, metric);
  const reasons = namedReasons(main);
  notes(page, [...book.notes, ...(cases === null ? [] : casesNotes(cases)), ...reasons]);
  sheetLinks(page, sheets);
  return page.sheet();
}

function comparisonPart(page: PageBuilder, main: readonly WordedComparison[], metric: string): void {
  page.heading(`Differences, on ${metric}`);
  const table = page.table(
    TABLE,
    main.map(({ a, b, verdict, isControl, result: { n, estimate, interval, pAdjusted } }) => [
      b,
      isControl ? "control" : (verdict ?? "not comparable"),
      n,
      estimate,
      interval?.lo,
      interval?.hi,
      pAdjusted,
      a,
    ]),
  );
  page.text(
    "Differences are in percentage points, case by case, on the cases that both have. An interval (low to high) contains the true value with 95 % confidence.",
    "quiet",
  );
  page.space();
  const chart = forestChart(main, table);
  if (chart !== null) page.charts([{ chart, columns: [0, 8] }], CHART_LINES);
}
