import { expect, test } from "vitest";
import { coefficient, dollars, duration, milliseconds, percent, points, pText, shortPercent } from "./format.ts";

test.each([
  [points(0.027), "+2.7"],
  [points(-0.002), "−0.2"],
  [points(-0.0001), "0.0"],
  [percent(null), "–"],
  [percent(0.8284), "82.8"],
  [shortPercent(0.9), "90"],
  [shortPercent(2 / 3), "66.7"],
  [coefficient(-0.016), "−0.02"],
  [milliseconds(0.424), "0.42 ms"],
  [milliseconds(1234), "1.23 s"],
  [milliseconds(null), "–"],
  [duration(3_900_000), "1 h 5 min"],
  [dollars(0.00123), "$0.00123"],
  [dollars(1234.5), "$1,234.50"],
  [pText(0.00001), "p < 0.0001"],
  [pText(0.0421), "p = 0.042"],
])("%s", (text, expected) => {
  expect(text).toBe(expected);
});
