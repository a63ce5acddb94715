import { expect, test } from "vitest";
import { translatedConfig } from "./testing/translated-config.ts";

const FILES = {
  "score.js": "module.exports = () => ({ namedScores: { f1: 1 } })",
  "score.py": "def func(named, context): pass",
};
const contains = { contains: { expected: "a" } };
const assert = [{ type: "contains", value: "a" }];

function config(test: object, more: object = {}): object {
  return { prompts: ["Hi {{x}}"], providers: ["echo"], tests: [{ vars: { x: "1" }, ...test }], ...more };
}

test.each<[string, object, object, object]>([
  ["of a test", { assert, assertScoringFunction: "file://score.js:named" }, {}, { combine: "file://./score.js:named" }],
  [
    "of a test, with its threshold",
    { assert, threshold: 0.5, assertScoringFunction: "file://score.js" },
    {},
    { combine: "file://./score.js", threshold: 0.5 },
  ],
  [
    "in Python, by its default name",
    { assert, assertScoringFunction: "file://score.py" },
    {},
    { combine: "file://./score.py:func" },
  ],
  [
    "of defaultTest",
    {},
    { defaultTest: { assert, assertScoringFunction: "file://score.js" } },
    { combine: "file://./score.js" },
  ],
])("a scoring function %s combines its assertions", async (_, test, more, options) => {
  const { benchmark, warnings } = await translatedConfig(config(test, more), FILES);
  const { scorers } = benchmark["cases"]![0] as { readonly scorers: unknown };
  expect(scorers).toEqual([{ "assert-set": { scorers: [contains], ...options } }]);
  expect(warnings).toEqual([]);
});

test("metrics that it names become columns", async () => {
  const { benchmark } = await translatedConfig(config({ assert, assertScoringFunction: "file://score.js" }), FILES);
  expect(benchmark["scorers"]).toEqual(["assert", { "assert-metric": { metric: "f1" } }]);
});

test("a test without assertions has no scoring function", async () => {
  const { benchmark } = await translatedConfig(config({ assertScoringFunction: "file://score.js" }), FILES);
  expect(benchmark["cases"]![0]).not.toHaveProperty("scorers");
});

test.each(["score.js", "file://score.rb", 3, { a: 1 }])(
  "warns of %j, which is not a scoring function",
  async (value) => {
    const { warnings, benchmark } = await translatedConfig(config({ assert, assertScoringFunction: value }), FILES);
    expect(warnings).toEqual([
      expect.stringMatching(/^\d+ tests\[0\]\.assertScoringFunction: is not the path of a script/),
    ]);
    expect(JSON.stringify(benchmark)).not.toContain("combine");
  },
);

test("does not call a function of a data file", async () => {
  const given = { prompts: ["Hi {{x}}"], providers: ["echo"], tests: "file://tests.yaml" };
  const data = "- vars: {x: '1'}\n  assertScoringFunction: file://score.js\n  assert: [{type: contains, value: a}]\n";
  const { warnings, benchmark } = await translatedConfig(given, { ...FILES, "tests.yaml": data });
  expect(warnings).toEqual([expect.stringMatching(/assertScoringFunction: is code, which is not run/)]);
  expect(JSON.stringify(benchmark)).not.toContain("combine");
});
