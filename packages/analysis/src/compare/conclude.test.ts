import type { Verdict } from "@sameseed/stats";
import { expect, test } from "vitest";
import { conclude } from "./conclude.ts";

function conclusion(verdict: Verdict, marginInterval: { lo: number; hi: number } | null): string {
  const result = { verdict: { verdict }, marginInterval, margin: 0.05, alpha: 0.05 };
  const comparison = { a: "old", b: "new", result, withoutFailed: result, fairness: { verdict: "fair", reasons: [] } };
  return conclude(comparison as unknown as Parameters<typeof conclude>[0]).conclusion;
}

test("what holds within the margin stands with the interval that was held against it", () => {
  expect(conclusion("notWorse", { lo: -0.0312, hi: 0.23 })).toBe(
    "new is not worse than old by more than 5 points (90 % interval from -3.1); whether it is better the data cannot tell.",
  );
  expect(conclusion("equivalent", { lo: -0.0312, hi: 0.02 })).toBe(
    "new and old are equivalent within 5 points (90 % interval [-3.1, +2.0]).",
  );
});

test("without such an interval the margin stands alone", () => {
  expect(conclusion("equivalent", null)).toBe("new and old are equivalent within 5 points.");
});
