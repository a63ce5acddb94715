import { expect, test } from "vitest";
import { isOfSumsAlone, leavesUnitInterval } from "./sum-metric.ts";

test.each([
  ["tp / (tp + fp)", false],
  ["2 * tp / (2 * tp + fp + fn)", false],
  ["(a + b) / 2", false],
  ["a * b", false],
  ["tp / __count", false],
  ["min(a + b, 1)", false],
  ["0.1 * a + 0.2 * b + 0.7 * c", false],
  ["a + b", true],
  ["a - b", true],
  ["10 * a / __count", true],
  ["a / b", true],
  ["log(a)", true],
  ["2 * p * r / (p + r) + 1", true],
  ["a + b + c + d + e + f + g + h + i + j + k", true],
])("for scores in [0, 1], %s leaves that range: %s", (value, wanted) => {
  expect(leavesUnitInterval(value)).toBe(wanted);
  expect(isOfSumsAlone({ type: "derived", of: "sums", value })).toBe(wanted);
  expect(isOfSumsAlone({ type: "derived", value })).toBe(false);
});

test.each([null, undefined, "derived", { type: "equals" }])("is not a derived metric: %j", (identity) => {
  expect(isOfSumsAlone(identity)).toBe(false);
});
