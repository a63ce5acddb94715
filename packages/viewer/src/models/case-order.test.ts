import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import { type CaseFilter, type CaseQuery, type CaseSort, orderCases } from "./case-order.ts";

/** Two repeats × two variants; the first is the baseline. */
const CELLS = sampleCells({
  scores: [
    [
      [1, 1],
      [1, 1],
    ], // 0 all right
    [
      [1, 0],
      [1, 0],
    ], // 1 the second is wrong
    [
      [1, 0],
      [0, 0],
    ], // 2 the baseline is unstable
    [
      [0, 1],
      [0, 1],
    ], // 3 the baseline is wrong
    [
      [0, 0],
      [0, 0],
    ], // 4 all wrong
    [
      ["failed", 1],
      [1, 1],
    ], // 5 a failed trial counts 0
    [
      [null, null],
      [null, null],
    ], // 6 nobody could tell
  ],
});
const order = (changes: Partial<CaseQuery>) => [
  ...orderCases(CELLS, { metric: 0, sort: "table", filter: "all", baseline: 0, found: null, ...changes }),
];

test.each<readonly [CaseFilter, readonly number[]]>([
  ["all", [0, 1, 2, 3, 4, 5, 6]],
  ["differ", [1, 2, 3, 5]],
  ["unstable", [2, 5]],
  ["regressions", [1, 2]],
  ["gains", [3, 5]],
  ["allWrong", [4]],
  ["failed", [5]],
])("filter %s", (filter, cases) => {
  expect(order({ filter })).toEqual(cases);
});

test.each<readonly [CaseSort, readonly number[]]>([
  ["table", [0, 1, 2, 3, 4, 5, 6]],
  ["disagreement", [1, 3, 2, 5, 0, 4, 6]],
  ["variance", [2, 5, 0, 1, 3, 4, 6]],
  ["lowest", [4, 2, 1, 3, 5, 0, 6]],
])("sort by %s", (sort, cases) => {
  expect(order({ sort })).toEqual(cases);
});

test("a search keeps the cases that it found", () => {
  expect(order({ found: new Set([4, 1]), sort: "lowest" })).toEqual([4, 1]);
  expect(order({ found: new Set() })).toEqual([]);
});
