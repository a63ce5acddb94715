import {
  count,
  type WordedLatencyComparison,
  type LatencyMeasure,
  type LatencySummary,
  type WordedReport,
} from "@sameseed/core";
import { driftText, howText, quantileText, ratioText, TITLES } from "../words/latency-text.ts";
import { pHeading, pText } from "../words/difference-text.ts";
import { styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { markedLines } from "./marked-lines.ts";
import { fittedLines, type TextColumn, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";
import { latencyNotes } from "../text/latency-notes.ts";

const NAME_SHARE = 0.35;
const LEAST_NAME_WIDTH = 22;

/**
 * The measurements of a run with `--latency`, for a terminal: one table per measure, conclusions, notes. No
 * newline at the end; "" without a measurement.
 */
export function latencyTable(report: WordedReport, { width = 80, color = false }: TerminalOptions = {}): string {
  const { latency } = report;
  if (latency === undefined) return "";
  const style = styleFor(color);
  const measures = Map.groupBy(latency.summaries, ({ measure }) => measure);
  const tables = [...measures].map(([measure, summaries]) => {
    const comparisons = latency.comparisons.filter((comparison) => comparison.measure === measure);
    const [head = "", ...rows] = fittedLines(columnsOf(summaries, comparisons, width), width);
    return [
      ...wrapped(`${TITLES[measure]}, ${howText(report.manifest)}`, width).map((line) => style("bold", line)),
      style("dim", head),
      ...rows,
      ...comparisons.flatMap(({ conclusion }) => wrapped(`→ ${oneLine(conclusion)}`, width, "  ")),
    ].join("\n");
  });
  const notes = latencyNotes(report).flatMap((note) => markedLines("!", note, { width, style }));
  return [...tables, ...(notes.length > 0 ? [notes.join("\n")] : [])].join("\n\n");
}

function columnsOf(
  summaries: readonly LatencySummary[],
  comparisons: readonly WordedLatencyComparison[],
  width: number,
): readonly TextColumn[] {
  const room = Math.max(LEAST_NAME_WIDTH, Math.floor(width * NAME_SHARE));
  const of = (variant: string): WordedLatencyComparison | undefined => comparisons.find(({ b }) => b === variant);
  const right = (title: string, rank: number, cellOf: (summary: LatencySummary) => string): TextColumn => ({
    title,
    align: "right",
    rank,
    cells: summaries.map(cellOf),
  });
  const quantile = (place: number, rank: number): TextColumn[] => {
    const q = summaries[0]?.quantiles[place]?.q ?? 0;
    const measure: LatencyMeasure = summaries[0]?.measure ?? "latency_ms";
    return [right(`p${Math.round(100 * q)} [95 %]`, rank, ({ quantiles }) => quantileText(quantiles[place]!, measure))];
  };
  return [
    { title: "variant", cells: summaries.map(({ variant }) => shorten(oneLine(variant), room)) },
    right("n", 1, ({ n }) => count(n)),
    ...quantile(0, 0),
    ...quantile(1, 6),
    ...quantile(2, 4),
    ...quantile(3, 7),
    ...(comparisons.length === 0
      ? []
      : [
          right("against the baseline [95 %]", 0, ({ variant }) => {
            const comparison = of(variant);
            return comparison === undefined ? "" : ratioText(comparison.ratio, comparison.interval);
          }),
          right(pHeading(comparisons), 2, ({ variant }) =>
            of(variant) === undefined ? "" : pText(of(variant)!.result.pAdjusted),
          ),
          right("median ratio", 5, ({ variant }) => {
            const comparison = of(variant);
            return comparison === undefined ? "" : ratioText(comparison.medianRatio, comparison.medianInterval);
          }),
        ]),
    right("drift", 8, ({ drift }) => driftText(drift)),
  ];
}
