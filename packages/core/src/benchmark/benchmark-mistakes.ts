import { SameseedError } from "../error.ts";
import { nearest } from "../nearest.ts";

/** An id that a user wrote and nothing answers to, with the nearest that exists. */
export function unknownId(kind: string, id: string, known: readonly string[]): SameseedError {
  const guess = nearest(id, known);
  return new SameseedError("UNKNOWN_ID", `There is no ${kind} "${id}".`, {
    hint: `${guess === undefined ? "" : `Did you mean "${guess}"? `}Known: ${known.join(", ")}.`,
  });
}

/** Errors: `DUPLICATE_ID` with the hint. */
export function refuseDuplicates(kind: string, ids: readonly string[], hint: string): void {
  const twice = ids.find((id, position) => ids.indexOf(id) !== position);
  if (twice !== undefined) throw new SameseedError("DUPLICATE_ID", `Two ${kind}s have the id "${twice}".`, { hint });
}

/** What is wrong with a benchmark, and how to mend it. */
export function badBenchmark(message: string, hint: string): SameseedError {
  return new SameseedError("BAD_BENCHMARK", message, { hint });
}
