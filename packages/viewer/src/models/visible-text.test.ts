import fc from "fast-check";
import { expect, test } from "vitest";
import { visibleParts } from "./visible-text.ts";

test.each([
  ["plain\ttext\n", [{ text: "plain\ttext\n" }]],
  ["a\u202eb", [{ text: "a" }, { code: "U+202E" }, { text: "b" }]],
  ["\u0000", [{ code: "U+0000" }]],
  ["👩‍🚀", [{ text: "👩‍🚀" }]],
  ["Best: a/العربية (50.0 %).", [{ text: "Best: a/" }, { isolated: "العربية" }, { text: " (50.0 %)." }]],
  ["in שלום עולם: 2 of 3", [{ text: "in " }, { isolated: "שלום עולם" }, { text: ": 2 of 3" }]],
  ["x א\u202eב", [{ text: "x " }, { isolated: "א" }, { code: "U+202E" }, { isolated: "ב" }]],
  ["القاهرة في 1990 (a)", [{ text: "القاهرة في 1990 (a)" }]],
])("%j", (text, parts) => {
  expect(visibleParts(text)).toEqual(parts);
});

test("loses no part of a text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const back = visibleParts(text).map((part) => {
        if ("text" in part) return part.text;
        return "isolated" in part ? part.isolated : String.fromCodePoint(Number.parseInt(part.code.slice(2), 16));
      });
      expect(back.join("")).toBe(text);
    }),
  );
});
