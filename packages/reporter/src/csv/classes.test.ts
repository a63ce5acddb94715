import type { Classification, ClassRate, WordedReport } from "@sameseed/core";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { classMarkdown } from "../markdown/class-markdown.ts";
import { confusionLines } from "../text/class-text.ts";
import { classesCsv, confusionCsv } from "./classes-csv.ts";

const rate = (value: number | null): ClassRate => ({
  value,
  low: value === null ? null : value / 2,
  high: value === null ? null : 1,
});

const found: Classification = {
  metric: "choice",
  labels: ["=refund", "billing|x"],
  variants: [
    {
      variant: "direct/m",
      n: 12,
      failed: 0,
      confusion: [
        [6, 3, 1],
        [0, 2, 0],
      ],
      classes: [
        {
          label: "=refund",
          expected: 10,
          given: 6,
          hits: 6,
          precision: rate(1),
          recall: rate(0.6),
          f1: rate(0.75),
          method: "Wilson",
        },
        {
          label: "billing|x",
          expected: 2,
          given: 5,
          hits: 2,
          precision: rate(0.4),
          recall: rate(1),
          f1: rate(null),
          method: "Wilson",
        },
      ],
    },
  ],
};
const report: Pick<WordedReport, "classifications"> = { classifications: [found] };

test("classes.csv and confusion.csv make labels that look like formulas safe", () => {
  expect(classesCsv([found]).split(/\r?\n/)[1]).toBe(
    `choice,direct/m,"'=refund",10,6,6,1,0.5,1,0.6,0.3,1,0.75,0.375,1,0.95,Wilson`,
  );
  expect(confusionCsv([found]).split(/\r?\n/).slice(1, 4)).toEqual([
    `choice,direct/m,"'=refund","'=refund",6`,
    `choice,direct/m,"'=refund",billing|x,3`,
    `choice,direct/m,"'=refund",,1`,
  ]);
  expect(classesCsv(undefined).trim().split(/\r?\n/)).toHaveLength(1);
});

test.each([
  ["classes.csv", classesCsv([])],
  ["confusion.csv", confusionCsv([])],
])("docs/results.md has every column of %s, in order", (name, text) => {
  const page = readFileSync(new URL("../../../../docs/results.md", import.meta.url), "utf8");
  const section = page.split(`## \`${name}\``)[1]!.split("\n## ")[0]!;
  expect([...section.matchAll(/^\| `([^`]+)`/gm)].map(([, column]) => column)).toEqual(text.trim().split(","));
});

test("the terminal names the most frequent confusions", () => {
  expect(confusionLines(report)).toEqual([
    'choice, direct/m: "=refund" given as "billing|x" 3 of 10 times, "=refund" without a label 1 of 10 times',
  ]);
  const wide = { classifications: [{ ...found, labels: Array.from({ length: 51 }, String), variants: [] }] };
  expect(confusionLines(wide)).toEqual(["choice: 51 labels are too many for a confusion matrix."]);
  expect(confusionLines({})).toEqual([]);
});

test("the Markdown tables are folded, and labels are not markup", () => {
  const text = classMarkdown(report);
  expect(text).toMatch(/^<details>/);
  expect(text).toContain(String.raw`| billing\|x | 2 | 5 |`);
  expect(text).toContain("| =refund | 6 | 3 | 1 |");
  expect(classMarkdown({})).toBe("");
});
