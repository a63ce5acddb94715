import { compileExpression } from "./expression.ts";

/** The number of rows in arithmetic over sums. */
export const ROW_COUNT = "__count";

/** With more names than this, only combinations of one or all of them are tried. */
const MOST_NAMES = 10;

/** Whether arithmetic over scores in [0, 1] has values outside of it, such as `a + b` or `a / b`. */
export function leavesUnitInterval(source: string): boolean {
  const { names, evaluate } = compileExpression(source);
  const isOutside = (valueOf: (place: number) => number): boolean => {
    const value = evaluate(
      Object.fromEntries(names.map((name, place) => [name, name === ROW_COUNT ? 1 : valueOf(place)])),
    );
    return value < -1e-9 || value > 1 + 1e-9;
  };
  const sets = names.length > MOST_NAMES ? names.map((_, place) => 2 ** place) : Array(2 ** names.length).keys();
  return (
    [() => 0, () => 0.5, () => 1].some(isOutside) ||
    sets.some((set) => isOutside((place) => (Math.floor(set / 2 ** place) % 2 === 1 ? 1 : 0)))
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
