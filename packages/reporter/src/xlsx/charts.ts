import { type Choice, type WordedComparison, verdictWord } from "@sameseed/core";
import type { Chart, Series } from "./chart-xml.ts";
import type { PlacedTable } from "./page-sheet.ts";

/** Colours of series, in their order: the ones of the page. */
export const TONES = ["1F5FBF", "B4540A", "7A3FA8", "0A6F8A", "8A6D00", "B03078", "4A5A72", "6B4A2F"];
const GOOD = "2E8B6F";
const BAD = "C0392B";
const NEUTRAL = "9AA3B0";

/** Bars of the differences with their intervals, in the table's order; null without a difference. */
export function forestChart(comparisons: readonly WordedComparison[], table: PlacedTable): Chart | null {
  const estimates = comparisons.map(({ result }) => result.estimate);
  if (estimates.every((estimate) => estimate === null)) return null;
  const series: Series = {
    name: { reference: table.cell("difference", -1), values: ["difference"] },
    at: { reference: table.range("variant"), values: comparisons.map(({ b }) => b) },
    values: { reference: table.range("difference"), values: estimates },
    ends: comparisons.map(({ result: { interval } }) =>
      interval === null ? null : { low: interval.lo, high: interval.hi },
    ),
    colors: comparisons.map(({ verdict }) => (verdict === "better" ? GOOD : verdict === "worse" ? BAD : NEUTRAL)),
  };
  return {
    kind: "forest",
    title:
      comparisons.length === 1
        ? `Difference (${verdictWord(comparisons[0]!.verdict)})`
        : "Differences from the baseline",
    horizontal: "difference of the score, with its 95 % interval; above 0: better than the baseline",
    vertical: "",
    series: [series],
    horizontalFormat: "+0%;-0%;0%",
    verticalFormat: "General",
  };
}

/** Score against cost or time per answer; null where fewer than two variants have either. */
export function scatterChart(choices: readonly Omit<Choice, "standing">[], table: PlacedTable): Chart | null {
  const has = (of: (choice: Omit<Choice, "standing">) => number | null): boolean =>
    choices.filter((choice) => of(choice) !== null).length > 1 && choices.some((choice) => (of(choice) ?? 0) > 0);
  const cost = { column: "cost per 1,000", of: (choice: Omit<Choice, "standing">) => choice.costPerThousandUsd };
  const time = { column: "p50 ms", of: (choice: Omit<Choice, "standing">) => choice.latencyMsP50 };
  const axis = [cost, time].find(({ of }) => has(of));
  if (axis === undefined) return null;
  const series = choices.flatMap((choice, line): Series[] => {
    const { variant, mean, low, high } = choice;
    const at = axis.of(choice);
    if (at === null || mean === null) return [];
    return [
      {
        name: { reference: table.cell("variant", line), values: [variant] },
        at: { reference: table.cell(axis.column, line), values: [at] },
        values: { reference: table.cell("mean", line), values: [mean] },
        ends: [low === null || high === null ? null : { low, high }],
        colors: [TONES[line % TONES.length]!],
      },
    ];
  });
  const isCost = axis === cost;
  return {
    kind: "scatter",
    title: isCost ? "Score and cost" : "Score and time",
    horizontal: isCost ? "US dollars per 1,000 answers" : "median milliseconds per answer",
    vertical: "score, with its 95 % interval",
    series,
    horizontalFormat: isCost ? '"$"0.00##' : timeFormat(series),
    verticalFormat: "0%",
  };
}

/** Milliseconds that are close to each other have a decimal: otherwise two ticks of the axis show one number. */
function timeFormat(series: readonly Series[]): string {
  const times = series
    .flatMap(({ at }): readonly (string | number)[] => at?.values ?? [])
    .filter((value) => typeof value === "number");
  return Math.max(...times) - Math.min(...times) < 10 ? "#,##0.0" : "#,##0";
}
