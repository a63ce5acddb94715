import type { Assertion } from "./assertion-context.ts";
import { existsSync } from "node:fs";
import { javascriptOf } from "./javascript-line.ts";
import { inside } from "./place.ts";
import {
  type Fields,
  FUNCTION,
  isObject,
  isFileReference,
  keptObject,
  pathOf,
  type Reading,
  readText,
} from "./reading.ts";

/**
 * An assertion in JavaScript or Python. A throw fails the answer, as in promptfoo. Undefined for a function
 * in the config itself.
 */
export function assertedCode(
  { type, value, threshold, fields, place }: Assertion,
  reading: Reading,
): readonly [string, Fields] | undefined {
  if (typeof value !== "string") return undefined;
  const name = isFileReference(value) ? (/\.py(?::\w+)?$/.test(value) ? "python" : "javascript") : type;
  const { config } = fields;
  keptObject(config, inside(place, "config"), reading);
  return [
    name,
    {
      value: name === "javascript" && !isFileReference(value) ? javascriptOf(value) : value,
      ...(isObject(config) && { config }),
      ...(threshold !== undefined && { threshold }),
      throws: "wrong",
    },
  ];
}

const NAMED_SCORES = /named_?scores["']?\s*[:=]\s*\{([^{}]*)\}/gi;

/** The metrics that code returns in addition to its score, as far as its text names them. */
export function namedScores({ value, place }: Pick<Assertion, "value" | "place">, reading: Reading): string[] {
  if (typeof value !== "string") return [];
  const path = pathOf(value.replace(FUNCTION, ""), reading.folder);
  const code = isFileReference(value) ? (existsSync(path) ? readText(path, place) : "") : value;
  const found = [...code.matchAll(NAMED_SCORES)].flatMap(([, members = ""]) =>
    [...members.matchAll(/(?:^|,)\s*(?:["']([^"']+)["']|(\w+))\s*(?::|,|$)/g)].map(
      ([, quoted, name]) => quoted ?? name ?? "",
    ),
  );
  if (found.length === 0 && /named_?scores/i.test(code))
    reading.notes.warn(
      place,
      "named scores are in the rows; for a column of one add assert-metric: {metric: name} to the scorers",
    );
  return found;
}
