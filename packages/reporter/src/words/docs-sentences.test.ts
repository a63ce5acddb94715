/** Tests that the sentences of reports quoted in docs/comparisons.md are those that reports print. */
import { readFileSync } from "node:fs";
import type { PhrasingDifference, Recommendation, SliceWarning } from "@sameseed/core";
import { expect, test } from "vitest";
import { phrasingConclusion } from "./phrasing-text.ts";
import { recommendationText } from "./recommendation-text.ts";
import { sliceWarningText } from "./slice-warning-text.ts";

const page = readFileSync(new URL("../../../../docs/comparisons.md", import.meta.url), "utf8");

const recommendation = {
  metric: "score",
  top: "strict/large",
  best: ["strict/large", "strict/rival"],
  cheapest: "strict/rival",
  fastest: "strict/rival",
  choices: [
    { variant: "strict/large", mean: 0.975 },
    { variant: "strict/rival", mean: 0.96, costPerThousandUsd: 0.05, latencyMsP50: 398 },
    { variant: "plain/small", mean: 0.7 },
  ],
} as unknown as Recommendation;

const warning: SliceWarning = {
  key: "category",
  slice: "Account",
  metric: "score",
  a: "v1",
  b: "v3",
  n: 36,
  meanA: 0.5556,
  meanB: 0.3056,
  direction: "worse",
  strength: "proven",
};

const difference = {
  a: "ask/small",
  b: "ask/large",
  verdict: "better",
  dependsOnFailed: false,
  phrasings: 6,
  differences: [0.2, 0.1, -0.1, 0.3, 0.1, 0.2].map((estimate, place) => ({ prompt: `ask~${place + 1}`, estimate })),
} as unknown as PhrasingDifference;

test.each([
  ["a recommendation", recommendationText(recommendation, 3)],
  ["a slice that contradicts the verdict", sliceWarningText(warning, "better")],
  ["a slice that may contradict the verdict", sliceWarningText({ ...warning, strength: "suspected" }, "better")],
  ["a conclusion over phrasings", phrasingConclusion(difference)],
])("the page quotes %s as in reports", (_, sentence) => {
  expect(page).toContain(`\`${sentence}\``);
});
