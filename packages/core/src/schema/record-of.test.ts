import { expect, test } from "vitest";
import * as z from "../zod.ts";
import { recordOf } from "./record-of.ts";

const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "a b", ""];

test("an object keeps keys named like members of Object.prototype", () => {
  const text = `{${NAMES.map((name, place) => `${JSON.stringify(name)}:${place}`).join(",")}}`;
  expect(Object.entries(recordOf(z.int()).parse(JSON.parse(text)))).toEqual(NAMES.map((name, place) => [name, place]));
});

test.each([null, 5, "text", [1], { a: "one" }, JSON.parse('{"__proto__": "one"}')])("%j is refused", (value) => {
  expect(recordOf(z.int()).safeParse(value).success).toBe(false);
});

test("an error names a wrong member by its key, nested members included", () => {
  const places = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error!.issues.map(({ path }) => path);
  expect(places(z.object({ hashes: recordOf(z.string()).nullable() }), { hashes: { "case 4": 7, ok: "x" } })).toEqual([
    ["hashes", "case 4"],
  ]);
  expect(places(recordOf(z.object({ a: z.int() })), { b: { a: "x" }, c: { a: 1 }, d: 5 })).toEqual([["b", "a"], ["d"]]);
  expect(places(recordOf(z.int()), [1])).toEqual([[]]);
});
