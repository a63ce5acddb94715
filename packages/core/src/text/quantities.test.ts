import fc from "fast-check";
import { expect, test } from "vitest";
import { count, dollars } from "./quantities.ts";

test("a count is written as the locale en-US writes it", () => {
  for (const value of [
    0,
    7,
    999,
    1000,
    12_345,
    999_999,
    1_000_000,
    -12,
    -123,
    -1234,
    -123_456,
    2 ** 53 - 1,
    1234.5,
    2 ** 60,
  ])
    expect(count(value)).toBe(value.toLocaleString("en-US"));
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => count(value) === value.toLocaleString("en-US")));
});

test("dollars have cents from one dollar up and three digits below", () => {
  expect([0, 0.000_012_34, 0.5, 1, 1234.5].map(dollars)).toEqual(["$0.00", "$0.0000123", "$0.5", "$1.00", "$1,234.50"]);
});
