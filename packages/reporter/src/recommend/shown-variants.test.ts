import type { Recommendation, WordedReport } from "@sameseed/core";
import { expect, test } from "vitest";
import { shownComparisons, shownVariants } from "./shown-variants.ts";

function reportOf(standings: readonly Recommendation["choices"][number]["standing"][]): WordedReport {
  const ids = standings.map((_, index) => `p/m${index}`);
  const choices = standings.map((standing, index) => ({ variant: ids[index]!, standing }));
  return {
    manifest: { baseline: ids.at(-1) },
    variants: ids.map((variant) => ({ variant })),
    comparisons: ids.slice(0, -1).map((b) => ({ b, isControl: false })),
    recommendation: { choices },
  } as unknown as WordedReport;
}

test("of many variants the baseline, the best and the frontier are shown", () => {
  const report = reportOf(["best", "best", "frontier", ...Array.from({ length: 13 }, () => "dominated" as const)]);
  expect([...shownVariants(report)!]).toEqual(["p/m15", "p/m0", "p/m1", "p/m2"]);
  expect(shownComparisons(report).map(({ b }) => b)).toEqual(["p/m0", "p/m1", "p/m2"]);
});

test("of few variants all are shown, even if most are dominated", () => {
  const report = reportOf(["best", ...Array.from({ length: 7 }, () => "dominated" as const)]);
  expect(shownVariants(report)).toBeNull();
  expect(shownComparisons(report)).toHaveLength(7);
});
