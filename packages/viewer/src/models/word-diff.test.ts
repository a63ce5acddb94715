import { diffWordsWithSpace } from "diff";
import fc from "fast-check";
import { expect, test } from "vitest";
import { wordDiff } from "./word-diff.ts";

test("marks words that only one text has, with the spaces around them", () => {
  expect(
    wordDiff("the cat\nsat", "the café\nsat")!.map(({ value, added, removed }) => [value, added, removed]),
  ).toEqual([
    ["the ", false, false],
    ["cat", false, true],
    ["café", true, false],
    ["\nsat", false, false],
  ]);
});

test("the words equal those of the library", () => {
  const piece = fc.constantFrom(
    "cat",
    "Käse",
    "ﬁ",
    "дом",
    "猫",
    "😀",
    "\u00AD",
    "×",
    "ˇ",
    " ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "_",
    "7",
    ".",
  );
  const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(wordDiff(a, b)).toEqual(diffWordsWithSpace(a, b));
    }),
  );
});

test("finds no common words in two long texts without any", () => {
  const words = (letter: string): string => Array.from({ length: 30_000 }, (_, place) => letter + place).join("\n");
  expect(wordDiff(words("a"), words("b"))).toBeUndefined();
});
