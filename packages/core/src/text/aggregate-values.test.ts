import { expect, test } from "vitest";
import { aggregateValues, isPlainNumber, plainNumber, signedNumber } from "./aggregate-values.ts";

const of = (metric: string, mean: number | null, ends: readonly [number, number] | null = null) => ({
  metric,
  mean,
  low: ends?.[0] ?? null,
  high: ends?.[1] ?? null,
});

test("sums outside 0 to 1 are numbers, and so are the other variants' sums of the metric", () => {
  const summaries = [of("sums.a", 8, [6.5, 9.126]), of("sums.a", 0.5), of("sums.b", 0.4), of("corpus.ter", 1.2)];
  expect(aggregateValues(summaries).map((text) => text.trim())).toEqual([
    "8 [6.5, 9.126]",
    "0.5 [no interval]",
    "40.0 % [no interval]",
    "120.0 % [no interval]",
  ]);
  expect(isPlainNumber("sums.b", summaries)).toBe(false);
  expect(aggregateValues([of("sums.a", null), of("sums.a", -2)])[0]!.trim()).toBe("no score");
});

test.each([
  [1234567.8, "1,234,568", "+1,234,568"],
  [-0.00001, "-0.00001", "-0.00001"],
  [2.5, "2.5", "+2.5"],
  [0, "0", "0"],
])("%s", (value, plain, signed) => {
  expect([plainNumber(value), signedNumber(value)]).toEqual([plain, signed]);
});
