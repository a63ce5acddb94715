import type { LabelScale } from "@sameseed/core";
import type { Allowed } from "../xlsx/sheet-xml.ts";

/** Words that spreadsheets and people write for a label, in lower case, with the label's value. */
const WORDS: Readonly<Record<Exclude<LabelScale, "0-1">, Readonly<Record<string, number>>>> = {
  "pass-fail": { pass: 1, fail: 0, yes: 1, no: 0, true: 1, false: 0, "1": 1, "0": 0, p: 1, f: 0, y: 1, n: 0 },
  "1-5": { "1": 0, "2": 0.25, "3": 0.5, "4": 0.75, "5": 1 },
  preference: { a: 1, b: 0, tie: 0.5, equal: 0.5, "=": 0.5, t: 0.5 },
};

/** The word that removes an earlier label. An empty cell keeps it, because a larger sheet repeats the lines of a smaller one. */
export const NO_LABEL = "none";

/** The question of a sheet, and the values that its cells accept. */
export const ASKED: Readonly<Record<LabelScale, Allowed>> = {
  "pass-fail": { values: ["pass", "fail", NO_LABEL], message: "pass or fail" },
  "1-5": { values: ["1", "2", "3", "4", "5", NO_LABEL], message: "a grade from 1 (worst) to 5 (best)" },
  "0-1": { values: { least: 0, most: 1 }, message: "a number from 0 (worst) to 1 (best)" },
  preference: { values: ["A", "B", "tie", NO_LABEL], message: "A, B or tie: which of the two answers is better" },
};

/** The value of a label in [0, 1], in any spreadsheet's spelling; undefined for a value that is not a label. */
export function labelValue(scale: LabelScale, cell: unknown): number | undefined {
  const text = String(cell).trim().toLowerCase();
  if (scale === "0-1") return shareOf(text);
  const words = WORDS[scale];
  const plain = text.replace(/[.,]0+$/, "");
  return Object.hasOwn(words, plain) ? words[plain] : undefined;
}

/** Whether a cell removes an earlier label. */
export function isNoLabel(cell: unknown): boolean {
  return String(cell).trim().toLowerCase() === NO_LABEL;
}

/** `0.8`, `0,8`, `80 %`. */
function shareOf(text: string): number | undefined {
  const [, digits, percent] = /^(\d*[.,]?\d+)\s*(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replace(",", ".")) / (percent === "%" ? 100 : 1);
  return value <= 1 ? value : undefined;
}
