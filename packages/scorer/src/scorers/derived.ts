import {
  compileExpression,
  type DerivedScorer,
  leavesInRows,
  leavesUnitInterval,
  ROW_COUNT,
  SameseedError,
  type Score,
} from "@sameseed/core";

export interface DerivedOptions {
  /** Weight in the row's score. Default 0, because the other scorers already count. */
  readonly weight?: number | undefined;
  /**
   * `rows` (default): the value of each row, which reports average. `sums`: also the value from the sums over
   * all rows, where missing values count as 0 and `__count` is the number of rows. It needs arithmetic, not a
   * function. Rows have no value if a row's value may lie outside [0, 1].
   */
  readonly of?: "rows" | "sums" | undefined;
}

/** The other scorers' values by name. */
export type ScoreValues = Readonly<Record<string, number>>;

/**
 * A metric of other metrics, row by row: `derived("f1", "2 * p * r / (p + r)")` or a function of the values. Names with
 * hyphens need quotes: `'rouge-l'`. Null if a required score is null, and for a division by zero.
 */
export function derived(
  metric: string,
  value: string | ((scores: ScoreValues) => number | null),
  { weight = 0, of = "rows" }: DerivedOptions = {},
): DerivedScorer {
  const expression = typeof value === "string" ? compileExpression(value) : undefined;
  if (of === "sums" && expression === undefined)
    throw new SameseedError("BAD_BENCHMARK", `The derived metric ${metric} is a function, and of sums.`, {
      hint: "Write it as arithmetic over scorer names.",
    });
  const mayLeave = expression !== undefined && leavesUnitInterval(String(value));
  const isOfSumsAlone = of === "sums" && mayLeave;
  if (mayLeave) refuseOutside(metric, String(value), { of, weight });
  return {
    name: metric,
    derived: true,
    ...(expression && {
      isBounded: true as const,
      reads: expression.names.filter((name) => of !== "sums" || name !== ROW_COUNT),
    }),
    weight,
    identity: { type: "derived", value: String(value), weight, ...(of === "sums" && { of }) },
    score({ scores = {} }): Score {
      const given = Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, score.value]));
      const values = of === "sums" ? { ...given, [ROW_COUNT]: 1 } : given;
      const missing = expression?.names.find((name) => !Object.hasOwn(values, name));
      if (missing !== undefined) {
        throw new SameseedError(
          "BAD_BENCHMARK",
          `there is no scorer "${missing}"; there are ${Object.keys(values).join(", ")}`,
        );
      }
      if (of === "sums") {
        const counts = expression!.names.map((name) => values[name] ?? 0);
        const made = expression!.evaluate(Object.fromEntries(expression!.names.map((name, at) => [name, counts[at]!])));
        return !isOfSumsAlone && made >= 0 && made <= 1
          ? { value: made, counts }
          : { value: null, reason: "it is computed from sums over all rows, so a single row has no value", counts };
      }
      const unknown = (expression?.names ?? Object.keys(values)).find((name) => values[name] === null);
      if (unknown !== undefined) return { value: null, reason: `${unknown} cannot tell` };
      const made =
        expression?.evaluate(values as ScoreValues) ??
        (value as (scores: ScoreValues) => number | null)(values as ScoreValues);
      return made !== null && Number.isFinite(made)
        ? { value: made }
        : { value: null, reason: "it has no value for these scores" };
    },
  };
}

function refuseOutside(metric: string, value: string, { of, weight = 0 }: DerivedOptions): void {
  if (of === "rows" && leavesInRows(value)) refuseRows(metric, value);
  if (weight > 0) refuseWeight(metric, value);
}

/** Rows outside [0, 1] have no score, and the mean of the others would describe an arbitrary part of the rows. */
function refuseRows(metric: string, value: string): never {
  throw new SameseedError(
    "BAD_BENCHMARK",
    `The derived metric ${metric} can lie outside 0 to 1: "${value}". Such rows would have no score.`,
    {
      hint: `Divide the value, e.g. (a + b) / 2, or limit it: max(0, min(1, ${value})). of: sums reports it as a number over all rows.`,
    },
  );
}

function refuseWeight(metric: string, value: string): never {
  throw new SameseedError(
    "BAD_BENCHMARK",
    `The derived metric ${metric} has a weight, but rows may have no value of it: "${value}" can lie outside 0 to 1.`,
    { hint: `Remove the weight, or limit the value: max(0, min(1, ${value})).` },
  );
}
