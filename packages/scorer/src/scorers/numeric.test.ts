import type { Score } from "@sameseed/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numeric, type NumericOptions } from "./numeric.ts";

function judge(output: string, expected: unknown, options: NumericOptions = {}): Score {
  return numeric(options).score({
    output,
    case: { id: "c1", vars: { gold: expected }, expected },
    outcome: undefined as never,
  }) as Score;
}

test.each<[string, string, unknown, NumericOptions, number]>([
  ["the same number", "18", "18", {}, 1],
  ["another form of the same number", "$18.00", 18, {}, 1],
  ["another number", "17", 18, {}, 0],
  ["the marked number of the reference", "It is 18.", "9 * 2 = <<9*2=18>>18\n#### 18", {}, 1],
  ["thousands commas on one side", "70000", "#### 70,000", {}, 1],
  ["a fraction and its decimal", "3/4", "0.75", {}, 1],
  ["a percent sign is a unit", "50%", "50", {}, 1],
  ["a percent sign does not divide", "50%", "0.5", {}, 0],
  ["two percentages", "50 %", "50%", {}, 1],
  ["a template", "18", 18, { expected: "{{gold}}" }, 1],
  ["a literal", "3.14", 0, { expected: 3.14 }, 1],
  ["no tolerance by default", "3.14", Math.PI, {}, 0],
  ["the tolerance itself is within", "1.01", 1, { tolerance: 0.01 }, 1],
  ["beyond the tolerance", "1.011", 1, { tolerance: 0.01 }, 0],
  ["a relative tolerance", "990", 1000, { relativeTolerance: 0.01 }, 1],
  ["a relative tolerance of a negative number", "-990", -1000, { relativeTolerance: 0.01 }, 1],
  ["a small number with all digits of a double", "-0.0000010000000000000002", -0.0000010000000000000002, {}, 1],
  ["noise of doubles", "499.99999999999994", 500, {}, 1],
  ["a neighbour that a double still distinguishes", "0.0000010000000000000004", 0.0000010000000000000002, {}, 0],
  ["the other sign", "-18", 18, { tolerance: 1 }, 0],
  ["a mark that is not asked for", "Answer: 18", 18, { marks: ["json"] }, 0],
])("%s", (...[, output, expected, options, value]) => {
  expect(judge(output, expected, options).value).toBe(value);
});

test("the score contains both numbers as read", () => {
  expect(judge("It is $1,234.50.", "#### 1234")).toEqual({
    value: 0,
    reason: "a different number",
    answer: "1,234.50",
    expected: "1234",
  });
});

describe("an answer without a number", () => {
  const reason = "no number in the answer";
  test("is wrong by default, as in published accuracies", () => {
    expect(judge("no idea", 18)).toEqual({ value: 0, reason, expected: "18" });
  });
  test("has no score on request", () => {
    expect(judge("no idea", 18, { noNumber: "unscored" })).toEqual({ value: null, reason, expected: "18" });
  });
  test("has no score when the judgement is inverted either", () => {
    expect(judge("no idea", 18, { noNumber: "unscored", not: true }).value).toBeNull();
  });
});

test("refuses an expected answer without a number before the run", () => {
  const check = () => numeric().check!({ id: "c9", vars: {}, expected: "eighteen" });
  expect(check).toThrow('Scorer "numeric", case "c9": the expected answer "eighteen" has no number.');
});

test("a number equals itself within any tolerance", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ min: 0, noNaN: true }),
      (value, tolerance) => {
        expect(judge(`It is ${value}`, value, { tolerance }).value).toBe(1);
      },
    ),
    { examples: [[-0.0000010000000000000002, 0]] },
  );
});
