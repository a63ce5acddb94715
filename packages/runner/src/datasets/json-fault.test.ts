import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonFault } from "./json-fault.ts";

test.each<[string, number, number, string]>([
  ['{"id": oops}', 1, 8, "expected a value"],
  ['{"a": 1,\n "b": }', 2, 7, "expected a value"],
  ['{"a": 1 "b": 2}', 1, 9, "expected a comma or }"],
  ['{"a" 1}', 1, 6, "expected a colon"],
  ["{a: 1}", 1, 2, "expected a key in double quotes"],
  ["{'a': 1}", 1, 2, "expected a key in double quotes"],
  ['{"a": 1,}', 1, 9, "expected a key in double quotes"],
  ["[1, 2", 1, 6, "ends too early"],
  ["", 1, 1, "ends too early"],
  ['{"a": "b', 1, 7, "never closed"],
  ['{"a": "b\nc"}', 1, 9, "line break"],
  ['["\\x"]', 1, 3, "bad escape"],
  ["[01]", 1, 2, "expected a value"],
  ["{} {}", 1, 4, "after the value"],
])("%j has its fault at line %d, column %d", (...[text, line, column, message]) => {
  expect(findJsonFault(text)).toMatchObject({ line, column, message: expect.stringContaining(message) });
});

test("it finds a fault exactly where JSON.parse throws", () => {
  const broken = fc.tuple(fc.json(), fc.nat(), fc.stringMatching(/^[\]{}",:0-9a\\ -]{0,2}$/)).map(([text, at, put]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + put + text.slice(cut + (at % 3));
  });
  fc.assert(
    fc.property(broken, (text) => {
      expect(findJsonFault(text) === undefined).toBe(parses(text));
    }),
    { numRuns: 2_000 },
  );
});

test("nesting of any depth is valid", () => {
  expect(findJsonFault("[".repeat(100_000) + "]".repeat(100_000))).toBeUndefined();
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("it agrees with JSON.parse on the JSON test suite", ({ skip }) => {
  const file = new URL("../../../../../shared/data/json/json_test_suite.json.gz", import.meta.url);
  if (!existsSync(file)) skip("needs ../shared/data");
  const texts = stringsIn(JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")));
  expect(texts.length).toBeGreaterThan(300);
  expect(texts.filter((text) => (findJsonFault(text) === undefined) !== parses(text))).toEqual([]);
});

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
