import type { PhrasedVariant, PhrasingDifference, WordedPhrasingReport } from "@sameseed/core";
import { compareOverPhrasings, type Verdict } from "@sameseed/stats";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { phrasingsCsv, phrasingsTable } from "../csv/phrasings-csv.ts";
import { phrasingsInWords } from "./in-words.ts";
import { phrasingConclusion, phrasingRange, phrasingSd } from "./phrasing-text.ts";

const rows = [0, 1, 2, 3].map((place) => Float64Array.from({ length: 8 }, (_, number) => ((number + place) % 4) / 4));
const { comparison } = compareOverPhrasings(
  { a: rows, b: rows.toReversed(), isCrossed: true },
  { range: 1, margin: 0.05 },
);
const difference = (change: Partial<PhrasingDifference>): PhrasingDifference => ({
  metric: "score",
  a: "ask/a",
  b: "ask/b",
  result: comparison,
  withoutFailed: { estimate: 0, interval: null, verdict: "inconclusive", n: 8 },
  dependsOnFailed: false,
  verdict: "better",
  adjustment: "none",
  fairness: { verdict: "fair", reasons: [], factors: ["model"] },
  fixedVerdict: "inconclusive",
  fixedInterval: { lo: -0.1, hi: 0.2 },
  phrasings: 4,
  differences: [0.2, 0.1, -0.1, 0.3].map((estimate, place) => ({ prompt: `ask~${place + 1}`, estimate })),
  phrasingShare: 0.4,
  phrasingsNeeded: null,
  ...change,
});
const result = { ...comparison, estimate: 0.01 };

test.each<[Verdict | null, Partial<PhrasingDifference>, string]>([
  ["better", {}, "ask/b is better than ask/a over 4 phrasings like these (better in 3 of 4)."],
  ["worse", {}, "ask/b is worse than ask/a over 4 phrasings like these (worse in 1 of 4)."],
  [
    "better",
    { differences: [0.2, 0.1, 1e-17, 0.3].map((estimate) => ({ prompt: "ask~1", estimate })) },
    "ask/b is better than ask/a over 4 phrasings like these (better in 3 of 4).",
  ],
  ["better", { differences: [] }, "ask/b is better than ask/a over 4 phrasings like these."],
  ["equivalent", {}, "ask/b and ask/a are equivalent over 4 phrasings like these, within 5.0 points."],
  ["notWorse", {}, "ask/b is not worse than ask/a by more than 5.0 points over 4 phrasings like these."],
  [
    "inconclusive",
    { fixedVerdict: "better", phrasingsNeeded: 9, result },
    "The data cannot tell ask/b from ask/a over 4 phrasings like these. With exactly these 4 phrasings it is better. Detecting the observed difference needs about 9 phrasings.",
  ],
  [
    "inconclusive",
    { result },
    "The data cannot tell ask/b from ask/a over 4 phrasings like these. More phrasings alone cannot detect the observed difference. Add cases.",
  ],
  [
    "insufficient",
    { phrasings: 2, result: { ...comparison, insufficient: "fewer than 4 phrasings" } },
    "Too little data on ask/b against ask/a over phrasings: 2 phrasings, and a verdict needs at least 4.",
  ],
  [
    "inconclusive",
    { dependsOnFailed: true, result: { ...result, verdict: { ...result.verdict, verdict: "worse" } } },
    "The data cannot tell ask/b from ask/a over 4 phrasings like these: the verdict depends on the failed trials (worse with them as 0, inconclusive without them).",
  ],
  [null, { dependsOnFailed: true }, "No verdict on ask/b against ask/a over phrasings: they are not comparable."],
])("a %s difference over phrasings in words", (verdict, change, text) => {
  expect(phrasingConclusion(difference({ verdict, ...change }))).toBe(text);
});

const variant: PhrasedVariant = {
  metric: "score",
  id: "=ask/m",
  prompt: "=ask",
  model: "m",
  phrasings: 2,
  n: 8,
  mean: 0.5,
  interval: { lo: 0.4, hi: 0.6 },
  means: [
    { prompt: "=ask~1", mean: 0.4 },
    { prompt: "=ask~polite", mean: 0.6 },
  ],
  sd: 0.05,
  sdInterval: { lo: 0, hi: 0.2 },
  p: 0.3,
};

test("the spread names the lowest and the highest phrasing", () => {
  expect(phrasingRange(variant)).toBe("40.0 (1) to 60.0 (polite)");
  expect(phrasingSd(variant)).toBe("5.0 [0.0, 20.0]");
  expect([phrasingRange({ means: [], prompt: "p" }), phrasingSd({ sd: null, sdInterval: null })]).toEqual(["–", "–"]);
});

test("phrasings_better does not count differences that are rounding", () => {
  const differences = [0.2, 1e-17, -0.1, 0.3].map((estimate) => ({ prompt: "ask~1", estimate }));
  const one = {
    ...difference({ a: "x/m", b: variant.id, differences }),
    fairness: { verdict: "fair", reasons: [], factors: [] } as const,
    text: "",
  };
  const { columns, lines } = phrasingsTable({ variants: [variant], comparisons: [one] });
  expect(lines[0]![columns.indexOf("phrasings_better")]).toBe(2);
});

test("counts phrasings even if no case was answered under all of them", () => {
  const { columns, lines } = phrasingsTable({
    variants: [{ ...variant, n: 0, mean: null, means: [] }],
    comparisons: [],
  });
  expect(lines[0]![columns.indexOf("phrasings")]).toBe(2);
});

test("docs/results.md has every column of phrasings.csv, in order; ids that look like formulas are made safe", () => {
  const report: WordedPhrasingReport = { variants: [variant], comparisons: [] };
  const [head = "", line] = phrasingsCsv(report).split("\r\n");
  const page = readFileSync(new URL("../../../../docs/results.md", import.meta.url), "utf8");
  const section = page.split("## `phrasings.csv`")[1]!.split("\n## ")[0]!;
  expect([...section.matchAll(/^\| `([^`]+)`/gm)].map(([, column]) => column)).toEqual(head.split(","));
  expect(line).toMatch(/^score,"'=ask",m,2,8,0.5,0.4,0.6,0.05,0,0.2,0.3,"'=ask~1",0.4,"'=ask~polite",0.6,/);
});

test("a reason names the phrasings concerned once, and no phrasing if it concerns all", () => {
  const marks = { mark: "truncated", a: "p~1/m", b: "q~1/m", ofA: 0, ofB: 9, p: 0.004 } as const;
  const reasons = [
    { reason: { code: "marksDiffer", ...marks }, variants: ["q~1/m"] },
    { reason: { code: "failedPairs", count: 3, of: 60 }, variants: ["q~2/m"] },
    { reason: { code: "recorded" }, variants: [] },
  ] as PhrasingDifference["fairness"]["reasons"];
  const one = difference({ fairness: { verdict: "fair with caveats", reasons, factors: ["prompt"] } });
  const [worded] = phrasingsInWords({ variants: [variant], comparisons: [one] }).comparisons;
  expect(worded!.fairness.reasons).toEqual([
    "the variants differ in how often a trial was cut off at the token limit: 0 of p~1/m, 9 of q~1/m (p = 0.0040)",
    "3 pairs of 60 have a failed trial (q~2/m)",
    "recorded answers: their seeds, their order and their backend are unknown",
  ]);
});
