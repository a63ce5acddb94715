import { styleText } from "node:util";
import { count, dollars, plural } from "../text/quantities.ts";
import type { TerminalOptions } from "./result-table.ts";
import { markedLines } from "./marked-lines.ts";
import { fitColumns, tableLines, wrapped } from "./text-table.ts";
import { oneLine, shorten } from "./text-width.ts";

/** A range whose upper end may be unknown. */
export interface PlannedRange {
  readonly low: number;
  readonly high: number | null;
}

export interface PlannedVariant {
  readonly variant: string;
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: PlannedRange;
  /** US dollars; null when the price is unknown. */
  readonly costUsd: PlannedRange | null;
}

/** What a number of repeats needs and finds. */
export interface PlannedPower {
  readonly repeats: number;
  /** The smallest difference that the planned cases find; null where they find none. */
  readonly mde: number | null;
  /** Cases that find the difference asked for, and the requests that they take; null where none was asked for. */
  readonly cases: number | null;
  readonly requests: number | null;
  /** Share of the squared standard error that more repeats would remove; null where unknown. */
  readonly noiseShare: number | null;
}

/** One assumption on how much two variants differ from case to case. */
export interface PlannedScenario {
  /** The pilot's variant; null where a discordance is assumed. */
  readonly variant: string | null;
  /** Share of cases that one variant passes and the other does not; null for scores and means of repeats. */
  readonly discordance: number | null;
  /** Standard deviation of the case differences at the planned repeats; null where a discordance stands for it. */
  readonly sdDifference: number | null;
  readonly power: readonly PlannedPower[];
  readonly advice: "more cases" | "more repeats" | "either" | null;
}

/** What a run will take and what it can find, before anything is sent. */
export interface RunPlan {
  readonly name: string;
  readonly cases: number;
  readonly repeats: number;
  readonly requests: number;
  readonly variants: readonly PlannedVariant[];
  readonly costUsd: PlannedRange | null;
  readonly priceTable: string | null;
  /** How prompt tokens were counted, and on how many of the cases. */
  readonly tokens: { readonly encoding: string; readonly countedCases: number };
  /** Level and power of the sizes; each of the comparisons gets alpha / comparisons. */
  readonly alpha: number;
  readonly powerLevel: number;
  readonly comparisons: number;
  /** The difference asked for; null for none. */
  readonly detect: number | null;
  readonly pilot: { readonly runId: string; readonly cases: number; readonly repeats: number } | null;
  readonly scenarios: readonly PlannedScenario[];
  readonly notes: readonly string[];
}

/** The plan for a terminal: what it takes, then what it can find. No newline at the end. */
export function planTable(plan: RunPlan, { width = 80, color = false }: TerminalOptions = {}): string {
  const style = (format: "bold" | "dim" | "yellow", text: string): string =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const title = `${plan.name}: ${plural(plan.cases, "case")} × ${plural(plan.variants.length, "variant")} × ${plural(plan.repeats, "repeat")} = ${plural(plan.requests, "request")}`;
  const [head = "", ...rows] = tableLines(fitColumns(variantColumns(plan, width), width));
  const notes = plan.notes.flatMap((note) => markedLines("!", note, { width, style }));
  return [
    [
      style("bold", oneLine(title)),
      "",
      style("dim", head),
      ...rows,
      ...wrapped(tokensText(plan), width).map((line) => style("dim", line)),
    ].join("\n"),
    ...(plan.comparisons > 0 ? [powerText(plan, width, style)] : []),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ].join("\n\n");
}

function variantColumns({ variants, requests, costUsd }: RunPlan, width: number) {
  const sum = (of: (variant: PlannedVariant) => number): number =>
    variants.reduce((total, variant) => total + of(variant), 0);
  const total = {
    variant: "total",
    requests,
    promptTokens: sum(({ promptTokens }) => promptTokens),
    completionTokens: addRanges(variants.map(({ completionTokens }) => completionTokens)),
    costUsd,
  };
  const lines = variants.length > 1 ? [...variants, total] : variants;
  return [
    {
      title: "variant",
      cells: lines.map(({ variant }) => shorten(oneLine(variant), Math.max(22, Math.floor(width * 0.35)))),
    },
    { title: "requests", align: "right" as const, cells: lines.map((line) => count(line.requests)) },
    { title: "prompt tokens", align: "right" as const, cells: lines.map(({ promptTokens }) => count(promptTokens)) },
    {
      title: "answer tokens",
      align: "right" as const,
      rank: 1,
      cells: lines.map(({ completionTokens }) => tokenRange(completionTokens)),
    },
    { title: "cost", align: "right" as const, cells: lines.map((line) => costRange(line.costUsd)) },
  ];
}

