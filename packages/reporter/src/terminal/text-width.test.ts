import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cut, oneLine, padEnd, padStart, shorten, textWidth } from "./text-width.ts";

test.each([
  ["", 0],
  ["direct/gpt-4o", 13],
  ["日本語", 6],
  ["한국어", 6],
  ["é", 1],
  ["e\u0301", 1],
  ["😀", 2],
  ["👩‍👩‍👧", 2],
  ["❤️", 2],
  ["ＡＢ", 4],
  ["\u001B[31mred\u001B[39m", 3],
  ["├─●─┤", 5],
  ["…", 1],
  ["a\u200Bb", 2],
])("%j takes %d cells", (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test("an id is shortened in the middle, which keeps both ends readable", () => {
  expect(shorten("stepwise/openai:gpt-4o-mini", 15)).toBe("stepwis…4o-mini");
  expect(shorten("short", 15)).toBe("short");
});

test("a text of millions of characters is shortened without splitting all of them", () => {
  const long = "x".repeat(2e7);
  const wide = `日${long}本`;
  expect(shorten(`ab${long}yz`, 5)).toBe("ab…yz");
  expect(shorten(wide, 7)).toBe("日x…x本");
  expect(cut(wide, 4)).toBe("日xx");
});

test("control characters and colours of the data do not reach the terminal", () => {
  expect(oneLine("a\u001B[2Jb\nc\td")).toBe("ab c d");
});

test("shortened and cut text fits, padded text fills", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "日", "😀", "e\u0301", "-", "/") });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 30 }), (value, width) => {
      expect(textWidth(shorten(value, width))).toBeLessThanOrEqual(width);
      expect(textWidth(cut(value, width))).toBeLessThanOrEqual(width);
      expect(textWidth(padEnd(value, width))).toBe(Math.max(width, textWidth(value)));
      expect(textWidth(padStart(value, width))).toBe(Math.max(width, textWidth(value)));
    }),
  );
});
