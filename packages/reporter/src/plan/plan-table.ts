import { count, dollars, plural } from "@sameseed/core";
import { styleFor } from "../terminal/style.ts";
import type { TerminalOptions } from "../terminal/terminal-options.ts";
import { markedLines } from "../terminal/marked-lines.ts";
import { fittedLines, type TextColumn, wrapped } from "../terminal/text-table.ts";
import { oneLine, shorten } from "../terminal/text-width.ts";
import { powerText } from "./power-text.ts";
import { addRanges, type PlannedJudge, type PlannedRange, type PlannedVariant, type RunPlan } from "@sameseed/analysis";

/** The plan for a terminal: its cost, then its power. No newline at the end. */
export function planTable(plan: RunPlan, { width = 80, color = false }: TerminalOptions = {}): string {
  const style = styleFor(color);
  const asked = plan.judges.reduce((sum, { requests }) => sum + requests, 0);
  const toJudges = asked === 0 ? "" : `, and about ${count(asked)} requests to judges`;
  const left = plan.cases * plan.variants.length * plan.repeats - plan.requests;
  const without = left > 0 ? `, without ${count(left)} that cases exclude,` : "";
  const title = `${plan.name}: ${plural(plan.cases, "case")} × ${plural(plan.variants.length, "variant")} × ${plural(plan.repeats, "repeat")}${without} = ${amountText(plan)}${toJudges}`;
  const [head = "", ...rows] = fittedLines(variantColumns(plan, width), width);
  const notes = plan.notes.flatMap((note) => markedLines("!", note, { width, style }));
  return [
    [
      ...wrapped(oneLine(title), width).map((line) => style("bold", line)),
      "",
      style("dim", head),
      ...rows,
      ...wrapped(tokensText(plan), width).map((line) => style("dim", line)),
    ].join("\n"),
    ...(plan.comparisons > 0 ? [powerText(plan, { width, style })] : []),
    ...(notes.length > 0 ? [notes.join("\n")] : []),
  ].join("\n\n");
}

/** Recorded and embedded models answer on this machine: these answers take no request. */
function amountText({ requests, variants }: RunPlan): string {
  const here = variants.reduce((sum, one) => sum + (one.isAnsweredHere ? one.requests : 0), 0);
  if (here === 0) return plural(requests, "request");
  const answers = `${plural(here, "answer")} of recorded or embedded models`;
  return here === requests ? answers : `${plural(requests - here, "request")} and ${answers}`;
}

interface PlanLine {
  readonly name: string;
  readonly requests: string;
  readonly promptTokens: string;
  readonly answerTokens: string;
  readonly cost: string;
}

function variantColumns({ variants, judges, requests, costUsd }: RunPlan, width: number): readonly TextColumn[] {
  const sum = (of: (variant: PlannedVariant) => number): number =>
    variants.reduce((total, variant) => total + of(variant), 0);
  const hasPaidJudge = judges.some(({ isFree }) => !isFree);
  const total = lineOf({
    variant: "total",
    requests: requests + judges.reduce((all, judge) => all + judge.requests, 0),
    promptTokens: sum(({ promptTokens }) => promptTokens),
    completionTokens: addRanges(variants.map(({ completionTokens }) => completionTokens)),
    costUsd: hasPaidJudge && costUsd !== null ? { low: costUsd.low, high: null } : costUsd,
  });
  const lines = [
    ...variants.map(lineOf),
    ...judges.map(judgeLine),
    ...(variants.length + judges.length > 1
      ? [{ ...total, ...(judges.length > 0 && { requests: `about ${total.requests}` }) }]
      : []),
  ];
  return [
    {
      title: "variant",
      cells: lines.map(({ name }) => shorten(oneLine(name), Math.max(22, Math.floor(width * 0.35)))),
    },
    {
      // Each request is an answer, but recorded and embedded models answer without one.
      title: variants.some(({ isAnsweredHere }) => isAnsweredHere) ? "answers" : "requests",
      align: "right",
      cells: lines.map((line) => line.requests),
    },
    { title: "prompt tokens", align: "right", cells: lines.map(({ promptTokens }) => promptTokens) },
    {
      title: "answer tokens",
      align: "right",
      rank: 1,
      cells: lines.map(({ answerTokens }) => answerTokens),
    },
    { title: "cost", align: "right", cells: lines.map(({ cost }) => cost) },
  ];
}

function lineOf({ variant, requests, promptTokens, completionTokens, costUsd }: PlannedVariant): PlanLine {
  return {
    name: variant,
    requests: count(requests),
    promptTokens: count(promptTokens),
    answerTokens: tokenRange(completionTokens),
    cost: costRange(costUsd),
  };
}

/** A judge's input is unknown before the answers exist. */
function judgeLine({ scorer, judge, requests, isFree }: PlannedJudge): PlanLine {
  return {
    name: `judge of ${scorer}: ${judge}`,
    requests: `about ${count(requests)}`,
    promptTokens: "unknown",
    answerTokens: "unknown",
    cost: isFree ? "free" : "unknown",
  };
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
  if (high === 0) return "free";
  return low === high ? `about ${dollars(high)}` : `${dollars(low)} to ${dollars(high)}`;
}

function tokensText({ tokens, cases, pilot, priceTable }: RunPlan): string {
  const sample = tokens.countedCases < cases ? `, on the first ${count(tokens.countedCases)} cases` : "";
  const answers =
    pilot === null
      ? "Answers have at most maxTokens tokens, if set."
      : "Answers are assumed to be as long as those of the pilot run, if known.";
  const prices = priceTable === null ? "" : ` Prices: ${priceTable}.`;
  return `Prompt tokens by ${tokens.encoding}${sample}: an estimate for models that are not OpenAI's. ${answers}${prices}`;
}
