import type { Manifest, RatingReport } from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";
import { expect, test } from "vitest";
import { ReportBuilder } from "../summary/report-builder.ts";
import { manifestOf, rowOf, variant } from "../testing/sample-run.ts";
import { markdownMarks } from "./style-columns.ts";

interface Answer {
  readonly score: number | null;
  readonly text?: string;
}

interface Sample {
  readonly models?: readonly string[];
  readonly count?: number;
  readonly change?: Partial<Manifest>;
}

function ratingsOf(
  answer: (model: string, number: number) => Answer,
  { models = ["a", "b", "c"], count = 40, change = {} }: Sample = {},
): RatingReport | undefined {
  const variants = models.map((model) => variant("p", model));
  const manifest: Manifest = {
    ...manifestOf(),
    variants,
    baseline: variants[0]!.id,
    counts: { ...manifestOf().counts, planned: count * models.length },
    ...change,
  };
  const builder = new ReportBuilder(manifest);
  for (let number = 0; number < count; number++) {
    for (const [place, { id, model }] of variants.entries()) {
      const given = answer(model, number);
      const where = { case: { id: `c${number}` }, index: number * variants.length + place, prompt: "p" };
      const row = rowOf({ ...where, score: given.score });
      if (row.outcome.status === "failed") throw new Error("a row of a sample is answered");
      const outcome = { ...row.outcome, text: given.text ?? "x" };
      builder.add({ ...row, outcome, trial: { ...row.trial, model, variant: id } });
    }
  }
  return builder.report().ratings;
}

/** Wins in turns: every model wins, loses and ties. */
const turns = (model: string, number: number): Answer => ({
  score: (number + "abc".indexOf(model)) % 4 === 0 || (model === "c" && number % 3 === 0) ? 1 : 0,
});

test("rates three variants with mean 0, the strongest first; two variants have no ratings", () => {
  const { variants, reason, cases, groups } = ratingsOf(turns)!;
  expect({ reason, cases, groups }).toEqual({ reason: null, cases: 40, groups: [] });
  expect(variants[0]!.variant).toBe("p/c");
  expect(variants.reduce((sum, { rating }) => sum + rating!.logStrength, 0)).toBeCloseTo(0, 10);
  for (const { wins, ties, losses } of variants) expect(wins + ties + losses).toBe(80);
  expect(ratingsOf(turns, { models: ["a", "b"] })).toBeUndefined();
});

test("a sequential run has no ratings: their intervals would hold for one look only", () => {
  const sequential: Manifest["sequential"] = {
    metric: "score",
    alpha: 0.05,
    plannedCases: 60,
    looks: [60],
    method: null,
    stoppedAt: null,
  };
  expect(ratingsOf(turns, { change: { sequential } })).toBeUndefined();
});

test("names a variant that always wins instead of an infinite rating", () => {
  const { reason, groups, variants } = ratingsOf((model, number) => ({
    score: model === "b" ? 1 : number % 2 === (model === "a" ? 0 : 1) ? 0.5 : 0,
  }))!;
  expect(reason).toBe("separated");
  expect(groups).toEqual([["p/b"], ["p/a", "p/c"]]);
  expect(variants.map(({ variant: id, rating }) => [id, rating])).toEqual([
    ["p/b", null],
    ["p/a", null],
    ["p/c", null],
  ]);
});

test("a variant that shares no case with the others is named", () => {
  const { reason, groups } = ratingsOf((model, number) => ({
    score: (model === "c") === number < 20 ? number % 2 : null,
  }))!;
  expect([reason, groups]).toEqual(["disconnected", [["p/a", "p/b"], ["p/c"]]]);
});

test("ratings at equal length are equal for variants that differ only in length", () => {
  const stream = new RandomStream("ratings of styles");
  const { variants, style } = ratingsOf(
    (model) => {
      const length = Math.round(100 * (1 + "abc".indexOf(model)) * (0.5 + stream.nextDouble()));
      return { score: Math.min(1, 0.1 * Math.log(length) + 0.4 * stream.nextDouble()), text: "x".repeat(length) };
    },
    { count: 300 },
  )!;
  const spread = (of: (one: (typeof variants)[number]) => number): number =>
    Math.max(...variants.map(of)) - Math.min(...variants.map(of));
  expect(style.map((one) => one.style)).toEqual(["length"]); // Markdown is absent
  expect(style[0]!.low).toBeGreaterThan(0);
  expect(spread(({ styled }) => styled!.logStrength)).toBeLessThan(0.6 * spread(({ rating }) => rating!.logStrength));
});

test("for a pairwise judge, only pairs with the baseline count", () => {
  const scorers = [{ name: "pairwise", hash: "", identity: { type: "pairwise" } }];
  const score = (model: string, number: number): Answer => ({
    score: model === "a" ? 0.5 : (number * (model === "b" ? 3 : 5)) % 7 < (model === "b" ? 3 : 5) ? 1 : 0,
  });
  const { rival, variants } = ratingsOf(score, { change: { scorers } })!;
  expect(rival).toBe("p/a");
  expect(variants.find(({ variant: id }) => id === "p/b")!.wins).toBeLessThanOrEqual(40);
  expect(variants.reduce((sum, { wins, ties, losses }) => sum + wins + ties + losses, 0)).toBe(2 * 80);
});

test.each([
  ["# Title\ntext", 1],
  ["- one\n- two\n1. three\n 2) four", 4],
  ["**bold** and **more**", 2],
  ["```js\ncode\n```", 2],
  ["| a | b |\n| --- | --- |", 2],
  ["2026 - a year. 3 * 4 ** 2", 0],
  ["", 0],
])("Markdown marks of %j are %i", (text, marks) => {
  expect(markdownMarks(text)).toBe(marks);
});

test("Markdown marks of a long text of stars and blank lines take no time", () => {
  expect(markdownMarks("*".repeat(200_000))).toBe(0);
  expect(markdownMarks("\n \t".repeat(100_000))).toBe(0);
});
