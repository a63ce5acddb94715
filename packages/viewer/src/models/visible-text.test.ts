import fc from "fast-check";
import { expect, test } from "vitest";
import { visibleParts } from "./visible-text.ts";

test.each([
  ["plain\ttext\n", [{ text: "plain\ttext\n" }]],
  ["a\u202eb", [{ text: "a" }, { code: "U+202E" }, { text: "b" }]],
  ["\u0000", [{ code: "U+0000" }]],
  ["👩‍🚀", [{ text: "👩‍🚀" }]],
])("%j", (text, parts) => {
  expect(visibleParts(text)).toEqual(parts);
});

test("loses no part of a text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const back = visibleParts(text).map((part) =>
        "text" in part ? part.text : String.fromCodePoint(Number.parseInt(part.code.slice(2), 16)),
      );
      expect(back.join("")).toBe(text);
    }),
  );
});
