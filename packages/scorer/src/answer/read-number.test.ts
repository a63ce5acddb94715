import * as fc from "fast-check";
import { expect, test } from "vitest";
import { busyMs } from "../testing/busy-time.ts";
import { readNumbers } from "./read-number.ts";

test.each<[string, readonly number[]]>([
  ["18", [18]],
  ["18.", [18]],
  ["3.0", [3]],
  [".5", [0.5]],
  ["-5", [-5]],
  ["\u22125 and \u20135", [-5, -5]],
  ["$1,234.50", [1234.5]],
  ["-$5 or $-5 or \\$7", [-5, -5, 7]],
  ["€ 20, £30", [20, 30]],
  ["50%", [50]],
  ["18 dollars", [18]],
  ["5km", [5]],
  ["1,000,000", [1_000_000]],
  ["1,2,3", [1, 2, 3]],
  ["1,2345 and 0,125", [1.2345, 0.125]],
  ["1.234,5", [1234.5]],
  ["3/4", [0.75]],
  ["3 / 4 cup", [0.75]],
  ["\\frac{3}{4} and \\dfrac{1}{2}", [0.75, 0.5]],
  ["6/2/2024", [6, 2, 2024]],
  ["1/0", []],
  ["1e3, 2.5E-2, 1e+2", [1000, 0.025, 100]],
  ["3 × 10^5, 3\\times10^{-2}, 3*10**2", [300_000, 0.03, 300]],
  ["16 - 3 = 13", [16, 3, 13]],
  ["16-3=13", [16, 3, 13]],
  ["(4)-2", [4, 2]],
  ["10-12 years", [10, 12]],
  ["version 1.2.3", [1.2]],
  ["...18", [18]],
  ["44 g of CO2", [44]],
  ["USD18", [18]],
  ["**18**", [18]],
  ["x=5", [5]],
  ["1.5 million", [1.5]],
  ["1e999", []],
  ["eighteen", []],
  ["", []],
])("%j contains %j", (text, values) => {
  expect(readNumbers(text).map(({ value }) => value)).toEqual(values);
});

test("the text of a number is unchanged, without currency", () => {
  expect(readNumbers("costs -$1,234.50 in all").map(({ text }) => text)).toEqual(["-1,234.50"]);
});

test("reads every finite number from its JavaScript text, in a sentence too", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(readNumbers(String(value)).map((found) => found.value)).toEqual([value === 0 ? 0 : value]);
      expect(readNumbers(`It is ${value}.`)[0]?.value).toBe(value === 0 ? 0 : value);
    }),
  );
});

test("reads every integer with commas for thousands", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(readNumbers(value.toLocaleString("en-US")).map((found) => found.value)).toEqual([value]);
    }),
  );
});

test("takes little time for any text", () => {
  const long = ["1", "1,", "1/", "-", "$", "1.", "\\frac{", "1e", "a1"].map((part) => part.repeat(50_000));
  const started = busyMs();
  for (const text of long) readNumbers(text);
  expect(busyMs() - started).toBeLessThan(10_000);
});

test("reads digits alone like digits before a word", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\s{0,2}\d{1,18}\s{0,2}$/), (text) => {
      expect(readNumbers(text)).toEqual(readNumbers(`${text} apples`));
    }),
  );
});
