import { nearest } from "@sameseed/core";
import { keyOf } from "../translation/located-yaml.ts";
import { ASSERTION_TYPES } from "./assertion-types.ts";
import { inside, type Notes, type Place } from "./place.ts";
import { type Fields, mistake } from "./reading.ts";

/** Errors: `BAD_BENCHMARK` where a key of an assertion has a value of another kind, which promptfoo refuses too. */
export function checkShape(fields: Fields, place: Place): void {
  checkNumber(fields["threshold"], inside(place, "threshold"));
  checkNumber(fields["weight"], inside(place, "weight"), 0);
  const { metric } = fields;
  if (metric !== undefined && metric !== null && typeof metric !== "string")
    throw wrongKind(metric, inside(place, "metric"), "a text");
}

/** Errors: `BAD_BENCHMARK` for a value that is not a number, or below the minimum. */
export function checkNumber(value: unknown, place: Place, least = -Infinity): void {
  if (value === undefined || value === null) return;
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return;
  throw wrongKind(value, place, least === -Infinity ? "a number" : `a number ≥ ${least}`);
}

/** A list of assertions; empty if the key is missing. Errors: `BAD_BENCHMARK` for anything else. */
export function assertionList(value: unknown, place: Place): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw wrongKind(value, place, "a list of assertions");
}

/** An object; empty if the key is missing. Errors: `BAD_BENCHMARK` for anything else. */
export function objectAt(value: unknown, place: Place): Fields {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Fields;
  throw wrongKind(value, place, "an object");
}

/** A threshold in [0, 1], as in sameseed; warns of one outside. */
export function share(threshold: number, place: Place, notes: Notes): number {
  if (threshold > 1) notes.warn(inside(place, "threshold"), `${threshold} is above the highest score and counts as 1`);
  if (threshold < 0) notes.warn(inside(place, "threshold"), `${threshold} is below the lowest score and counts as 0`);
  return Math.min(1, Math.max(0, threshold));
}

/** The known assertion with the name nearest to an unknown one. */
export function unknownType(type: string): string {
  const meant = nearest(type, [...ASSERTION_TYPES]);
  return meant === undefined ? "it is not known" : `it is not known; did you mean ${meant}?`;
}

const SHOWN_LENGTH = 60;

function wrongKind(value: unknown, place: Place, expected: string): Error {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
  const shown = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  return mistake(
    place,
    `${keyOf(place.path)} is ${shown}, expected ${expected}`,
    "Correct the value, or leave out the key.",
  );
}
