import type { WordedComparison } from "@sameseed/core";
import { expect, test } from "vitest";
import { forestRows } from "./forest-rows.ts";

const interval = { lo: -0.1, hi: 0.3 };
const side = { estimate: 0.1, interval, n: 40, verdict: "inconclusive" };

function comparison(parts: object): WordedComparison {
  const result = { estimate: 0.1, interval, n: 40, pAdjusted: 0.2 };
  return {
    metric: "score",
    verdict: "inconclusive",
    result,
    withoutFailed: side,
    suiteInterval: null,
    ...parts,
  } as never;
}

const shown = (parts: object): unknown =>
  forestRows([comparison(parts)]).map(({ detail, estimate, n, verdict }) => [detail, estimate, n, verdict]);

test("a metric without failed trials has one line", () => {
  expect(shown({})).toEqual([["", 0.1, 40, "inconclusive"]]);
});

test("failed trials add the line without them", () => {
  expect(shown({ withoutFailed: { ...side, estimate: 0.2, n: 38, verdict: "better" } })).toEqual([
    ["", 0.1, 40, "inconclusive"],
    ["failed trials left out", 0.2, 38, "better"],
  ]);
});

test("an interval for exactly these cases adds a line without a verdict, and marks left-out trials", () => {
  expect(shown({ suiteInterval: { lo: 0, hi: 0.2 } })).toEqual([
    ["", 0.1, 40, "inconclusive"],
    ["for exactly these cases", 0.1, 40, undefined],
  ]);
  expect(shown({ suiteInterval: { lo: 0, hi: 0.2 }, withoutFailed: { ...side, n: 39 } })).toEqual([
    ["", 0.1, 40, "inconclusive"],
    ["failed trials left out", 0.1, 39, "inconclusive"],
    ["for exactly these cases, answered trials", 0.1, 39, undefined],
  ]);
});

test("the keys of the lines of several metrics differ", () => {
  const rows = forestRows(["score", "tone"].map((metric) => comparison({ metric, suiteInterval: interval })));
  expect(new Set(rows.map(({ key }) => key)).size).toBe(4);
});
