import {
  count,
  isPhrasingPair,
  plural,
  type VariantSummary,
  type WordedReport,
  type WordedComparison,
  verdictWord,
} from "@sameseed/core";
import { choiceOf } from "@sameseed/analysis";
import { namedReasons } from "../terminal/fairness-lines.ts";
import { groupedConclusions } from "../words/grouped-conclusions.ts";
import { reportNotes } from "../text/report-notes.ts";
import { nothingCompared } from "../words/nothing-compared.ts";
import { forestChart, scatterChart } from "./charts.ts";
import { columnOf } from "./column-of.ts";
import { PageBuilder, type PageSheet } from "./page-sheet.ts";
import type { SheetColumn } from "./sheet-xml.ts";

/** Description of each sheet, by its name. */
const SHEET_TEXTS: Readonly<Record<string, string>> = {
  Summary: "One line per variant and metric: means with intervals, counts, costs, times.",
  Comparisons:
    "One line per comparison and metric: difference, interval, p-value, verdict, and how they were computed.",
  Phrasings: "Each prompt and model over the phrasings of the prompt: spread, and difference for other phrasings.",
  Ratings: "Bradley-Terry ratings of the variants, plain and at equal style. Verdicts do not depend on them.",
  Slices: "The comparisons in each group of cases, such as a category.",
  Classes: "Precision, recall and F1 of each label, for scorers that classify.",
  Confusion: "How often each expected label got each given one.",
  Latency: "Quantiles of the response times with intervals, and ratios between variants.",
  Judges: "Judge audit: consistency, agreement with people, and bias.",
  Cases: "Cases where two variants differ: lost first, then gained, with every answer.",
  Wide: "One line per case, with the answers of all variants side by side.",
  Rows: "One line per answer, with all its data. For pivot tables and filters.",
  History: "One line per run and variant, with the change since the previous run.",
  "Chart data": "The lengths of the error bars in the charts.",
  Manifest: "Notes, and how the run was made: models, parameters, seeds, versions.",
};
/** More variants or lines of text than this are on the other sheets. */
const MOST_VARIANTS = 24;
const MOST_NOTES = 12;
const CHART_LINES = 22;

/** The first sheet of a run's workbook: the compared variants, the results, charts, and a list of the other sheets. */
export function startSheet(report: WordedReport, sheets: readonly string[]): PageSheet {
  const page = new PageBuilder("Start here");
  const { manifest, recommendation, comparisons, variants, phrasings, slices } = report;
  const metric = variants[0]?.metrics[0]?.metric ?? "score";
  const main = comparisons.filter((comparison) => comparison.metric === metric);
  page.title(manifest.name);
  if (manifest.description !== null) page.text(manifest.description);
  page.text(comparedText(report), "quiet");
  page.heading("Result");
  if (recommendation !== undefined) page.text(recommendation.text, "strong");
  const phrased = phrasings?.comparisons.filter((one) => one.metric === metric) ?? [];
  for (const { text } of phrased) page.text(text, "strong");
  const single = main.filter((one) => !isPhrasingPair(manifest, one));
  for (const { text } of groupedConclusions(single)) page.text(text, recommendation === undefined ? "strong" : "text");
  if (main.length === 0) {
    const why = nothingCompared({ phrasings, variants: variants.length });
    if (why !== "") page.text(why);
  }
  for (const { text } of slices?.warnings ?? []) page.text(`Note: ${text}`, "strong");
  variantTable(page, report, { metric, main });
  notes(page, [...reportNotes(report), ...namedReasons([...phrased, ...single])]);
  sheetLinks(page, sheets);
  return page.sheet();
}

function comparedText({ manifest, variants }: WordedReport): string {
  const { runId, cases, repeats, startedAt, counts, scorers } = manifest;
  const each = repeats === 1 ? "" : `, ${plural(repeats, "repeat")} each`;
  return `Run ${runId}, started ${startedAt.slice(0, 19).replace("T", " ")} UTC. ${plural(variants.length, "variant")} (prompt and model) answered the same ${plural(cases.count, "case")}${each}: ${plural(counts.planned, "answer")}, scored by ${scorers.map(({ name }) => name).join(", ")}.`;
}

interface Shown {
  readonly metric: string;
  readonly main: readonly WordedComparison[];
}

