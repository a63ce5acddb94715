import { expect, test } from "vitest";
import { isWording, statesSame } from "./wording.ts";

test.each([
  ["comparisons.0.conclusion", "b is better by 3.1 points.", "By 3.1 points, b is better.", true],
  ["line 2, conclusion".slice(8), "Too little data: 6 cases.", "Too few data: 6 cases.", true],
  ["report.slices.warnings.0.text", "It reverses in 2 slices.", "In 2 slices it is the other way.", true],
  ["comparisons.0.fairness.reasons.1", undefined, "They ran on different days.", true],
  ["judges.0.caveats.2", "Only 3 labels.", undefined, true],
  ["comparisons.0.conclusion", "b is better by 3.1 points.", "b is better by 3.2 points.", false],
  ["comparisons.0.conclusion", "b is better.", "b is worse.", false],
  ["comparisons.0.conclusion", undefined, "b is better.", false],
  ["comparisons.0.verdict", "better", "worse", false],
  ["comparisons.0.p", 0.01, 0.02, false],
  ["output", "Paris is nice.", "Rome is nice.", false],
  ["variants.0.variant", "a b c", "a b d", false],
  ["comparisons.0.conclusion", 3, "three", false],
])("%s: from %j to %j is a change of words: %s", (where, stored, recomputed, expected) => {
  expect(isWording(where, stored, recomputed)).toBe(expected);
});

test("a text states its numbers and verdicts, wherever they stand", () => {
  expect(statesSame("| a | 1.5 | better |", "a is better: 1.5")).toBe(true);
  expect(statesSame("1,234 cases", "1234 cases")).toBe(false);
  expect(statesSame("equivalent", "inconclusive")).toBe(false);
});
