import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./content-hash.ts";

test("keys are sorted at every level, and undefined members are left out", () => {
  expect(canonicalJson({ b: [{ z: 1, a: undefined, Z: null }, undefined], a: "x", 10: 1, 9: 2 })).toBe(
    '{"10":1,"9":2,"a":"x","b":[{"Z":null,"z":1},null]}',
  );
  expect(canonicalJson({})).toBe("{}");
  expect(canonicalJson(undefined)).toBe("null");
  expect(canonicalJson(JSON.parse('{"__proto__":1,"constructor":2}'))).toBe('{"__proto__":1,"constructor":2}');
});

test("writes equal JSON in any order of the members", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});
