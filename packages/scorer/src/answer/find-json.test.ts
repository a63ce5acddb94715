import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { busyMs } from "../testing/busy-time.ts";
import { fencedBlocks, findJson } from "./find-json.ts";

test.each<[string, string, unknown]>([
  ["a whole text", ' {"a": 1}\n', { a: 1 }],
  ["a number as a whole text", "18", 18],
  ["text around", 'Sure! {"a": [1, "}"]} Hope that helps {x}.', { a: [1, "}"] }],
  ["a fence", '```json\n{"a": 1}\n```', { a: 1 }],
  ["a fence with text around", "Here:\n```\n[1, 2]\n```\nDone.", [1, 2]],
  ["braces that are not JSON before it", 'The set {a, b} is {"a": 1}', { a: 1 }],
  ["JSON inside broken JSON", '{"a": oops, "b": {"c": 1}}', { c: 1 }],
  ["the first of two", '{"a": 1}\n{"a": 2}', { a: 1 }],
  ["an escaped quote and a brace in a string", '{"a": "\\"}"}', { a: '"}' }],
  ["a quote in the text before", 'He said "hi": {"a": 1}', { a: 1 }],
  ["none", "no braces here", undefined],
  ["JSON that was cut off", '{"a": [1, 2', undefined],
])("%s", (_, text, value) => {
  expect(findJson(text)?.value).toEqual(value);
});

test("finds any JSON in any text without brackets", () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue());
  const text = fc.stringMatching(/^[^[\]{}"]*$/);
  fc.assert(
    fc.property(object, text, text, (value, before, after) => {
      const json = JSON.stringify(value);
      expect(findJson(`x${before}${json}${after}`)).toEqual({ value: JSON.parse(json), text: json });
    }),
  );
});

test("takes little time for any text", () => {
  const started = busyMs();
  for (const part of ["{", "[", '{"', "[{", "}"]) findJson(part.repeat(50_000));
  expect(busyMs() - started).toBeLessThan(3_000);
});

test("accepts and rejects whole texts as JSONTestSuite requires", ({ skip }) => {
  const file = new URL("../../../../../shared/data/json/json_test_suite.json.gz", import.meta.url);
  if (!existsSync(file)) skip("needs ../shared/data");
  const { parsing } = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as {
    parsing: { name: string; input?: string }[];
  };
  const cases = parsing.flatMap(({ name, input }) =>
    input === undefined || name.startsWith("i_") ? [] : [{ name, input }],
  );
  const isWhole = (input: string): boolean => findJson(input)?.text === input.trim();
  expect(cases.length).toBeGreaterThan(250);
  expect(cases.filter(({ name, input }) => isWhole(input) !== name.startsWith("y_")).map(({ name }) => name)).toEqual(
    [],
  );
});

test("fenced blocks have a language, and an unclosed block reaches to the end", () => {
  expect(fencedBlocks("a\n```JS\nx\n```\n~~~\ny\n```\n~~~\n````\n```\nz")).toEqual([
    { language: "js", text: "x" },
    { language: "", text: "y\n```" },
    { language: "", text: "```\nz" },
  ]);
});
