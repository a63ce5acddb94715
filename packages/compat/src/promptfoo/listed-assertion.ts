import type { Assertion, AssertionContext } from "./assertion-context.ts";
import { EMPTY_ENTRIES } from "./judged-assertions.ts";
import { inside } from "./place.ts";
import type { Fields } from "./reading.ts";

/**
 * `contains-all`, `contains-any` and the same without case. An empty text is in every answer, so empty entries may decide the
 * result of every answer, as in promptfoo.
 */
export function listed(
  { type, place }: Assertion,
  entries: readonly string[],
  { reading }: AssertionContext,
): readonly [name: string, options: Fields] {
  const isAll = type.endsWith("-all");
  const filled = entries.filter((entry) => entry !== "");
  const isDecided = isAll ? filled.length === 0 : entries.length === 0 || filled.length < entries.length;
  if (!isDecided) {
    if (filled.length < entries.length) reading.notes.warn(inside(place, "value"), EMPTY_ENTRIES);
    return [type, { expected: filled }];
  }
  const passes = isAll || entries.length > 0;
  const why = entries.length === 0 ? "the list is empty" : "an empty text is in every answer";
  const result = passes ? "passes" : "fails";
  reading.notes.warn(inside(place, "value"), `${why}: ${type} ${result} for every answer, as in promptfoo`);
  return ["javascript", { value: String(passes) }];
}
