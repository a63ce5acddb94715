import type { SliceComparison, WordedSliceReport } from "@sameseed/core";
import { expect, test } from "vitest";
import { slicesMarkdown, sliceWarningsMarkdown } from "../markdown/slice-markdown.ts";
import { slicesCsv } from "../csv/slices-csv.ts";
import { sliceTable } from "./slice-table.ts";

function line(slice: string, changes: Partial<SliceComparison> = {}): SliceComparison {
  return {
    key: "category",
    slice,
    metric: "score",
    a: "p/v1",
    b: "p/v3",
    n: 36,
    meanA: 0.5556,
    meanB: 0.3056,
    estimate: -0.25,
    low: -0.4,
    high: -0.08,
    p: 0.002,
    pAdjusted: 0.004,
    nonTied: 11,
    method: "Tango score",
    verdict: "worse",
    casesNeeded: null,
    ...changes,
  };
}

const TEXT = "p/v3 is better overall, but worse on category=Account: 55.6 → 30.6 %, n = 36.";
const SLICES: WordedSliceReport = {
  keys: [{ key: "category", kind: "values", slices: [{ name: "Account", cases: 36, isMissing: false }] }],
  comparisons: [
    line("Account"),
    line("=1+1", { n: 5, low: null, high: null, pAdjusted: 1, verdict: "insufficient", casesNeeded: 90 }),
  ],
  interactions: [
    {
      key: "category",
      metric: "score",
      a: "p/v1",
      b: "p/v3",
      slices: 2,
      p: 0.001,
      pAdjusted: 0.001,
      method: "wild sign flips",
    },
  ],
  warnings: [
    {
      key: "category",
      slice: "Account",
      metric: "score",
      a: "p/v1",
      b: "p/v3",
      n: 36,
      meanA: 0.556,
      meanB: 0.306,
      strength: "proven",
      direction: "worse",
      text: TEXT,
    },
  ],
  omitted: [{ key: "user", reason: "its value differs in every case" }],
};

test("the terminal shows contradictions first, then one table per key with the interaction test", () => {
  expect(sliceTable(SLICES, { width: 100 })).toMatchInlineSnapshot(`
    "! p/v3 is better overall, but worse on category=Account: 55.6 → 30.6 %, n = 36.
    p/v3 against p/v1 by category
    slice     n   mean A → B  difference [95 % interval]  p (Holm)  verdict          needs
    Account  36  55.6 → 30.6         -25.0 [-40.0, -8.0]    0.0040  worse
    =1+1      5  55.6 → 30.6         -25.0 [no interval]     1.000  insufficient  90 cases
    → The difference depends on category (interaction test: p = 0.0010).
    No slices by user: its value differs in every case."
  `);
});

test("slices.csv has one line per slice and no formulas", () => {
  const [head, first, second] = slicesCsv(SLICES).split("\r\n");
  expect(head).toBe(
    "key,slice,metric,a,b,n,mean_a,mean_b,estimate,ci_low,ci_high,ci_level,p,p_adjusted,non_tied,method,verdict,cases_needed,interaction_p,interaction_p_adjusted",
  );
  expect(first).toContain("category,Account,score,p/v1,p/v3,36,0.5556,0.3056,-0.25,-0.4,-0.08,0.95,0.002,0.004,11");
  expect(second).toContain(`category,"'=1+1",score`);
});

test("report.md shows the contradictions and folds the tables", () => {
  expect(sliceWarningsMarkdown(SLICES)).toContain("⚠️");
  const text = slicesMarkdown(SLICES);
  expect(text).toContain("<summary>By category</summary>");
  expect(text).toContain("| Account | 36 | 55.6 → 30.6 |");
  expect(text).toContain("No slices by user: its value differs in every case.");
});

test("of sixteen variants only notable pairs are shown, and the rest is counted", () => {
  const variants = Array.from({ length: 16 }, (_, index) => `p/m${index}`);
  const many: WordedSliceReport = {
    ...SLICES,
    comparisons: variants.flatMap((b) => [line("Account", { b }), line("Billing", { b })]),
    interactions: [],
    warnings: [{ ...SLICES.warnings[0]!, b: "p/m3" }],
  };
  const text = sliceTable(many, { width: 100 });
  expect(text.split("\n").length).toBeLessThan(12);
  expect(text).toContain("p/m3 against p/v1 by category");
  expect(text).toContain("slices.csv has 15 further tables.");
});

test("a verdict per slice has the same name as in every other table", () => {
  const slices = { ...SLICES, comparisons: [line("Account", { verdict: "notWorse" })] };
  const shown = [sliceTable(slices, { width: 120 }), slicesMarkdown(slices)];
  for (const text of shown) {
    expect(text).toContain("not worse");
    expect(text).not.toContain("notWorse");
  }
});
