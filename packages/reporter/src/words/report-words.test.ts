import type { Choice, JudgeAudit, LatencyComparison, Recommendation, SliceWarning } from "@sameseed/core";
import { expect, test } from "vitest";
import { judgeSentences } from "./judge-sentences.ts";
import { latencyConclusionOf } from "./latency-conclusion.ts";
import { recommendationText } from "./recommendation-text.ts";
import { sliceWarningText } from "./slice-warning-text.ts";

test("a recommendation names the best variant, indistinguishable ones, the cheapest and the fastest", () => {
  const choice = (variant: string, mean: number): Choice =>
    ({ variant, mean, costPerThousandUsd: 0.4, latencyMsP50: 400 }) as Choice;
  const found = { metric: "score", top: "a", best: ["a", "b"], cheapest: "b", fastest: "b" };
  const choices = [choice("a", 0.9), choice("b", 0.89), choice("c", 0.5)];
  const recommendation = { ...found, choices } as unknown as Recommendation;
  expect(recommendationText(recommendation, 3)).toBe(
    "Best: a (90.0 %). Not distinguishable from it (95 % confidence): b. Cheapest of them: b ($0.4 per 1,000); fastest: b (400 ms).",
  );
  const clear = { ...recommendation, best: ["a"], cheapest: null, fastest: null };
  expect(recommendationText(clear, 3)).toBe("Best: a (90.0 %), better than each of the other 2 variants.");
  expect(recommendationText({ ...clear, best: ["a", "b", "c"] }, 3)).toContain(
    "No variant is distinguishable from it yet",
  );
});

test("a warning about a slice gives the size, and whether it is proven", () => {
  const found = { key: "topic", slice: "account", metric: "score", a: "a", b: "b", n: 36, meanA: 0.611, meanB: 0.222 };
  const warning: SliceWarning = { ...found, direction: "worse", strength: "proven" };
  expect(sliceWarningText(warning, "better")).toBe(
    "b is better overall, but worse on topic=account: 61.1 → 22.2 %, n = 36.",
  );
  expect(sliceWarningText({ ...warning, strength: "suspected" }, "notWorse")).toBe(
    "b is not worse overall, but scored lower on topic=account: 61.1 → 22.2 %, n = 36 (not conclusive after correction for the number of slices).",
  );
});

function latency(verdict: string, changes: object = {}): string {
  const numbers = { estimate: 0.26, n: 60, pAdjusted: 0.0001, insufficient: null, verdict: { verdict } };
  const medians = { medianRatio: 1.3, medianInterval: { lo: 1.2, hi: 1.4 } };
  const comparison = {
    measure: "latency_ms",
    a: "a",
    b: "b",
    unit: "case",
    ratio: 1.3,
    interval: { lo: 1.2, hi: 1.4 },
  };
  return latencyConclusionOf({
    ...comparison,
    ...medians,
    result: numbers,
    ...changes,
  } as unknown as LatencyComparison);
}

test("latencies are given as ratios, and a median that contradicts the mean is mentioned", () => {
  expect(latency("worse")).toBe("b takes 1.30 [1.20, 1.40] times as long as a, p = 0.0001: slower.");
  expect(latency("equivalent")).toContain("equal within 5 %");
  expect(latency("worse", { medianInterval: { lo: 0.9, hi: 1.4 } })).toContain(
    "does not confirm this: a few trials dominate.",
  );
  const few = {
    n: 14,
    insufficient: "fewer than 15 non-ties of an unbounded score",
    verdict: { verdict: "insufficient" },
  };
  expect(latency("insufficient", { result: few })).toBe(
    "b against a: too little data, 14 cases, and an interval needs 15.",
  );
});

test("an audit describes the judge's position bias", () => {
  const same = { share: 0.7, low: 0.546, high: 0.819, hits: 28, n: 40, cases: 40, method: "Wilson" };
  const nothing = {
    firstPosition: null,
    retest: null,
    longerWins: null,
    selfPreference: null,
    backends: [],
    seed: null,
  };
  const counts = { judged: 40, unparsed: 0, unanswered: 0, calls: 80, failedCalls: 0, costUsd: 0.08 };
  const audit = {
    metric: "tone",
    judge: "m",
    kind: "pairwise",
    swap: { same, reversed: 12 },
    people: [],
    corrected: [],
  };
  expect(judgeSentences({ ...audit, ...counts, ...nothing } as unknown as JudgeAudit)).toEqual([
    "m judged 40 pairs of answers in 80 calls, for $0.08.",
    "The judge changed its verdict in 12 of 40 pairs (30.0 % [18.1, 45.4]) when the answers were shown in the other order, 12 of them from one answer to the other.",
    "No verdict was requested a second time.",
  ]);
});
