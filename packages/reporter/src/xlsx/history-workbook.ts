import { count, plural } from "@sameseed/core";
import { type HistoryLine } from "@sameseed/analysis";
import { points } from "../words/difference-text.ts";
import { historyTable } from "../csv/history-csv.ts";
import type { Chart, Series } from "./chart-xml.ts";
import { TONES } from "./charts.ts";
import { columnOf } from "./column-of.ts";
import { PageBuilder, type PageSheet } from "./page-sheet.ts";
import type { Sheet, SheetColumn } from "./sheet-xml.ts";
import { sheetLinks } from "./start-sheet.ts";
import { writeWorkbook } from "./workbook-file.ts";

/** Lines of a chart, and runs along it: more cannot be read. The sheet History has all. */
const MOST_VARIANTS = 8;
const MOST_RUNS = 60;
const MOST_BENCHMARKS = 6;
const CHART_LINES = 22;

/**
 * Writes several runs as an XLSX file: Start here with a chart for each benchmark, and History with a line
 * per run and variant.
 */
export async function writeHistoryWorkbook(path: string, lines: readonly HistoryLine[]): Promise<void> {
  const { columns, lines: cells } = historyTable(lines);
  const history: Sheet = { name: "History", columns: columns.map(historyColumn), rows: () => cells, frozenColumns: 1 };
  const start = startPage(lines);
  await writeWorkbook(path, [start, history, ...start.data]);
}

/** Its interval is that of a mean, not of a difference. */
function historyColumn(name: string): SheetColumn {
  const column = columnOf(name);
  return name.startsWith("ci_") ? { ...column, format: "percent" } : column;
}

function startPage(lines: readonly HistoryLine[]): PageSheet {
  const page = new PageBuilder("Start here");
  const runs = new Set(lines.map(({ runId }) => runId));
  const [first, last] = [lines[0], lines.at(-1)];
  page.title("Runs over time");
  if (first !== undefined && last !== undefined)
    page.text(
      `${plural(runs.size, "run")}, from ${dayOf(first)} to ${dayOf(last)} (UTC). A change of a mean can be noise: sameseed compare <run> <run> tests it on the same cases.`,
      "quiet",
    );
  const benchmarks = [...Map.groupBy(lines, ({ benchmark }) => benchmark)];
  for (const [name, own] of benchmarks.slice(0, MOST_BENCHMARKS)) benchmarkPart(page, name, own);
  if (benchmarks.length > MOST_BENCHMARKS)
    page.text(`… and ${count(benchmarks.length - MOST_BENCHMARKS)} more benchmarks, on the sheet History.`, "quiet");
  sheetLinks(page, ["History"]);
  return page.sheet();
}

function dayOf({ startedAt }: HistoryLine): string {
  return startedAt.slice(0, 10);
}

function benchmarkPart(page: PageBuilder, name: string, lines: readonly HistoryLine[]): void {
  const variants = [...Map.groupBy(lines, ({ summary }) => summary.variant).keys()].slice(0, MOST_VARIANTS);
  const runs = [...Map.groupBy(lines, ({ runId }) => runId)].slice(-MOST_RUNS);
  const metrics = [...new Set(lines.flatMap(({ metric }) => metric?.metric ?? []))];
  page.heading(`${name}, mean ${metrics.join(", ")}`);
  const newest = runs.at(-1)![1];
  for (const line of newest.slice(0, MOST_VARIANTS)) page.text(changeText(line));
  const columns: readonly SheetColumn[] = [
    { name: "run", width: 0, format: "left" },
    { name: "started at", width: 0, format: "dateTime" },
    ...variants.map((variant): SheetColumn => ({ name: variant, width: 0, format: "percent" })),
  ];
  const meansOf = (variant: string): readonly (HistoryLine | undefined)[] =>
    runs.map(([, own]) => own.find(({ summary }) => summary.variant === variant));
  const table = page.table(
    columns,
    runs.map(([runId, own]) => [
      runId,
      own[0]!.startedAt,
      ...variants.map((variant) => own.find(({ summary }) => summary.variant === variant)?.metric?.mean),
    ]),
  );
  page.space();
  if (runs.length < 2) return;
  const series = variants.map((variant, place): Series => ({
    name: { reference: table.cell(variant, -1), values: [variant] },
    at: { reference: table.range("run"), values: runs.map(([runId]) => runId) },
    values: { reference: table.range(variant), values: meansOf(variant).map((line) => line?.metric?.mean ?? null) },
    ends: meansOf(variant).map((line) => {
      const { low = null, high = null } = line?.metric ?? {};
      return low === null || high === null ? null : { low, high };
    }),
    colors: [TONES[place % TONES.length]!],
  }));
  const chart: Chart = {
    kind: "trend",
    title: name,
    horizontal: "",
    vertical: "mean, with its 95 % interval",
    series,
    horizontalFormat: "General",
    verticalFormat: "0%",
  };
  page.charts([{ chart, columns: [0, 10] }], CHART_LINES);
}

function changeText({ summary, metric, previous }: HistoryLine): string {
  const mean = metric?.mean ?? null;
  const now = `${summary.variant}: ${mean === null ? "no score" : `${(100 * mean).toFixed(1)} %`} over ${plural(metric?.n ?? 0, "case")}`;
  if (previous === null || previous.delta === null) return `${now}.`;
  const cases = previous.hasSameCases ? "" : ", which had other cases";
  return `${now}, ${points(previous.delta)} points since ${previous.runId}${cases}.`;
}
