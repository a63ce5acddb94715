import { isObject } from "@sameseed/core";
import { readFields } from "./read-verdict.ts";

/** A rating as a judge wrote it. */
export interface Rating {
  readonly value: number;
  /** The upper end that the judge gave: 10 in `8/10`. */
  readonly outOf?: number;
}

/** With a point or a comma for decimals. */
const NUMBER = "(-?\\d+(?:[.,]\\d+)?)(?:\\s*(?:/|out of)\\s*(\\d+(?:\\.\\d+)?))?";
const PERCENT = /(?<!\d)(?<![.,])(\d+(?:[.,]\d+)?)\s?%(?![\p{L}\d])/gu;
const NAMES = ["score", "scores", "rating", "ratings", "value"];
const BRACKETS = new RegExp(`\\[\\[\\s*${NUMBER}\\s*\\]\\]`, "g");
/** `Assistant 1: 10`, `**Score:** 8/10`: a label before the colon, and nothing after the number. */
const LABELLED = new RegExp(`^\\s*[-*#>]*\\s*[^:\\n]{1,60}:[\\s*_]*${NUMBER}[\\s*_.]*$`, "i");
const IN_TEXT = new RegExp(`\\b(?:score|rating|grade)s?\\b[\\s"'*_]*(?:is|of|:|=)+[\\s"'*_]*${NUMBER}`, "gi");
const FRACTION = new RegExp(`(?<![\\d.])(\\d+(?:\\.\\d+)?)\\s*(?:/|out of)\\s*(\\d+(?:\\.\\d+)?)(?!\\.?\\d)`, "g");

/**
 * The requested number of ratings in any form: JSON, `[[8]]`, a line with only the numbers (`8.5 9`), lines
 * such as `Assistant 1: 10`, the last of several, "the score is 7", "8/10", "80%". A number that is not a
 * percentage comes first: the rating of "Score: 4" is not its "Confidence: 90%". Null with fewer ratings.
 */
export function readRatings(given: string, count: number): readonly Rating[] | null {
  const text = given.replaceAll(PERCENT, "$1/100");
  const bare = given.replaceAll(PERCENT, "%");
  const one = (from: string, pattern: RegExp): Rating[] | null =>
    count === 1 ? lastOf(from.matchAll(pattern), 1) : null;
  return (
    fromJson(text, count) ??
    lastOf(text.matchAll(BRACKETS), count) ??
    ownLine(text, count) ??
    labelledLines(bare, count) ??
    one(bare, IN_TEXT) ??
    one(text, IN_TEXT) ??
    labelledLines(text, count) ??
    one(bare, FRACTION) ??
    (/\d/.test(bare) ? null : one(text, FRACTION))
  );
}

/** The only rating of a text on a scale, as a share of it; null without a rating or outside the scale. */
export function readShare(text: string, [low, high]: readonly [number, number]): number | null {
  const rating = readRatings(text, 1)?.[0];
  if (rating === undefined) return null;
  const { value, outOf = high } = rating;
  const share = outOf === high ? (value - low) / (high - low) : value / outOf;
  return share >= 0 && share <= 1 ? share : null;
}

function fromJson(text: string, count: number): Rating[] | null {
  const fields = readFields(text, NAMES);
  for (const name of NAMES) {
    const found = fields?.[name];
    const values: unknown[] = Array.isArray(found) ? found : isObject(found) ? Object.values(found) : [found];
    const ratings = values.map(ratingOf);
    if (found !== undefined && ratings.length === count && ratings.every((rating) => rating !== null)) return ratings;
  }
  return null;
}

function ratingOf(value: unknown): Rating | null {
  if (typeof value === "number") return Number.isFinite(value) ? { value } : null;
  const match = typeof value === "string" ? new RegExp(`^\\s*${NUMBER}\\s*$`).exec(value) : null;
  return match === null ? null : rating(match[1], match[2]);
}

function rating(value: string | undefined, outOf: string | undefined): Rating {
  return { value: Number(value?.replace(",", ".")), ...(outOf !== undefined && { outOf: Number(outOf) }) };
}

function lastOf(matches: Iterable<RegExpExecArray>, count: number): Rating[] | null {
  const all = [...matches];
  return all.length < count ? null : all.slice(all.length - count).map((match) => rating(match[1], match[2]));
}

/** The first line with only the ratings. */
function ownLine(text: string, count: number): Rating[] | null {
  const line = new RegExp(
    `^[\\s*_("'[]*${Array.from({ length: count }, () => NUMBER).join("[\\s,;]+")}[\\s*_)"'.\\]]*$`,
  );
  for (const candidate of text.split("\n")) {
    const match = line.exec(candidate);
    if (match !== null) return Array.from({ length: count }, (_, at) => rating(match[2 * at + 1], match[2 * at + 2]));
  }
  return null;
}

/** The last lines that follow one another, each with a label and a number. */
function labelledLines(text: string, count: number): Rating[] | null {
  let found: Rating[] | null = null;
  let run: Rating[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const match = LABELLED.exec(line);
    run = match === null ? [] : [...run, rating(match[1], match[2])];
    if (run.length >= count) found = run.slice(run.length - count);
  }
  return found;
}
