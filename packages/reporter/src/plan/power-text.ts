import { count, plural } from "@sameseed/core";
import type { Style } from "../terminal/style.ts";
import { type TextColumn, fittedLines, wrapped } from "../terminal/text-table.ts";
import { oneLine, shorten } from "../terminal/text-width.ts";
import { designLines } from "./design-text.ts";
import type { PlannedPower, PlannedScenario, RunPlan } from "@sameseed/analysis";

export interface PowerTextOptions {
  readonly width: number;
  readonly style: Style;
}

/** The power of a run: a line for each scenario and number of repeats, then ways to increase it. */
export function powerText(plan: RunPlan, { width, style }: PowerTextOptions): string {
  const { scenarios, alpha, powerLevel, comparisons, pilot } = plan;
  const level = comparisons === 1 ? `alpha ${alpha}` : `alpha ${alpha} / ${comparisons} comparisons`;
  const from = pilot === null ? "" : `, from ${pilot.runId}`;
  const title = `differences detected with ${Math.round(100 * powerLevel)} % power at ${level}${from}`;
  const [head = "", ...rows] = fittedLines(columnsOf(plan, width), width);
  return [
    ...wrapped(title, width).map((line) => style("bold", line)),
    style("dim", head),
    ...rows,
    ...scenarios.flatMap((scenario) => adviceLines(scenario, width)),
    ...designLines(plan, { width, style }),
  ].join("\n");
}

interface Line extends PlannedPower {
  readonly scenario: Omit<PlannedScenario, "power">;
}

function columnsOf({ scenarios, cases, detect, pilot }: RunPlan, width: number): readonly TextColumn[] {
  const lines = scenarios.flatMap(({ power, ...scenario }) => power.map((row): Line => ({ ...row, scenario })));
  const isOfPilot = pilot !== null && lines.some(({ scenario }) => scenario.variant !== null);
  return [
    isOfPilot ? variantColumn(lines, width) : discordanceColumn(lines),
    ...(lines.some(({ noiseShare }) => noiseShare !== null) ? repeatsColumns(lines) : []),
    {
      title: `found with ${plural(cases, "case")}`,
      align: "right",
      cells: lines.map(({ mde }) => (mde === null ? "nothing" : points(mde))),
    },
    ...(detect === null ? [] : detectColumns(lines, detect)),
  ];
}

function variantColumn(lines: readonly Line[], width: number): TextColumn {
  const most = Math.max(22, Math.floor(width * 0.3));
  return {
    title: "as in the pilot",
    cells: lines.map(({ scenario }) => shorten(oneLine(scenario.variant ?? ""), most)),
  };
}

function discordanceColumn(lines: readonly Line[]): TextColumn {
  return {
    title: "if this share of cases differs",
    align: "right",
    cells: lines.map(({ scenario }) => share(scenario.discordance)),
  };
}

function repeatsColumns(lines: readonly Line[]): readonly TextColumn[] {
  return [
    { title: "repeats", align: "right", cells: lines.map(({ repeats }) => count(repeats)) },
    { title: "noise share", align: "right", rank: 1, cells: lines.map(({ noiseShare }) => share(noiseShare)) },
  ];
}

/** The cost of detecting the requested difference. */
function detectColumns(lines: readonly Line[], detect: number): readonly TextColumn[] {
  return [
    {
      title: `cases for ${points(detect)}`,
      align: "right",
      cells: lines.map(({ cases }) => (cases === null ? "none can" : count(cases))),
    },
    {
      title: "requests",
      align: "right",
      rank: 2,
      cells: lines.map(({ requests }) => (requests === null ? "–" : count(requests))),
    },
  ];
}

function adviceLines({ variant, advice }: PlannedScenario, width: number): string[] {
  if (advice === null) return [];
  const text = {
    "more cases": "add cases; more repeats would hardly help",
    "more repeats": "more repeats help nearly as much as new cases, but never more per request",
    either: "cases and repeats both help, cases more per request",
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
