import { describe, expect, test } from "vitest";
import * as z from "@sameseed/core/zod";
import type { ScorerSpec } from "./scorer-spec.ts";
import { scorerFromSpec, SPECS } from "../testing/scorer-from-spec.ts";

describe("an entry of a benchmark file becomes the scorer it names", () => {
  test.each<[unknown, string, Record<string, unknown>]>([
    ["equals", "equals", { type: "equals", not: false }],
    ["not-contains", "not-contains", { type: "contains", not: true }],
    [
      { numeric: { expected: "{{answer}}", tolerance: 0.01 } },
      "numeric",
      { type: "numeric", expected: "{{answer}}", tolerance: 0.01 },
    ],
    [{ numeric: { marks: ["json"], noNumber: "unscored" } }, "numeric", { marks: ["json"], noNumber: "unscored" }],
    [{ "not-equals": { expected: 3, metric: "not-three" } }, "not-three", { type: "equals", not: true, expected: 3 }],
    [{ icontains: { expected: ["a", "{{b}}"], match: "any" } }, "icontains", { type: "icontains", match: "any" }],
    [{ regex: { pattern: "^\\d+$", flags: "m" } }, "regex", { type: "regex", pattern: "^\\d+$", flags: "m" }],
    [{ "not-regex": { pattern: "sorry" } }, "not-regex", { type: "regex", not: true }],
  ])("%j", (spec, name, identity) => {
    const scorer = scorerFromSpec(SPECS.schema.parse(spec));
    expect(scorer.name).toBe(name);
    expect(scorer.identity).toMatchObject(identity);
  });
});

describe("an error names the mistake and the nearest known word", () => {
  test.each<[unknown, string]>([
    ["equal", 'There is no scorer "equal". Did you mean "equals"?'],
    [{ numerik: {} }, 'There is no scorer "numerik". Did you mean "numeric"?'],
    [{ numeric: { tolerence: 1 } }, 'Scorer "numeric" has no option "tolerence". Did you mean "tolerance"?'],
    [{ numeric: { tolerance: -1 } }, 'Scorer "numeric".tolerance: '],
    [{ numeric: null }, 'Scorer "numeric": '],
    [{ equals: {}, contains: {} }, "this has equals and contains"],
    ["regex", 'The scorer "regex" needs a pattern'],
    [{}, "A scorer is a name or an object"],
    [null, "A scorer is a name or an object"],
    [7, "A scorer is a name or an object"],
    [{ regex: { pattern: "(" } }, 'The pattern "(" does not compile.'],
  ])("%j", (spec, message) => {
    expect(() => scorerFromSpec(spec as ScorerSpec)).toThrow(
      expect.objectContaining({ code: "BAD_BENCHMARK", message: expect.stringContaining(message) }),
    );
  });
});

test("the JSON Schema allows exactly one scorer per entry and no unknown key", () => {
  const schema = z.toJSONSchema(SPECS.schema);
  const object = schema.anyOf![1]!;
  expect(object).toMatchObject({ type: "object", additionalProperties: false, minProperties: 1, maxProperties: 1 });
  expect(Object.keys(object.properties!)).toContain("not-numeric");
});

test("a scorer can be given by its name alone if no option is required", () => {
  const [named, byName] = z.toJSONSchema(SPECS.schema, { io: "input" }).anyOf ?? [];
  const { properties } = byName as { properties: Record<string, { required?: string[] }> };
  const withoutOptions = Object.keys(properties).filter((name) => (properties[name]!.required ?? []).length === 0);
  expect(withoutOptions.length).toBeGreaterThan(50);
  expect(named).toMatchObject({ enum: withoutOptions });
  expect(withoutOptions.filter((name) => !SPECS.schema.safeParse({ [name]: {} }).success)).toEqual([]);
});
