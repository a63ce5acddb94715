import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import type { CaseFilter } from "./case-filter.ts";
import { type CaseQuery, type CaseSort, orderCases } from "./case-order.ts";

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
    ], // 6: the scorer was undecided
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
  ["allRight", [0]],
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

test("a search keeps its results", () => {
  expect(order({ found: new Set([4, 1]), sort: "lowest" })).toEqual([4, 1]);
  expect(order({ found: new Set() })).toEqual([]);
});

test("filters and sorts by the variant in focus alone; a reversed order keeps missing figures last", () => {
  expect(order({ filter: "regressions", focus: 1 })).toEqual([1, 2]);
  expect(order({ filter: "regressions", focus: 0 })).toEqual([]);
  expect(order({ filter: "allWrong", focus: 0 })).toEqual([3, 4]);
  expect(order({ filter: "differ", focus: 1 })).toEqual([1, 2, 3, 5]);
  expect(order({ sort: "difference", focus: 1 })).toEqual([1, 2, 0, 4, 5, 3, 6]);
  expect(order({ sort: "difference" })).toEqual([1, 3, 2, 5, 0, 4, 6]);
  expect(order({ sort: "lowest", focus: 0, isReversed: true })).toEqual([0, 1, 2, 5, 3, 4, 6]);
  expect(order({ isReversed: true })).toEqual([6, 5, 4, 3, 2, 1, 0]);
});

test("searches for a status in any trial, or in those of the variant in focus", () => {
  expect(order({ status: "failed" })).toEqual([5]);
  expect(order({ status: "failed", focus: 1 })).toEqual([]);
  expect(order({ status: "refused" })).toEqual([]);
});

test("filters by labels: of any answer to the case, or of those of the variant in focus", () => {
  const cells = sampleCells({ scores: [[[1, 1]], [[1, 0]], [[1, 1]]], review: [0, 1, 5, 0, 3, 0] });
  const by = (status: CaseQuery["status"], focus = -1) => [
    ...orderCases(cells, { metric: 0, sort: "table", filter: "all", status, focus, baseline: 0, found: null }),
  ];
  expect(by("labelled")).toEqual([0, 1, 2]);
  expect(by("labelled", 1)).toEqual([0]);
  expect(by("flagged")).toEqual([1]);
  expect(by("commented")).toEqual([2]);
});

test("sorts the most expensive and slowest first, unknown ones last; ids by their numbers", () => {
  const cells = {
    ...sampleCells({
      scores: [[[1]], [[1]], [[1]]],
      costUsd: [0.1, NaN, 0.3],
      latencyMs: [30, 10, NaN],
      categories: ["a", "b", "a"],
    }),
    caseIds: ["case-10", "case-9", "case-1"],
  };
  const by = (changes: Partial<CaseQuery>) => [
    ...orderCases(cells, { metric: 0, sort: "table", filter: "all", baseline: 0, found: null, ...changes }),
  ];
  expect(by({ sort: "cost" })).toEqual([2, 0, 1]);
  expect(by({ sort: "time" })).toEqual([0, 1, 2]);
  expect(by({ sort: "id" })).toEqual([2, 1, 0]);
  expect(by({ group: { key: "category", value: "a" } })).toEqual([0, 2]);
  expect(by({ group: { key: "category", value: "__proto__" } })).toEqual([]);
  expect(by({ group: { key: "none", value: "a" } })).toEqual([]);
});
