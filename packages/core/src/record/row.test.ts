import { expect, test } from "vitest";
import { overallScore, type Row, type ScoreRecord } from "./row.ts";

function rowWith(scores: Record<string, ScoreRecord>): Row {
  return { scores } as Row;
}

test.each<[string, Record<string, ScoreRecord>, number | null]>([
  ["one scorer", { a: { value: 0.25 } }, 0.25],
  ["two scorers of the same weight", { a: { value: 1 }, b: { value: 0 } }, 0.5],
  ["weights", { a: { value: 1, weight: 3 }, b: { value: 0 } }, 0.75],
  ["a scorer of weight 0 next to another", { a: { value: 1 }, b: { value: 0, weight: 0 } }, 1],
  ["an undecided scorer", { a: { value: 1 }, b: { value: null } }, null],
  ["an undecided scorer of weight 0", { a: { value: 1 }, b: { value: null, weight: 0 } }, 1],
  ["nothing but weight 0", { a: { value: 1, weight: 0 } }, null],
  ["no scorers", {}, null],
])("the overall score of %s", (_, scores, value) => {
  expect(overallScore(rowWith(scores))).toBe(value);
});
