import { compileExpression } from "./expression.ts";

/** The number of rows in arithmetic over sums. */
export const ROW_COUNT = "__count";

/** With more names than this, only combinations of one or all of them are tried. */
const MOST_NAMES = 10;

/** Whether arithmetic over scores in [0, 1] has values outside of it, such as `a + b`, or no value, such as `a / b`. */
export function leavesUnitInterval(source: string): boolean {
  return isOutside(source, (value) => value < -ROUNDING || value > 1 + ROUNDING);
}

/**
 * Whether it has numbers outside of [0, 1] for scores of 0, 1 or all 0.5, such as `a + b`. A division by zero is no number:
 * `a / b` may stay inside in all rows.
 */
export function leavesInRows(source: string): boolean {
  return isOutside(source, (value) => Number.isFinite(value) && (value < -ROUNDING || value > 1 + ROUNDING));
}

const ROUNDING = 1e-9;

function isOutside(source: string, isWrong: (value: number) => boolean): boolean {
  const { names, evaluate } = compileExpression(source);
  const isWrongFor = (valueOf: (place: number) => number): boolean =>
    isWrong(evaluate(Object.fromEntries(names.map((name, place) => [name, name === ROW_COUNT ? 1 : valueOf(place)]))));
  const sets = names.length > MOST_NAMES ? names.map((_, place) => 2 ** place) : Array(2 ** names.length).keys();
  return (
    [() => 0, () => 0.5, () => 1].some(isWrongFor) ||
    sets.some((set) => isWrongFor((place) => (Math.floor(set / 2 ** place) % 2 === 1 ? 1 : 0)))
  );
}

/**
 * Whether a scorer, by its identity, is a derived metric of sums whose single rows would have values outside
 * [0, 1]. It has a value only over all rows.
 */
export function isOfSumsAlone(identity: unknown): boolean {
  if (typeof identity !== "object" || identity === null) return false;
  const { type, of, value } = identity as { type?: unknown; of?: unknown; value?: unknown };
  return type === "derived" && of === "sums" && typeof value === "string" && leavesUnitInterval(value);
}