/** Sums of the ends; an unknown upper end makes the sum's unknown. */
export function addRanges(ranges: readonly PlannedRange[]): PlannedRange {
  return ranges.reduce(
    (sum, { low, high }) => ({ low: sum.low + low, high: sum.high === null || high === null ? null : sum.high + high }),
    { low: 0, high: 0 } as PlannedRange,
  );
}

function tokenRange({ low, high }: PlannedRange): string {
  if (high === null) return low === 0 ? "unknown" : `from ${count(low)}`;
  return low === high
    ? `about ${count(high)}`
    : low === 0
      ? `at most ${count(high)}`
      : `${count(low)} to ${count(high)}`;
}

function costRange(range: PlannedRange | null): string {
  if (range === null) return "price unknown";
  const { low, high } = range;
  if (high === null) return `from ${dollars(low)}`;
  if (high === 0) return "none";
  return low === high ? `about ${dollars(high)}` : `${dollars(low)} to ${dollars(high)}`;
}

function tokensText({ tokens, cases, pilot, priceTable }: RunPlan): string {
  const sample = tokens.countedCases < cases ? `, on the first ${count(tokens.countedCases)} cases` : "";
  const answers =
    pilot === null
      ? "Answers take at most maxTokens, where that is set."
      : "Answers are taken to be as long as the pilot's, where it knows their length.";
  const prices = priceTable === null ? "" : ` Prices: ${priceTable}.`;
  return `Prompt tokens by ${tokens.encoding}${sample}: an estimate for models that are not OpenAI's. ${answers}${prices}`;
}

type Style = (format: "bold" | "dim", text: string) => string;

function powerText(
  { scenarios, cases, alpha, powerLevel, comparisons, detect, pilot }: RunPlan,
  width: number,
  style: Style,
): string {
  const level = comparisons === 1 ? `alpha ${alpha}` : `alpha ${alpha} / ${comparisons} comparisons`;
  const lines = scenarios.flatMap(({ power, ...scenario }) => power.map((row) => ({ ...row, scenario })));
  const wanted = detect === null ? "" : points(detect);
  const columns = [
    pilot === null || lines.every(({ scenario }) => scenario.variant === null)
      ? {
          title: "if this share of cases differs",
          align: "right" as const,
          cells: lines.map(({ scenario }) => share(scenario.discordance)),
        }
      : {
          title: "as in the pilot",
          cells: lines.map(({ scenario }) =>
            shorten(oneLine(scenario.variant ?? ""), Math.max(22, Math.floor(width * 0.3))),
          ),
        },
    ...(lines.some(({ noiseShare }) => noiseShare !== null)
      ? [
          { title: "repeats", align: "right" as const, cells: lines.map(({ repeats }) => count(repeats)) },
          {
            title: "noise share",
            align: "right" as const,
            rank: 1,
            cells: lines.map(({ noiseShare }) => share(noiseShare)),
          },
        ]
      : []),
    {
      title: `found with ${plural(cases, "case")}`,
      align: "right" as const,
      cells: lines.map(({ mde }) => (mde === null ? "nothing" : points(mde))),
    },
    ...(detect === null
      ? []
      : [
          {
            title: `cases for ${wanted}`,
            align: "right" as const,
            cells: lines.map((row) => (row.cases === null ? "none can" : count(row.cases))),
          },
          {
            title: "requests",
            align: "right" as const,
            rank: 2,
            cells: lines.map((row) => (row.requests === null ? "–" : count(row.requests))),
          },
        ]),
  ];
  const [head = "", ...rows] = tableLines(fitColumns(columns, width));
  const from = pilot === null ? "" : `, from ${pilot.runId}`;
  return [
    ...wrapped(`differences that it finds with ${Math.round(100 * powerLevel)} % power at ${level}${from}`, width).map(
      (line) => style("bold", line),
    ),
    style("dim", head),
    ...rows,
    ...scenarios.flatMap((scenario) => adviceLines(scenario, width)),
  ].join("\n");
}

function adviceLines({ variant, advice }: PlannedScenario, width: number): string[] {
  if (advice === null) return [];
  const text = {
    "more cases": "more cases, not more repeats",
    "more repeats": "more repeats pay",
    either: "cases and repeats both pay",
  }[advice];
  return wrapped(`→ ${oneLine(variant ?? "")}: ${text}.`, width, "  ");
}

function share(value: number | null): string {
  return value === null ? "–" : `${Number((100 * value).toPrecision(2))} %`;
}

function points(difference: number): string {
  const value = Number((100 * difference).toPrecision(2));
  return `${value} point${value === 1 ? "" : "s"}`;
}
