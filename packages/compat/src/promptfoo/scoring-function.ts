import { thrownText } from "@sameseed/core";
import type { AssertionContext } from "./assertion-context.ts";
import { namedScores } from "./code-assertions.ts";
import { inside, type Place } from "./place.ts";
import {
  type Fields,
  isFileReference,
  isScript,
  mistake,
  type Placed,
  pathOf,
  type Reading,
  referenceOf,
} from "./reading.ts";

interface ScoringContext extends Pick<AssertionContext, "named"> {
  readonly reading: Reading;
  readonly defaults: Placed<Fields>;
}

/** A function without a name in its reference is called this, as in promptfoo. */
const DEFAULT_NAME = "func";
const KEY = "assertScoringFunction";

/** The script of a test's `assertScoringFunction`, else of that of `defaultTest`, as a reference; undefined for none. Errors: `BAD_BENCHMARK`. */
export function scoringScript(
  test: Fields,
  place: Place,
  { reading, defaults, named }: ScoringContext,
): string | undefined {
  const from = test[KEY] ? { value: test[KEY], place } : { value: defaults.value[KEY], place: defaults.place };
  const at = inside(from.place, KEY);
  const { value } = from;
  if (value === undefined || value === null) return undefined;
  if (!isFileReference(value) || !isScript(value)) {
    const what = typeof value === "function" ? "is a function inside the config" : "is not the path of a script";
    reading.notes.warn(at, `${what}: it is not called; put it into a file and write file://score.js`);
    return undefined;
  }
  const reference = functionOf(referenceOf(pathOf(value, reading.folder), reading), at, reading);
  for (const name of namedScores({ value, place: at }, reading)) named(name);
  return reference;
}

function functionOf(reference: string, place: Place, reading: Reading): string {
  const [, name] = /\.\w+:([\w.]+)$/.exec(reference) ?? [];
  if (name === undefined && reference.endsWith(".py")) return `${reference}:${DEFAULT_NAME}`;
  const tried = name === undefined ? [reference, `${reference}:${DEFAULT_NAME}`] : [reference];
  const problems: string[] = [];
  for (const one of tried) {
    try {
      if (typeof reading.script(one).value === "function") return one;
      problems.push(`${one} exports no function`);
    } catch (cause) {
      problems.push(thrownText(cause).replace(/\.$/, ""));
    }
  }
  throw mistake(place, problems[0]!, "Export the function that makes the score: export default (namedScores) => ….");
}
