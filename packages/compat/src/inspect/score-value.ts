import type { LogScore } from "./log-schema.ts";

/** Factors by scorer name: a score of 7 under 10 is 0.7. */
export type Scale = Readonly<Record<string, number>>;

/** A value of a log's score, by the column that it becomes. */
export interface ScoreValue {
  readonly column: string;
  /** The value in Inspect's scale; null for a value that is not a number. */
  readonly value: number | null;
  readonly reason?: string;
}

const LETTERS: Readonly<Record<string, number>> = { C: 1, I: 0, P: 0.5, N: 0 };
const WORDS: Readonly<Record<string, number>> = { yes: 1, true: 1, no: 0, false: 0 };

/** The numbers of a score: one, or one for each key of an object and each place of a list. */
export function scoreValues(scorer: string, { value }: LogScore): ScoreValue[] {
  if (Array.isArray(value)) return value.map((item, place) => ({ column: `${scorer}[${place}]`, ...numberOf(item) }));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).map(([key, item]) => ({ column: `${scorer}.${key}`, ...numberOf(item) }));
  return [{ column: scorer, ...numberOf(value) }];
}

function numberOf(value: unknown): Omit<ScoreValue, "column"> {
  if (typeof value === "boolean") return { value: Number(value) };
  if (typeof value === "number") return { value };
  if (value === null || value === undefined) return { value: null, reason: "the log has no number (NaN) here" };
  if (typeof value === "string") {
    const known = LETTERS[value] ?? WORDS[value.toLowerCase()];
    if (known !== undefined) return { value: known };
    const number = Number(value);
    if (value.trim() !== "" && Number.isFinite(number)) return { value: number };
  }
  return { value: null, reason: `the log's score ${JSON.stringify(value)} is not a number` };
}
