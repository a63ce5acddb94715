import fc from "fast-check";
import { expect, test } from "vitest";
import { TestCase } from "./test-case.ts";
import { isUsualCase } from "./usual-case.ts";

const anything = fc.anything({ withDate: true, withMap: true, withSparseArray: true, withNullPrototype: true });
const record = fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), anything), anything);

test("the schema takes each usual case", () => {
  const cases = fc.record(
    {
      id: fc.oneof(fc.string(), anything),
      vars: record,
      expected: anything,
      cluster: fc.oneof(fc.string(), anything),
      metadata: record,
      scorers: anything,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(cases, (value) => {
      if (isUsualCase(value)) expect(TestCase.safeParse(value).success).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("cases from a file are usual cases", () => {
  const json = fc.jsonValue({ maxDepth: 5 });
  const members = { expected: json, cluster: fc.string(), metadata: fc.dictionary(fc.string(), json) };
  const cases = fc.record(
    { id: fc.string({ minLength: 1 }), vars: fc.dictionary(fc.string(), json), ...members },
    { requiredKeys: ["id", "vars"] },
  );
  fc.assert(fc.property(cases, (value) => isUsualCase(JSON.parse(JSON.stringify(value)))));
});

test.each<readonly [string, unknown]>([
  ["no object", null],
  ["an empty id", { id: "", vars: {} }],
  ["a number as id", { id: 1, vars: {} }],
  ["no vars", { id: "a" }],
  ["a list as vars", { id: "a", vars: [] }],
  ["NaN", { id: "a", vars: { x: NaN } }],
  ["undefined in a list", { id: "a", vars: { x: [undefined] } }],
  ["a gap in a list", { id: "a", vars: { x: Object.assign([], { length: 1 }) } }],
  ["a date", { id: "a", vars: { x: new Date(0) } }],
  ["a number as cluster", { id: "a", vars: {}, cluster: 1 }],
  ["an unknown member", { id: "a", vars: {}, var: {} }],
])("%s is not usual", (_, value) => {
  expect(isUsualCase(value)).toBe(false);
  expect(TestCase.safeParse(value).success).toBe(false);
});

test("leaves cyclic values to the schema", () => {
  const vars: Record<string, unknown> = {};
  vars["self"] = vars;
  expect(isUsualCase({ id: "a", vars })).toBe(false);
});