const TABLE: readonly SheetColumn[] = [
  { name: "variant", width: 0, format: "left" },
  { name: "verdict", width: 0, format: "left", colors: columnOf("verdict").colors! },
  { name: "n", width: 0, format: "count" },
  { name: "mean", width: 0, format: "percent" },
  { name: "mean low", width: 0, format: "percent" },
  { name: "mean high", width: 0, format: "percent" },
  { name: "difference", width: 0, format: "signedPercent" },
  { name: "diff. low", width: 0, format: "signedPercent" },
  { name: "diff. high", width: 0, format: "signedPercent" },
  { name: "cost per 1,000", width: 0, format: "dollars" },
  { name: "p50 ms", width: 0, format: "milliseconds" },
  { name: "p95 ms", width: 0, format: "milliseconds" },
];

/** The baseline first, then the others in the order of their comparisons, which lets charts refer to the lines. */
function variantTable(page: PageBuilder, { manifest, variants }: WordedReport, { metric, main }: Shown): void {
  const ofVariant = new Map(variants.map((variant) => [variant.variant, variant]));
  const compared = main.filter(({ b, isControl }) => !isControl && ofVariant.has(b)).slice(0, MOST_VARIANTS);
  const others = variants.filter(({ variant }) => !compared.some(({ b }) => b === variant)).slice(0, MOST_VARIANTS);
  const lines = [
    ...compared.map((comparison) => ({ variant: ofVariant.get(comparison.b)!, comparison })),
    ...others.map((variant) => ({ variant, comparison: null })),
  ];
  page.heading(`Variants, on ${metric}`);
  const choices = lines.map(({ variant }) => choiceOf(variant, metric));
  const cells = lines.map((line, place) => cellsOf(line, choices[place]!, { metric, baseline: manifest.baseline }));
  const table = page.table(TABLE, cells);
  if (variants.length > lines.length)
    page.text(`The sheet Summary has all ${count(variants.length)} variants.`, "quiet");
  page.text(
    "Differences are in percentage points against the baseline, case by case, on the same cases. An interval (low to high) contains the true value with 95 % confidence.",
    "quiet",
  );
  page.space();
  const forest = forestChart(compared, firstLines(table, compared.length));
  const scatter = scatterChart(choices, table);
  const charts = [
    ...(forest === null ? [] : [{ chart: forest, columns: [0, 4] as const }]),
    ...(scatter === null
      ? []
      : [{ chart: scatter, columns: [forest === null ? 0 : 4, forest === null ? 4 : 12] as const }]),
  ];
  if (charts.length > 0) page.charts(charts, CHART_LINES);
}

interface Line {
  readonly variant: VariantSummary;
  readonly comparison: WordedComparison | null;
}

function cellsOf(
  { variant, comparison }: Line,
  choice: ReturnType<typeof choiceOf>,
  { metric, baseline }: { readonly metric: string; readonly baseline: string },
): Parameters<PageBuilder["table"]>[1][number] {
  const interval = comparison?.result.interval ?? null;
  return [
    variant.variant,
    comparison === null
      ? variant.variant === baseline
        ? "baseline"
        : null
      : comparison.verdict === null
        ? verdictWord(null)
        : comparison.verdict,
    variant.metrics.find((one) => one.metric === metric)?.n,
    choice.mean,
    choice.low,
    choice.high,
    comparison?.result.estimate,
    interval?.lo,
    interval?.hi,
    choice.costPerThousandUsd,
    choice.latencyMsP50,
    variant.latencyMsP95,
  ];
}

/** The same table, less the lines that have no difference. */
function firstLines<Table extends { range(column: string): string; cell(column: string, line: number): string }>(
  table: Table,
  lines: number,
): Table {
  return {
    ...table,
    range: (column: string) => `${table.cell(column, 0)}:${table.cell(column, lines - 1).split("!")[1]!}`,
  };
}

/** The caveats about the figures; the rest is on the sheet Manifest. */
export function notes(page: PageBuilder, texts: readonly string[]): void {
  if (texts.length === 0) return;
  page.heading("Caveats");
  for (const text of texts.slice(0, MOST_NOTES)) page.text(`• ${sentence(text)}`);
  if (texts.length > MOST_NOTES) page.text(`… and ${texts.length - MOST_NOTES} more, on the sheet Manifest.`, "quiet");
}

/** Reasons begin in lower case, since they follow a colon elsewhere. The id of a model or variant stays as it is. */
function sentence(text: string): string {
  const first = /^[^\s]*[:/]/.test(text) ? text[0]! : text[0]!.toUpperCase();
  return `${first}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

/** The table of contents. */
export function sheetLinks(page: PageBuilder, sheets: readonly string[]): void {
  page.heading("The sheets");
  for (const sheet of sheets) page.link(sheet, SHEET_TEXTS[sheet] ?? "");
  page.space();
  page.text("Times are in UTC. Shares are shown as percent; the cells hold all digits.", "quiet");
}
