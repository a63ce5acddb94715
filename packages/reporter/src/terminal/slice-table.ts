import { count, plural, type SliceComparison, type WordedSliceReport } from "@sameseed/core";
import { differenceText, pText } from "../words/difference-text.ts";
import { markedLines } from "./marked-lines.ts";
import { type Style, styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fitColumns, tableLines, type TextColumn, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";
import { verdictPaint } from "./verdict-paint.ts";
import { interactionText, shownGroups, type SliceGroup, sliceVerdict } from "./slice-groups.ts";

const LONGEST_SLICE = 28;
/** Maximum slices of a table; the smallest are only in the files. */
const MOST_LINES = 12;

/** The comparisons by slice for a terminal: slices that contradict the overall verdict first. No newline at the end. */
export function sliceTable(slices: WordedSliceReport, { width = 80, color = false }: TerminalOptions = {}): string {
  const style = styleFor(color);
  const metric = slices.comparisons[0]?.metric ?? "score";
  const { groups, hidden } = shownGroups(slices, metric);
  const others = new Set(slices.comparisons.map((line) => line.metric)).size - 1;
  const left = [
    ...(hidden > 0 ? [`${plural(hidden, "further table")}`] : []),
    ...(others > 0 ? [`${plural(others, "further metric")}`] : []),
  ];
  return [
    ...sliceWarningLines(slices, { width, style }),
    ...groups.map((group) => groupText(group, { width, style })),
    ...slices.omitted.map(({ key, reason }) => `No slices by ${key}: ${reason}.`),
    ...(left.length > 0 ? [style("dim", `slices.csv has ${left.join(" and ")}.`)] : []),
  ].join("\n");
}

/** The contradictions alone. */
function sliceWarningLines(
  { warnings }: Pick<WordedSliceReport, "warnings">,
  { width, style }: { readonly width: number; readonly style: Style },
): string[] {
  return warnings.flatMap(({ text }) => markedLines("!", text, { width, style }));
}

function groupText(group: SliceGroup, { width, style }: { readonly width: number; readonly style: Style }): string {
  const { key, a, b, metric, lines } = group;
  const title = `${oneLine(b)} against ${oneLine(a)} by ${key}${metric === "score" ? "" : `, ${metric}`}`;
  const kept = largest(lines);
  const [head = "", ...rows] = tableLines(fitColumns(columnsOf(kept, style), width));
  const interaction = interactionText(group);
  return [
    style("bold", shorten(title, width)),
    style("dim", head),
    ...rows,
    ...(kept.length < lines.length ? [`… and ${lines.length - kept.length} smaller slices`] : []),
    ...(interaction === null ? [] : wrapped(`→ ${interaction}`, width, "  ")),
  ].join("\n");
}

/** The largest slices, in the order of all. */
function largest(lines: readonly SliceComparison[]): readonly SliceComparison[] {
  if (lines.length <= MOST_LINES) return lines;
  const kept = new Set(lines.toSorted((left, right) => right.n - left.n).slice(0, MOST_LINES));
  return lines.filter((line) => kept.has(line));
}

function columnsOf(lines: readonly SliceComparison[], style: Style): readonly TextColumn[] {
  return [
    { title: "slice", cells: lines.map(({ slice }) => shorten(oneLine(slice), LONGEST_SLICE)) },
    { title: "n", align: "right", cells: lines.map(({ n }) => count(n)) },
    { title: "mean A → B", align: "right", rank: 2, cells: lines.map(meansText) },
    { title: "difference [95 % interval]", align: "right", cells: lines.map(lineDifference) },
    { title: "p (Holm)", align: "right", rank: 1, cells: lines.map(({ pAdjusted }) => pText(pAdjusted)) },
    { title: "verdict", cells: lines.map(sliceVerdict), paint: verdictPaint(style) },
  ];
}

/** `55.6 → 30.6`, in percent. */
export function meansText({ meanA, meanB }: Pick<SliceComparison, "meanA" | "meanB">): string {
  return meanA === null || meanB === null ? "–" : `${(100 * meanA).toFixed(1)} → ${(100 * meanB).toFixed(1)}`;
}

export function lineDifference({ estimate, low, high }: SliceComparison): string {
  return differenceText({ estimate, interval: low === null || high === null ? null : { lo: low, hi: high } });
}
