import { CellStatus } from "../data/cells.ts";

/** The meaning of a score's colour; failed and missing trials have no score. */
export type ScoreTone = "right" | "wrong" | "partly" | "unknown";
export type CellTone = ScoreTone | "failed" | "missing";

/** The tone of a score in [0, 1]; null or NaN for a missing score. */
export function scoreTone(value: number | null): ScoreTone {
  if (value === null || Number.isNaN(value)) return "unknown";
  return value >= 0.999 ? "right" : value <= 0.001 ? "wrong" : "partly";
}

/** Of a trial with its score. */
export function cellTone(status: number, score: number): CellTone {
  if (status === CellStatus.missing) return "missing";
  return status === CellStatus.failed ? "failed" : scoreTone(score);
}

const MARKS: Readonly<Record<Exclude<CellTone, "partly">, string>> = {
  right: "✓",
  wrong: "✗",
  unknown: "?",
  failed: "!",
  missing: "–",
};

/** The mark of a trial in a badge: a sign, or the percent of a partial score. Never the number of a repeat. */
export function toneMark(tone: CellTone, score: number): string {
  return tone === "partly" ? String(Math.round(100 * score)) : MARKS[tone];
}
