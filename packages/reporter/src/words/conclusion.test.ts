import type { Verdict } from "@sameseed/stats";
import { expect, test } from "vitest";
import type { VariantComparison } from "@sameseed/core";
import { conclusionOf } from "./conclusion.ts";

type Changes = { readonly [Key in keyof VariantComparison]?: unknown };

function conclusion(verdict: Verdict | null, result: object = {}, changes: Changes = {}): string {
  const numbers = {
    verdict: { verdict },
    marginInterval: null,
    margin: 0.05,
    alpha: 0.05,
    sizes: { mde: null },
    ...result,
  };
  const fairness = { verdict: "fair", reasons: [] };
  return conclusionOf({ a: "old", b: "new", verdict, result: numbers, fairness, ...changes } as VariantComparison);
}

test("what holds within the margin stands with the interval that was held against it", () => {
  expect(conclusion("notWorse", { marginInterval: { lo: -0.0312, hi: 0.23 } })).toBe(
    "new is not worse than old by more than 5 points (90 % interval from -3.1); whether it is better the data cannot tell.",
  );
  expect(conclusion("equivalent", { marginInterval: { lo: -0.0312, hi: 0.02 } })).toBe(
    "new and old are equivalent within 5 points (90 % interval [-3.1, +2.0]).",
  );
});

test("without such an interval the margin stands alone", () => {
  expect(conclusion("equivalent")).toBe("new and old are equivalent within 5 points.");
});

test.each<[Verdict, object, string]>([
  ["better", {}, "new is better than old."],
  [
    "worse",
    { verdict: { verdict: "worse", isWithinMargin: true } },
    "new is worse than old, by less than the margin that you set.",
  ],
  [
    "better",
    { correctedEstimate: 0.021 },
    "new is better than old. Corrected for stopping early, the difference is +2.1 points.",
  ],
  ["insufficient", { insufficient: "fewer than 6 cases" }, "Too little data: fewer than 6 cases."],
  [
    "inconclusive",
    { n: 100, sizes: { mde: 0.12, casesForEstimate: 4000 } },
    "The data cannot tell. With 100 cases it finds a difference of 12 points or more (80 % power). If the difference is as seen, 4,000 cases would show it.",
  ],
  [
    "inconclusive",
    { verdict: { verdict: "inconclusive", evidenceDisagrees: true }, p: 0.04, pAdjusted: 0.08 },
    "The data cannot tell. Its interval leaves out 0, but its p does not hold against the number of comparisons.",
  ],
])("%s with %j", (verdict, result, text) => {
  expect(conclusion(verdict, result)).toBe(text);
});

test("no verdict names the first reason, and one that hangs on failed trials says so", () => {
  const fairness = { verdict: "not comparable", reasons: [{ code: "allPairsFailed" }, { code: "twoRuns" }] };
  expect(conclusion(null, {}, { fairness })).toBe(
    "No verdict: there is no pair of answers: in each at least one trial failed.",
  );
  const hanging = { dependsOnFailed: true, withoutFailed: { verdict: "inconclusive" } };
  expect(conclusion("inconclusive", { verdict: { verdict: "worse" } }, hanging)).toContain(
    "depends on the failed trials (with them as 0 worse, without them inconclusive)",
  );
});

test("the A/A control is a check of the run", () => {
  const interval = { lo: -0.01, hi: 0.02 };
  expect(conclusion("inconclusive", { interval }, { isControl: true })).toBe(
    "A/A control: old against itself is within 2 points. A difference below that is noise.",
  );
  expect(conclusion("better", { interval }, { isControl: true })).toContain("The run leaks");
});
