import { expect, test } from "vitest";
import { median } from "./median.ts";

test("the middle value, the mean of the two in the middle, NaN without any", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});
