import {
  count,
  dollars,
  type MetricSummary,
  milliseconds,
  onlyScorer,
  percents,
  plural,
  type WordedReport,
  scoreInWords,
  type VariantSummary,
} from "@sameseed/core";
import { aggregateTable } from "./aggregate-table.ts";
import { axisLabel, barAxis, intervalBar } from "./interval-bar.ts";
import { confusionLines } from "../text/class-text.ts";
import { reportNotes } from "../text/report-notes.ts";
import { markedLines } from "./marked-lines.ts";
import { fitColumns, fittedLines, tableWidth, wrapped, type TextColumn } from "./text-table.ts";
import { shownVariants } from "../recommend/shown-variants.ts";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { oneLine, shorten, textWidth } from "./text-width.ts";

const LEAST_BAR_WIDTH = 12;
const MOST_BAR_WIDTH = 32;
const LEAST_NAME_WIDTH = 22;
const NAME_SHARE = 0.35;
/** Of a shortened name, n and a mean with its interval. */
const LEAST_TABLE_WIDTH = 50;

/**
 * The report for a terminal: the run, one table per metric, and the notes. Every mean has its n and its 95 %
 * interval. Columns that do not fit are left out, least important first. If not even name and mean fit,
 * each variant is a block of lines. No newline at the end.
 */
export function resultTable(
  report: WordedReport,
  { width = 80, color = false, mostNotes = Infinity }: TerminalOptions & { readonly mostNotes?: number } = {},
): string {
  const style = styleFor(color);
  const same = onlyScorer(report.manifest.scorers);
  const metrics = (report.variants[0]?.metrics ?? []).map(({ metric }) => metric).filter((metric) => metric !== same);
  const tables = metrics.map((metric, index) => {
    const [head = "", ...rows] = metricLines(report, { metric, isFirst: index === 0, width });
    const title = metrics.length > 1 || same !== null ? [style("bold", metricTitle(report, metric))] : [];
    return [...title, style("dim", head), ...rows].join("\n");
  });
  const all = reportNotes(report);
  const more = all.length > mostNotes ? [`${plural(all.length - mostNotes, "more note")}: report.md`] : [];
  const notes = [...all.slice(0, mostNotes), ...more].flatMap((note) => markedLines("!", note, { width, style }));
  const [title = "", ...rest] = wrapped(headline(report), width);
  return [
    [style("bold", title), ...rest].join("\n"),
    ...(report.recommendation === undefined
      ? []
      : [wrapped(`→ ${oneLine(report.recommendation.text)}`, width, "  ").join("\n")]),
    ...tables,
    ...(report.aggregates === undefined ? [] : [aggregateTable(report, { width, color })]),
    ...labelLines(report, { width, style }),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ].join("\n\n");
}

/** The most frequent confusions of labels; empty without a scorer of labels. */
function labelLines(
  report: WordedReport,
  { width, style }: { width: number; style: ReturnType<typeof styleFor> },
): string[] {
  const lines = confusionLines(report);
  if (lines.length === 0) return [];
  const title = style("bold", "labels confused most often");
  return [[title, ...lines.flatMap((line) => wrapped(`→ ${oneLine(line)}`, width, "  "))].join("\n")];
}

function headline({ manifest }: WordedReport): string {
  const { name, cases, variants, repeats, seed, seedPolicy, scorers } = manifest;
  const size = [
    plural(cases.count, "case"),
    plural(variants.length, "variant"),
    ...(repeats > 1 ? [plural(repeats, "repeat")] : []),
  ];
  const scorer = scorers.length === 1 ? `, scored by ${scorers[0]?.name}` : "";
  return oneLine(
    `${name}: ${size.join(" × ")}${scorer}, seed ${seedPolicy === "none" ? "none" : `${seed} (${seedPolicy})`}`,
  );
}

function metricTitle({ manifest: { scorers } }: WordedReport, metric: string): string {
  return oneLine(metric === "score" ? `score, ${scoreInWords(scorers)}` : metric);
}

interface TableOptions {
  readonly metric: string;
  /**
   * The first table also has the columns of the variant that do not depend on the metric: failures, tokens,
   * time, cost.
   */
  readonly isFirst: boolean;
  readonly width: number;
}

