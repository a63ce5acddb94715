import { SameseedError } from "../error.ts";
import { nearest } from "../nearest.ts";

/** An unknown id that a user wrote, with the nearest known one. */
export function unknownId(kind: string, id: string, known: readonly string[]): SameseedError {
  const guess = nearest(id, known);
  return new SameseedError("UNKNOWN_ID", `There is no ${kind} "${id}".`, {
    hint: `${guess === undefined ? "" : `Did you mean "${guess}"? `}Known: ${known.join(", ")}.`,
  });
}

/** A value written to an object under this name is lost: a score, a variable. */
export const RESERVED_NAME = "__proto__";

/** Errors: `DUPLICATE_ID` with the hint, `BAD_BENCHMARK` for a name that JavaScript reserves. */
export function refuseDuplicates(kind: string, ids: readonly string[], hint: string): void {
  if (ids.includes(RESERVED_NAME))
    throw badBenchmark(
      `A ${kind} cannot be called "${RESERVED_NAME}".`,
      "JavaScript reserves this name: choose another.",
    );
  const twice = ids.find((id, position) => ids.indexOf(id) !== position);
  if (twice !== undefined) throw new SameseedError("DUPLICATE_ID", `Two ${kind}s have the id "${twice}".`, { hint });
}

/** A benchmark error: what is wrong and how to fix it. */
export function badBenchmark(message: string, hint: string): SameseedError {
  return new SameseedError("BAD_BENCHMARK", message, { hint });
}
