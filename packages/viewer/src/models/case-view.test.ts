import { expect, test } from "vitest";
import { sampleCells } from "../testing/sample-cells.ts";
import { caseViewOf, withToggled } from "./case-view.ts";

const CELLS = sampleCells({ scores: [[[1, 0, 1]], [[1, 1, 1]]], categories: ["a", "b"] });
const view = (params: Readonly<Record<string, string>>) => caseViewOf(params, CELLS, "v0");

test("an address without parameters shows all cases with their answers", () => {
  expect(view({})).toMatchObject({
    search: "",
    hasAnswers: true,
    isMarkdown: false,
    shown: [0, 1, 2],
    isNarrowed: false,
  });
  expect(view({}).query).toEqual({
    metric: 0,
    sort: "table",
    isReversed: false,
    filter: "all",
    status: "any",
    group: null,
    focus: -1,
    baseline: 0,
  });
});

test("reads known parameters of the address and ignores unknown ones", () => {
  expect(
    view({ sort: "cost", filter: "gains", of: "v2", group: "category", value: "b", dir: "reverse" }).query,
  ).toMatchObject({
    sort: "cost",
    filter: "gains",
    focus: 2,
    group: { key: "category", value: "b" },
    isReversed: true,
  });
  expect(view({ sort: "__proto__", filter: "constructor", of: "x", group: "nobody", value: "b" })).toMatchObject({
    query: { sort: "table", filter: "all", focus: -1, group: null },
    isNarrowed: false,
  });
});

test("a link of an earlier version to the failed cases still shows them", () => {
  expect(view({ status: "flagged" }).query).toMatchObject({ status: "flagged" });
  expect(view({ filter: "failed" }).query).toMatchObject({ filter: "all", status: "failed" });
});

test("hides columns by their letters, never all of them", () => {
  expect(view({ hide: "B" }).shown).toEqual([0, 2]);
  expect(view({ hide: "A.B.C" }).shown).toEqual([0, 1, 2]);
  expect(withToggled([0, 1, 2], 1, 3)).toBe("B");
  expect(withToggled([0, 2], 1, 3)).toBeUndefined();
  expect(withToggled([0], 0, 3)).toBeUndefined();
});
