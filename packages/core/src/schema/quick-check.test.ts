import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { quickCheck } from "./quick-check.ts";

const SCHEMAS: readonly (readonly [string, z.ZodType])[] = [
  ["text", z.string()],
  ["text that is not empty", z.string().min(1)],
  ["number in a range", z.number().min(0).max(1)],
  ["number above", z.number().gt(2)],
  ["count", z.int().min(0)],
  ["choice", z.enum(["a", "b"])],
  ["literal", z.literal("a")],
  ["nullable", z.boolean().nullable()],
  ["optional member", z.object({ a: z.string().optional(), b: z.number() })],
  ["list", z.array(z.string()).min(1)],
  ["pair", z.tuple([z.string(), z.number()])],
  ["record", z.record(z.string(), z.number())],
  ["union", z.union([z.string(), z.object({ a: z.number() })])],
  ["json", z.json()],
  ["loose object", z.strictObject({ a: z.string() }).loose()],
];
const Tree = z.object({
  name: z.string(),
  get parts() {
    return z.array(Tree).optional();
  },
});

const json = fc.oneof(
  fc.constantFrom<unknown>(null, true, "", "a", "b", -1, 0, 0.5, 1, 3, 2 ** 60, [], ["a"], ["a", 1], [1, 2], {}),
  fc.record(
    { a: fc.oneof(fc.string(), fc.integer()), b: fc.oneof(fc.integer(), fc.constant(null)) },
    { requiredKeys: [] },
  ),
  fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string())),
  fc.jsonValue(),
);

test.each(SCHEMAS)("accepts of a %s exactly the values that the schema accepts", (_, schema) => {
  const isRight = quickCheck(schema);
  fc.assert(
    fc.property(json, (given) => {
      const value: unknown = JSON.parse(JSON.stringify(given));
      expect(isRight(value)).toBe(schema.safeParse(value).success);
    }),
    { numRuns: 300 },
  );
});

test("accepts a schema that contains itself", () => {
  const isTree = quickCheck(Tree);
  expect(isTree({ name: "a", parts: [{ name: "b" }, { name: "c", parts: [] }] })).toBe(true);
  expect(isTree({ name: "a", parts: [{ name: "b", parts: [{ name: 1 }] }] })).toBe(false);
});

test.each([
  ["a rule of the user's own", z.string().refine((text) => text !== "x")],
  ["a pattern", z.string().regex(/^a$/)],
  ["strict keys", z.strictObject({ a: z.string() })],
])("leaves %s to the schema", (_, schema) => {
  const isRight = quickCheck(schema);
  for (const value of ["a", "x", { a: "b" }, { a: "b", c: 1 }]) expect(isRight(value)).toBe(false);
});

test("never runs a name or a value of a schema as code", () => {
  const name = '"]; throw 1; //';
  const schema = z.object({ [name]: z.literal(name) });
  expect(quickCheck(schema)({ [name]: name })).toBe(true);
  expect(quickCheck(schema)({ [name]: "x" })).toBe(false);
});
