import { expect, test } from "vitest";
import { findVariant } from "./find-variant.ts";

const VARIANTS = [
  { id: "plain/m", prompt: "plain", model: "m" },
  { id: "ask~1/m", prompt: "ask~1", phrasingOf: "ask", model: "m" },
  { id: "ask~2/m", prompt: "ask~2", phrasingOf: "ask", model: "m" },
];

test("a variant is found by its id, or by its prompt with phrasings and its model", () => {
  expect(findVariant("ask~2/m", VARIANTS)).toBe("ask~2/m");
  expect(findVariant("ask/m", VARIANTS)).toBe("ask~1/m");
  expect(findVariant("plain/m", VARIANTS)).toBe("plain/m");
  expect(() => findVariant("ask/n", VARIANTS, "baseline variant")).toThrow('There is no baseline variant "ask/n".');
});
