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
  ["comparisons.0.conclusion", "p/b is not worse than p/a.", "p/b is worse than p/a.", false],
  ["comparisons.0.conclusion", "The difference is +3.1 points.", "The difference is -3.1 points.", false],
  ["comparisons.0.conclusion", "p/b is better than p/a.", "p/a is better than p/b.", false],
  ["comparisons.0.conclusion", "No variant is better.", "A variant is better than all: p/b.", false],
  ["manifest.note.text", "old prompt", "new prompt", false],
])("%s: from %j to %j is a change of words: %s", (where, stored, recomputed, expected) => {
  expect(isWording({ file: "report.json", where }, stored, recomputed)).toBe(expected);
});

test("a column of rows is never a sentence of the build, for any name", () => {
  for (const file of ["rows.csv", "wide.csv"]) expect(isWording({ file, where: "text" }, "Paris", "Rome")).toBe(false);
});

test("compares a text's numbers and verdicts line by line", () => {
  expect(statesSame("By 1.5, b is better.\nAll ran.\n\nn = 3", "b is better by 1.5.\nn = 3")).toBe(true);
  expect(statesSame("| p/a | 1.5 |\n| p/b | 2.5 |", "| p/a | 2.5 |\n| p/b | 1.5 |")).toBe(false);
  expect(statesSame("| p/a | 1.5 |\n| p/b | 2.5 |", "| p/b | 1.5 |\n| p/a | 2.5 |")).toBe(false);
  expect(statesSame("| x | 1 | 2 |", "| x | 2 | 1 |")).toBe(false);
  expect(statesSame("| x | 1 | notWorse |", "| x | 1 | not worse |")).toBe(true);
  expect(statesSame("🟢 **all is well**", "🔴 **all is well**")).toBe(false);
  expect(statesSame('<testcase name="a"><system-out>ok', '<testcase name="a"><failure message="ok"/>')).toBe(false);
  expect(statesSame("1,234 cases", "1234 cases")).toBe(false);
  expect(statesSame("equivalent", "inconclusive")).toBe(false);
});
