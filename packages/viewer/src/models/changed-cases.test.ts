import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import { changedCases } from "./changed-cases.ts";

const BEFORE = sampleCells({ scores: [[[1, 0]], [[0, 1]], [[1, 1]], [["failed", null]]] });

test("matches cases by id in any order, and lists lost ones first", () => {
  const after = {
    ...sampleCells({ scores: [[[1, 1]], [[0, 0.5]], [[0, 0]], [[1, 1]]] }),
    caseIds: ["case-2", "case-1", "case-0", "new"],
  };
  expect(changedCases(BEFORE, after, "score")).toEqual({
    cases: [
      { id: "case-0", variant: "v0", before: 1, after: 0 },
      { id: "case-1", variant: "v1", before: 1, after: 0.5 },
    ],
    lost: 2,
    gained: 0,
    compared: 6,
  });
});

test("a failed trial counts 0, an unscored one is not compared, and a variant or metric of one run alone is left out", () => {
  const after = { ...sampleCells({ scores: [[[1, 0]], [[0, 1]], [[1, 1]], [[1, 1]]] }), variants: ["v0", "other"] };
  expect(changedCases(BEFORE, after, "score")).toMatchObject({
    cases: [{ id: "case-3", variant: "v0", before: 0, after: 1 }],
    gained: 1,
    compared: 4,
  });
  expect(changedCases(BEFORE, after, "other").compared).toBe(0);
});