function metricLines(report: WordedReport, { metric, isFirst, width }: TableOptions): string[] {
  const { manifest } = report;
  const shown = shownVariants(report);
  const variants = report.variants.filter(({ variant }) => shown?.has(variant) ?? true);
  const hidden = report.variants.length - variants.length;
  const estimates = variants.map((variant) => variant.metrics.find((summary) => summary.metric === metric)!);
  const baseline = variants.length > 1 ? variants.findIndex(({ variant }) => variant === manifest.baseline) : -1;
  const columns = [
    variantColumn(
      variants.map(({ variant }) => oneLine(variant)),
      { baseline, width },
    ),
    ...scoreColumns(estimates, manifest.sequential === undefined ? "interval" : "sequence"),
    ...(isFirst ? costColumns(variants) : []),
  ];
  const lines = fittedLines(withBar(columns, estimates, width), width);
  return hidden === 0
    ? lines
    : [
        ...lines,
        `… and ${plural(hidden, report.phrasings === undefined ? "dominated variant" : "further phrasing")}: summary.csv`,
      ];
}

interface NameOptions {
  /** Position of the baseline; -1 for none to mark. */
  readonly baseline: number;
  readonly width: number;
}

/** The ids, shortened where they take more than their share of the line, but never to the same text. */
function variantColumn(names: readonly string[], { baseline, width }: NameOptions): TextColumn {
  const room = width < LEAST_TABLE_WIDTH ? width : Math.max(LEAST_NAME_WIDTH, Math.floor(width * NAME_SHARE));
  const marked = names.map((name, index) => (index === baseline ? `${name} (baseline)` : name));
  if (marked.every((name) => textWidth(name) <= room)) return { title: "variant", cells: marked };
  const mark = (name: string, index: number) => (index === baseline ? `* ${name}` : baseline < 0 ? name : `  ${name}`);
  const title = baseline < 0 ? "variant" : "variant (* baseline)";
  return { title, cells: shortenAll(names, room - 2).map(mark) };
}

function shortenAll(names: readonly string[], width: number): readonly string[] {
  const short = names.map((name) => shorten(name, width));
  return new Set(short).size === new Set(names).size ? short : shortenAll(names, width + 1);
}

function scoreColumns(estimates: readonly MetricSummary[], kind: "interval" | "sequence"): TextColumn[] {
  const unscored = estimates.map((estimate) => estimate.unscored);
  return [
    { title: "n", align: "right", cells: estimates.map(({ n }) => count(n)) },
    { title: `mean [95 % ${kind}]`, cells: percents(estimates) },
    ...(unscored.some((value) => value > 0)
      ? [{ title: "unscored", align: "right" as const, cells: unscored.map(count), rank: 2 }]
      : []),
  ];
}

function costColumns(variants: readonly VariantSummary[]): TextColumn[] {
  const column = (title: string, rank: number, cells: readonly (string | null)[]): TextColumn[] =>
    cells.every((cell) => cell === null)
      ? []
      : [{ title, align: "right", rank, cells: cells.map((cell) => cell ?? "–") }];
  const hasFailures = variants.some(({ failed }) => failed > 0);
  return [
    ...(hasFailures
      ? column(
          "failed",
          1,
          variants.map(({ failed }) => count(failed)),
        )
      : []),
    ...column(
      "tokens",
      5,
      variants.map(({ promptTokens, completionTokens }) =>
        promptTokens === null || completionTokens === null ? null : count(promptTokens + completionTokens),
      ),
    ),
    ...column(
      "p50",
      4,
      variants.map(({ latencyMsP50 }) => (latencyMsP50 === null ? null : milliseconds(latencyMsP50))),
    ),
    ...column(
      "cost",
      3,
      variants.map(({ costUsd }) => (costUsd === null ? null : dollars(costUsd))),
    ),
    ...column(
      "judge",
      3,
      variants.map(({ judgeCostUsd = null }) => (judgeCostUsd === null ? null : dollars(judgeCostUsd))),
    ),
  ];
}

/** The columns that fit, and drawn intervals after the printed ones if there is room for them. */
function withBar(
  all: readonly TextColumn[],
  estimates: readonly MetricSummary[],
  lineWidth: number,
): readonly TextColumn[] {
  const columns = fitColumns(all, lineWidth);
  const room = lineWidth - tableWidth(columns);
  if (room < 0) return all;
  const width = estimates.every(({ mean }) => mean === null) ? 0 : Math.min(MOST_BAR_WIDTH, room - 2);
  if (width < LEAST_BAR_WIDTH) return columns;
  const axis = barAxis(estimates);
  const bar = { title: axisLabel(axis, width), cells: estimates.map((estimate) => intervalBar(estimate, axis, width)) };
  return columns.toSpliced(3, 0, bar);
}
