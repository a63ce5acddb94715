import { expect, test } from "vitest";
import { frontier } from "./frontier.ts";

test("the frontier contains only variants that no other beats in both, the cheapest first", () => {
  const points = [
    { price: 3, quality: 0.9 },
    { price: 1, quality: 0.5 },
    { price: 2, quality: 0.4 },
    { price: 2, quality: 0.7 },
    { price: 4, quality: 0.9 },
  ];
  expect(frontier(points)).toEqual([1, 3, 0]);
  expect(frontier([])).toEqual([]);
});
