import { overallScore, type Row } from "@sameseed/core";

/** Whether a case is notable: its trials differ in score, or one of them has no score. */
export function isNotable(rows: readonly Row[]): boolean {
  const scores = rows.map(overallScore);
  return scores.some((score) => score === null || score !== scores[0]);
}
