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

test("a verdict within the margin is given with the interval that was compared with it", () => {
  expect(conclusion("notWorse", { marginInterval: { lo: -0.0312, hi: 0.23 } })).toBe(
    "new is not worse than old by more than 5 points (90 % interval from -3.1). The data cannot tell whether it is better.",
  );
  expect(conclusion("equivalent", { marginInterval: { lo: -0.0312, hi: 0.02 } })).toBe(
    "new and old are equivalent within 5 points (90 % interval [-3.1, +2.0]).",
  );
});

test("without such an interval only the margin is given", () => {
  expect(conclusion("equivalent")).toBe("new and old are equivalent within 5 points.");
});

test.each<[Verdict, object, string]>([
  ["better", {}, "new is better than old."],
  ["worse", { verdict: { verdict: "worse", isWithinMargin: true } }, "new is worse than old, by less than the margin."],
  [
    "better",
    { correctedEstimate: 0.021 },
    "new is better than old. Corrected for stopping early, the difference is +2.1 points.",
  ],
  ["insufficient", { insufficient: "fewer than 6 cases" }, "Too little data: fewer than 6 cases."],
  ["insufficient", { insufficient: "too many cases to resample" }, "No interval: too many cases to resample."],
  [
    "inconclusive",
    { n: 100, sizes: { mde: 0.12, casesForEstimate: 4000 } },
    "The data cannot tell. 100 cases detect a difference of 12 points or more (80 % power). Detecting the observed difference needs about 4,000 cases.",
  ],
  [
    "inconclusive",
    { verdict: { verdict: "inconclusive", evidenceDisagrees: true }, p: 0.04, pAdjusted: 0.08 },
    "The data cannot tell. The interval excludes 0, but the p-value is not significant after adjustment for the number of comparisons.",
  ],
])("%s with %j", (verdict, result, text) => {
  expect(conclusion(verdict, result)).toBe(text);
});

test("a missing verdict names the first reason, and says so if it depends on failed trials", () => {
  const fairness = { verdict: "not comparable", reasons: [{ code: "allPairsFailed" }, { code: "twoRuns" }] };
  expect(conclusion(null, {}, { fairness })).toBe("No verdict: every pair of trials contains a failed one.");
  const hanging = { dependsOnFailed: true, withoutFailed: { verdict: "inconclusive" } };
  expect(conclusion("inconclusive", { verdict: { verdict: "worse" } }, hanging)).toContain(
    "depends on the failed trials (worse with them as 0, inconclusive without them)",
  );
});

test("the A/A control is a check of the run", () => {
  const interval = { lo: -0.01, hi: 0.02 };
  expect(conclusion("inconclusive", { interval }, { isControl: true })).toBe(
    "A/A control: old against itself is within 2 points. Differences below that are noise.",
  );
  expect(conclusion("better", { interval }, { isControl: true })).toContain("The A/A control failed");
});
