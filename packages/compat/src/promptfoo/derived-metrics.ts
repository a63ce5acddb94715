import { compileExpression, leavesUnitInterval, nearest } from "@sameseed/core";
import { inside, type Place } from "./place.ts";
import { isFileReference, isObject, type Reading } from "./reading.ts";

/**
 * Metrics that promptfoo computes from the sums over all answers: arithmetic that is linear and stays in [0, 1] is the mean of
 * rows here, any other is computed from sums. A metric may name those before it; one with a name that no assertion gives (`known`) is left out.
 */
export function derivedMetrics(
  value: unknown,
  place: Place,
  { notes: { warn }, known }: Pick<Reading, "notes"> & { readonly known: readonly string[] },
): object[] {
  if (!Array.isArray(value)) {
    if (value !== undefined && value !== null) warn(place, "is not a list of {name, value} and is left out");
    return [];
  }
  const before = new Map<string, string>();
  return value.flatMap((entry: unknown, index) => {
    const at = inside(place, index);
    const text = isObject(entry) ? entry["value"] : undefined;
    if (!isObject(entry) || typeof entry["name"] !== "string" || typeof text !== "string" || isFileReference(text)) {
      warn(at, "is a function or a script and is left out: write it as arithmetic over the metrics");
      return [];
    }
    const { name } = entry as { name: string };
    const expanded = (entry as { value: string }).value.replaceAll(/[A-Za-z_]\w*/g, (word) => before.get(word) ?? word);
    const problem = problemOf(expanded, known);
    if (problem !== undefined) {
      warn(inside(at, "value"), `is left out: ${problem}`);
      return [];
    }
    before.set(name, `(${expanded})`);
    const isLinear = !/[*^(]|__count|\/(?!\s*\d+(?:\.\d+)?(?!\s*[\^*]))/.test(
      expanded.replaceAll(/\d+(?:\.\d+)?\s*\*/g, ""),
    );
    if ((isLinear || isMean(expanded)) && !leavesUnitInterval(expanded)) {
      warn(inside(at, "value"), "is computed for each row and then averaged; promptfoo computes it from the sums");
      return [{ derived: { metric: name, value: expanded } }];
    }
    return [{ derived: { metric: name, value: expanded, of: "sums" } }];
  });
}

/** `(a + b) / 2`: brackets and a division by a number alone. */
function isMean(expression: string): boolean {
  return /^\([^()*/^]+\)\s*\/\s*\d+(?:\.\d+)?$/.test(expression.trim());
}

function problemOf(expression: string, known: readonly string[]): string | undefined {
  try {
    const unknown = compileExpression(expression).names.find((name) => name !== "__count" && !known.includes(name));
    if (unknown === undefined) return undefined;
    const guess = nearest(unknown, known);
    return `no assertion has the metric "${unknown}"${guess === undefined ? "" : `; did you mean "${guess}"?`}`;
  } catch (cause) {
    return (cause as Error).message.replace(/\.$/, "");
  }
}
