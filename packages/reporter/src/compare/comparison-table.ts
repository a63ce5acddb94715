import { styleText } from "node:util";
import type { Fairness, VariantComparison } from "@sameseed/core";
import { count } from "../text/quantities.ts";
import type { TerminalOptions } from "../terminal/result-table.ts";
import { fitColumns, tableLines, tableWidth, type TextColumn, wrapped } from "../terminal/text-table.ts";
import { oneLine, shorten } from "../terminal/text-width.ts";
import { differenceAxis, differenceAxisLabel, differenceBar } from "./difference-bar.ts";
import { differenceText, pText } from "./difference-text.ts";
import { namedConclusions } from "./named-conclusions.ts";

const MOST_BAR_WIDTH = 32;
const LEAST_BAR_WIDTH = 12;
const NAME_SHARE = 0.35;
const MOST_CAVEATS = 5;
/** Of a difference with its interval, its verdict and the gaps. */
const DIFFERENCE_WIDTH = 44;

type Style = (format: "bold" | "dim" | "yellow" | "green" | "red", text: string) => string;

/**
 * The comparisons for a terminal, a table a metric and baseline: difference in points with its 95 % interval,
 * p, verdict; below each what may be concluded and what speaks against the fairness. No newline at the end.
 */
export function comparisonTable(
  comparisons: readonly VariantComparison[],
  { width = 80, color = false }: TerminalOptions = {},
): string {
  const style: Style = (format, text) => (color ? styleText(format, text, { validateStream: false }) : text);
  const groups = [...Map.groupBy(comparisons, ({ metric, a }) => JSON.stringify([metric, a])).values()];
  const said = new Map<string, Set<string>>();
  return groups
    .map((group) => {
      const { a } = group[0]!;
      const before = said.get(a) ?? new Set();
      const fairness = fairnessLines(group).filter((line) => !before.has(line));
      said.set(a, before.union(new Set(fairness)));
      return groupText(group, { width, style, fairness: shortened(fairness) });
    })
    .join("\n\n");
}

interface GroupOptions {
  readonly width: number;
  readonly style: Style;
  /** What is said of the arms' fairness; it hardly depends on the metric, so it is not said twice. */
  readonly fairness: readonly string[];
}

function groupText(group: readonly VariantComparison[], { width, style, fairness }: GroupOptions): string {
  const { a, metric } = group[0]!;
  const [head = "", ...rows] = tableLines(columnsOf(group, width));
  const title = `difference to ${oneLine(a)} in ${metric}, in points`;
  return [
    style("bold", shorten(title, width)),
    style("dim", head),
    ...rows.map((row, place) => style(colorOf(group[place]!), row)),
    ...namedConclusions(group).flatMap(({ text }) => wrapped(`→ ${oneLine(text)}`, width, "  ")),
    ...fairness.flatMap((line) =>
      wrapped(oneLine(line), width, "  ").map((part) => style(line.startsWith("✓") ? "dim" : "yellow", part)),
    ),
  ].join("\n");
}

function colorOf({ verdict }: VariantComparison): "green" | "red" | "dim" | "bold" {
  if (verdict === "better") return "green";
  if (verdict === "worse") return "red";
  return verdict === null || verdict === "insufficient" ? "dim" : "bold";
}

function columnsOf(group: readonly VariantComparison[], width: number): readonly TextColumn[] {
  const names = group.map(({ b }) => shorten(oneLine(b), nameWidth(width)));
  const adjustment = group[0]!.adjustment;
  const isSequence = group.some(({ result }) => isSequential(result));
  const hasTable = group.every(({ result }) => result.table !== null);
  const columns = fitColumns(
    [
      { title: "variant", cells: names },
      { title: "n", align: "right", rank: 2, cells: group.map(({ result }) => count(result.n)) },
      {
        title: `difference [95 % ${isSequence ? "sequence" : "interval"}]`,
        align: "right",
        cells: group.map(({ result }) => differenceText(result)),
      },
      {
        title: isSequence ? "p (anytime)" : adjustment === "none" ? "p" : `p (${adjustment})`,
        align: "right",
        rank: 1,
        cells: group.map(({ result }) => pText(result.pAdjusted)),
      },
      { title: "verdict", cells: group.map(({ verdict, isControl }) => (isControl ? "control" : (verdict ?? "none"))) },
      hasTable
        ? {
            title: "gained : lost",
            align: "right",
            rank: 3,
            cells: group.map(({ result }) => `${count(result.table!.c)} : ${count(result.table!.b)}`),
          }
        : { title: "non-tied", align: "right", rank: 3, cells: group.map(({ result }) => count(result.nonTied)) },
      {
        title: "method",
        rank: 4,
        cells: group.map(({ result }) => (isSequence ? result.methods.p : result.methods.interval)),
      },
    ],
    width,
  );
  return withBar(columns, group, width - tableWidth(columns));
}

/** What the difference and its verdict leave, in a narrow terminal. */
function nameWidth(width: number): number {
  const [least, most] = [8, Math.max(22, Math.floor(width * NAME_SHARE))];
  return Math.max(least, Math.min(most, width - DIFFERENCE_WIDTH));
}

function withBar(
  columns: readonly TextColumn[],
  group: readonly VariantComparison[],
  room: number,
): readonly TextColumn[] {
  const width = Math.min(MOST_BAR_WIDTH, room - 2);
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

/** One line where all are equally fair, else the caveats of each comparison. */
function fairnessLines(group: readonly VariantComparison[]): string[] {
  const caveats = group.flatMap(({ b, fairness }) =>
    fairness.reasons.map((reason) => ({ b, reason, verdict: fairness.verdict })),
  );
  if (caveats.length === 0) return [`✓ fair: same cases, ${seedsText(group)}, same blocks, nothing else differs`];
  const byReason = Map.groupBy(caveats, ({ reason, verdict }) => `${verdict}: ${reason}`);
  return [...byReason].map(([reason, concerned]) => {
    const whom = concerned.length === group.length ? "" : ` (${concerned.map(({ b }) => b).join(", ")})`;
    return `${mark(concerned[0]!.verdict)} ${reason}${whom}`;
  });
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_CAVEATS + 1) return lines;
  return [
    ...lines.slice(0, MOST_CAVEATS),
    `! … and ${lines.length - MOST_CAVEATS} more caveats: report.html, Fairness`,
  ];
}

/** "Same seeds" is a claim on the draws: it is made only where the seeds are known to count. */
function seedsText(group: readonly VariantComparison[]): string {
  if (group.every(({ fairness }) => fairness.seeds === "honoured")) return "same seeds";
  return group.every(({ fairness }) => fairness.seeds === "none") ? "no seeds" : "seeds sent";
}

function mark(verdict: Fairness["verdict"]): string {
  return verdict === "not comparable" ? "✗" : "!";
}

function isSequential({ methods }: VariantComparison["result"]): boolean {
  return methods.p === "e-value" || methods.p === "confidence sequence";
}
