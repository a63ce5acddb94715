import { expect, test } from "vitest";
import { axisLabel, barAxis, intervalBar } from "./interval-bar.ts";

const of = (mean: number | null, low: number | null, high: number | null) => ({
  mean,
  low,
  high,
  sd: null,
  n: 10,
  method: "t",
});

test.each([
  ["contains all intervals in whole tenths", [of(0.62, 0.55, 0.7), of(0.8, 0.75, 0.84)], { low: 0.5, high: 0.9 }],
  ["is all of [0, 1] without a score", [of(null, null, null)], { low: 0, high: 1 }],
  ["has a width also for one point", [of(0.5, null, null)], { low: 0.5, high: 0.6 }],
  ["has a width also at the top", [of(1, null, null)], { low: 0.9, high: 1 }],
])("the axis %s", (_, estimates, { low, high }) => {
  const axis = barAxis(estimates);
  expect(axis.low).toBeCloseTo(low);
  expect(axis.high).toBeCloseTo(high);
});

test.each([
  [of(0.5, 0.2, 0.8), "  ├──●──┤"],
  [of(0, 0, 0.3), "●──┤"],
  [of(1, 0.7, 1), "       ├──●"],
  [of(0.5, null, null), "     ●"],
  [of(null, null, null), ""],
])("draws %j as %j", (estimate, drawn) => {
  expect(intervalBar(estimate, { low: 0, high: 1 }, 11)).toBe(drawn);
});

test("the axis is labelled at its ends", () => {
  expect(axisLabel({ low: 0.5, high: 0.9 }, 14)).toBe("50 %      90 %");
});
