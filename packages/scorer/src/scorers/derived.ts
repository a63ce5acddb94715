import { SameseedError, type Score, type Scorer } from "@sameseed/core";
import { compileExpression } from "../code/expression.ts";

export interface DerivedOptions {
  /** Share of the row's score. Default 0: what it is made of counts already. */
  readonly weight?: number | undefined;
}

/** The other scorers' values by name. */
export type ScoreValues = Readonly<Record<string, number>>;

/**
 * A metric of other metrics, row by row: `derived("f1", "2 * p * r / (p + r)")` or a function of the values. Names with
 * hyphens stand in quotes: `'rouge-l'`. Null where one of the scores it needs is null, and for a division by zero.
 */
export function derived(
  metric: string,
  value: string | ((scores: ScoreValues) => number | null),
  { weight = 0 }: DerivedOptions = {},
): Scorer {
  const expression = typeof value === "string" ? compileExpression(value) : undefined;
  return {
    name: metric,
    derived: true,
    ...(expression && { isBounded: true }),
    weight,
    identity: { type: "derived", value: String(value), weight },
    score({ scores = {} }): Score {
      const values = Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, score.value]));
      const missing = expression?.names.find((name) => !Object.hasOwn(values, name));
      if (missing !== undefined) {
        throw new SameseedError(
          "BAD_BENCHMARK",
          `there is no scorer "${missing}"; there are ${Object.keys(values).join(", ")}`,
        );
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
