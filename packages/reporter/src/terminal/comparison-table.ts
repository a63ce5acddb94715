import { count, type WordedComparison, verdictWord } from "@sameseed/core";
import { type Style, styleFor } from "./style.ts";
import type { TerminalOptions } from "./terminal-options.ts";
import { fitColumns, fittedLines, tableWidth, type TextColumn, wrapped } from "./text-table.ts";
import { oneLine, shorten, textWidth } from "./text-width.ts";
import { verdictPaint } from "./verdict-paint.ts";
import { differenceAxis, differenceAxisLabel, differenceBar } from "./difference-bar.ts";
import { differenceText, isSequential, pHeading, pText } from "../words/difference-text.ts";
import { groupedConclusions } from "../words/grouped-conclusions.ts";
import { type FairnessFinding, fairnessFindings, findingLines, newFindings } from "./fairness-lines.ts";

const MOST_BAR_WIDTH = 32;
const LEAST_BAR_WIDTH = 12;
const NAME_SHARE = 0.35;
/** Of a difference with its interval, its verdict and the gaps. */
const DIFFERENCE_WIDTH = 44;

/**
 * The comparisons for a terminal, a table per metric and baseline: difference in points with its 95 %
 * interval, p, verdict; below each the conclusion and the caveats. No newline at the end.
 */
export function comparisonTable(
  comparisons: readonly WordedComparison[],
  { width = 80, color = false, verbose = false }: TerminalOptions = {},
): string {
  const style = styleFor(color);
  const groups = [...Map.groupBy(comparisons, ({ metric, a }) => JSON.stringify([metric, a])).values()];
  const said = new Map<string, Set<string>>();
  return groups
    .map((group) => {
      const { a } = group[0]!;
      const before = said.get(a) ?? new Set();
      const findings = fairnessFindings(group);
      said.set(a, before.union(new Set(findings.flatMap(({ reasons }) => reasons))));
      return groupText(group, { width, style, verbose, fairness: newFindings(findings, before) });
    })
    .join("\n\n");
}

interface GroupOptions {
  readonly width: number;
  readonly style: Style;
  readonly verbose: boolean;
  /** Findings about the variants' fairness. They hardly depend on the metric and are not repeated. */
  readonly fairness: readonly FairnessFinding[];
}

function groupText(group: readonly WordedComparison[], { width, style, verbose, fairness }: GroupOptions): string {
  const { a, metric } = group[0]!;
  const [head = "", ...rows] = fittedLines(columnsOf(group, { width, style, verbose }), width);
  return [
    style("bold", titleOf({ baseline: oneLine(a), metric }, width)),
    style("dim", head),
    ...rows,
    ...groupedConclusions(group).flatMap(({ text }) => wrapped(`→ ${oneLine(text)}`, width, "  ")),
    ...fairness.flatMap((finding) => findingLines(finding, { width, style })),
  ].join("\n");
}

/** Fewer letters of a baseline's name say nothing: then the whole title is shortened. */
const FEWEST_LETTERS = 8;

/** The title, at most `width` cells wide: a baseline's long name is shortened before other words. */
export function titleOf({ baseline, metric }: Readonly<Record<"baseline" | "metric", string>>, width: number): string {
  const [before, after] = ["difference to ", ` in ${metric}, in points`];
  const room = width - textWidth(before + after);
  return room >= FEWEST_LETTERS ? before + shorten(baseline, room) + after : shorten(before + baseline + after, width);
}

function columnsOf(
  group: readonly WordedComparison[],
  { width, style, verbose }: Pick<GroupOptions, "width" | "style" | "verbose">,
): readonly TextColumn[] {
  const names = group.map(({ b }) => shorten(oneLine(b), nameWidth(width)));
  const isSequence = group.some(({ result }) => isSequential(result));
  const hasTable = group.every(({ result }) => result.table !== null);
  const columns: readonly TextColumn[] = [
    { title: "variant", cells: names },
    { title: "n", align: "right", rank: 2, cells: group.map(({ result }) => count(result.n)) },
    {
      title: `difference [95 % ${isSequence ? "sequence" : "interval"}]`,
      align: "right",
      cells: group.map(({ result }) => differenceText(result)),
    },
    {
      title: pHeading(group),
      align: "right",
      rank: 1,
      cells: group.map(({ result }) => pText(result.pAdjusted)),
    },
    {
      title: "verdict",
      cells: group.map(({ verdict, isControl }) => (isControl ? "control" : verdictWord(verdict))),
      paint: verdictPaint(style),
    },
    hasTable
      ? {
          title: "gained : lost",
          align: "right",
          rank: 3,
          cells: group.map(({ result }) => `${count(result.table!.c)} : ${count(result.table!.b)}`),
        }
      : { title: "non-tied", align: "right", rank: 3, cells: group.map(({ result }) => count(result.nonTied)) },
    ...(verbose
      ? [
          {
            title: "method",
            rank: 4,
            cells: group.map(({ result }) => (isSequence ? result.methods.p : result.methods.interval)),
          },
        ]
      : []),
  ];
  return withBar(columns, group, width);
}

/** The width that the difference and its verdict leave; the whole line where they leave too little for a table. */
function nameWidth(width: number): number {
  const [room, most] = [width - DIFFERENCE_WIDTH, Math.max(22, Math.floor(width * NAME_SHARE))];
  return room < FEWEST_LETTERS ? width : Math.min(most, room);
}

/** The columns that fit, and drawn differences if there is room for them. */
function withBar(
  all: readonly TextColumn[],
  group: readonly WordedComparison[],
  lineWidth: number,
): readonly TextColumn[] {
  const columns = fitColumns(all, lineWidth);
  const room = lineWidth - tableWidth(columns);
  if (room < 0) return all;
  const width = group.every(({ result }) => result.estimate === null) ? 0 : Math.min(MOST_BAR_WIDTH, room - 2);
  if (width < LEAST_BAR_WIDTH) return columns;
  const estimates = group.map(({ result }) => ({
    mean: result.estimate,
    low: result.interval?.lo ?? null,
    high: result.interval?.hi ?? null,
  }));
  const axis = differenceAxis(estimates);
  return [
    ...columns,
    {
      title: differenceAxisLabel(axis, width),
      cells: estimates.map((estimate) => differenceBar(estimate, axis, width)),
    },
  ];
}
