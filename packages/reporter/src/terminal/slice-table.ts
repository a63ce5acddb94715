import { count, plural, type SliceComparison, verdictWord, type WordedSliceReport } from "@sameseed/core";
import { differenceText, pText } from "../words/difference-text.ts";
import { markedLines } from "./marked-lines.ts";
import { type Style, styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fittedLines, type TextColumn, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";
import { verdictPaint } from "./verdict-paint.ts";
import { interactionText, shownGroups, type SliceGroup } from "./slice-groups.ts";

const LONGEST_SLICE = 28;
const FEWEST_LETTERS = 10;
/** Of n, a difference with its interval, its verdict and the gaps. */
const DIFFERENCE_WIDTH = 50;
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
    ...slices.omitted.map(({ key, reason }) =>
      wrapped(`No slices by ${oneLine(key)}: ${reason}.`, width, "  ").join("\n"),
    ),
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
  const [head = "", ...rows] = fittedLines(columnsOf(kept, { width, style }), width);
  const interaction = interactionText(group);
  return [
    ...wrapped(title, width).map((line) => style("bold", line)),
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

/** The width that a difference and a verdict leave. */
function nameWidth(width: number): number {
  const room = width - DIFFERENCE_WIDTH;
  return room < FEWEST_LETTERS ? width : Math.min(LONGEST_SLICE, room);
}

function columnsOf(
  lines: readonly SliceComparison[],
  { width, style }: { readonly width: number; readonly style: Style },
): readonly TextColumn[] {
  const needed = lines.map(({ verdict, casesNeeded }) => (verdict === null ? null : casesNeeded));
  return [
    { title: "slice", cells: lines.map(({ slice }) => shorten(oneLine(slice), nameWidth(width))) },
    { title: "n", align: "right", cells: lines.map(({ n }) => count(n)) },
    { title: "mean A → B", align: "right", rank: 2, cells: lines.map(meansText) },
    { title: "difference [95 % interval]", align: "right", cells: lines.map(lineDifference) },
    { title: "p (Holm)", align: "right", rank: 1, cells: lines.map(({ pAdjusted }) => pText(pAdjusted)) },
    { title: "verdict", cells: lines.map(({ verdict }) => verdictWord(verdict)), paint: verdictPaint(style) },
    ...(needed.every((cases) => cases === null)
      ? []
      : [
          {
            title: "needs",
            align: "right" as const,
            rank: 3,
            cells: needed.map((cases) => (cases === null ? "" : plural(cases, "case"))),
          },
        ]),
  ];
}

/** `55.6 → 30.6`, in percent. */
export function meansText({ meanA, meanB }: Pick<SliceComparison, "meanA" | "meanB">): string {
  return meanA === null || meanB === null ? "–" : `${(100 * meanA).toFixed(1)} → ${(100 * meanB).toFixed(1)}`;
}

export function lineDifference({ estimate, low, high }: SliceComparison): string {
  return differenceText({ estimate, interval: low === null || high === null ? null : { lo: low, hi: high } });
}
