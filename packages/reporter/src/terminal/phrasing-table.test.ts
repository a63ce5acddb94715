import type { PhrasedVariant, WordedPhrasingDifference, WordedPhrasingReport, WordedReport } from "@sameseed/core";
import { compareOverPhrasings } from "@sameseed/stats";
import { expect, test } from "vitest";
import { phrasingMarkdown } from "../markdown/phrasing-markdown.ts";
import { phrasingTable } from "./phrasing-table.ts";

const variant = (model: string, change: Partial<PhrasedVariant> = {}): PhrasedVariant => ({
  metric: "score",
  id: `ask/${model}`,
  prompt: "ask",
  model,
  phrasings: 4,
  n: 8,
  mean: 0.5,
  interval: null,
  means: [],
  sd: null,
  sdInterval: null,
  p: null,
  ...change,
});
const rows = [0, 1, 2, 3].map((place) => Float64Array.from({ length: 8 }, (_, number) => ((number + place) % 4) / 4));
const { comparison } = compareOverPhrasings({ a: rows, b: rows, isCrossed: true }, { range: 1 });
const difference: WordedPhrasingDifference = {
  metric: "score",
  a: "ask/a",
  b: "ask/b",
  result: comparison,
  withoutFailed: { estimate: 0, interval: null, verdict: "inconclusive", n: 8 },
  dependsOnFailed: false,
  verdict: "inconclusive",
  adjustment: "none",
  fairness: { verdict: "fair", reasons: [], factors: ["model"] },
  fixedVerdict: "inconclusive",
  fixedInterval: null,
  phrasings: 4,
  differences: [],
  phrasingShare: null,
  phrasingsNeeded: null,
  text: "The data cannot tell.",
};

const outputs = (phrasings: WordedPhrasingReport): readonly string[] => {
  const report = {
    manifest: { scorers: [{}, {}], variants: [] },
    phrasings,
  } as unknown as WordedReport;
  return [phrasingTable(report, { width: 200 }), phrasingMarkdown(phrasings, "score")];
};

test("marks only the variant of comparison as the baseline", () => {
  const lines = [variant("a"), variant("b")];
  for (const text of outputs({ variants: lines, comparisons: [] })) expect(text).not.toContain("baseline");
  for (const text of outputs({ variants: lines, comparisons: [difference] })) {
    const [line] = text.split("\n").filter((one) => one.includes("baseline"));
    expect(line).toContain("ask/a");
    expect(text.split("baseline")).toHaveLength(2);
  }
});

test("counts phrasings even if no case was answered under all of them", () => {
  const [text] = outputs({ variants: [variant("a", { n: 0, mean: null })], comparisons: [] });
  expect(text).toMatch(/^ask\/a +4 /m);
});

test("the heading of p names the adjustment; without a comparison there are no such columns", () => {
  const lines = [variant("a"), variant("b"), variant("c")];
  const many = [
    { ...difference, adjustment: "Holm" as const },
    { ...difference, b: "ask/c", adjustment: "Holm" as const },
  ];
  for (const text of outputs({ variants: lines, comparisons: many })) expect(text).toContain("p (Holm)");
  for (const text of outputs({ variants: lines.slice(0, 1), comparisons: [] })) {
    expect(text).not.toContain("verdict");
    expect(text).not.toContain("difference");
    expect(text).not.toContain("fair"); // no comparison is possible
  }
});

test("shows caveats about two prompts over phrasings, with the phrasings concerned", () => {
  const reasons = ["the model changed (q~1/m)"];
  const unfair = { ...difference, a: "p/m", b: "q/m", fairness: { ...difference.fairness, reasons } };
  const [text] = outputs({
    variants: [variant("m", { id: "p/m" }), variant("m", { id: "q/m" })],
    comparisons: [{ ...unfair, fairness: { ...unfair.fairness, verdict: "fair with caveats" } }],
  });
  expect(text).toContain("! fair with caveats: the model changed (q~1/m)");
});
