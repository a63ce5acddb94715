import { expect, test } from "vitest";
import { onlyScorer, scoreInWords, scoreMakeup } from "./score-makeup.ts";

const scorer = (name: string, weight?: number) => ({
  name,
  identity: weight === undefined ? { type: name } : { type: name, weight },
});

test.each([
  ["by equals", [scorer("equals")], null],
  ["by equals", [scorer("equals"), scorer("terse", 0)], "equals"],
  ["by equals", [scorer("terse", 0), scorer("equals", 3), scorer("tone", 0)], "equals"],
  ["the mean of equals, terse", [scorer("equals"), scorer("terse")], null],
  ["the mean of equals, terse", [scorer("equals", 2), scorer("terse", 2), scorer("tone", 0)], null],
  ["the weighted mean of equals (1), terse (0.5)", [scorer("equals"), scorer("terse", 0.5)], null],
  ["of no scorer: all have weight 0", [scorer("equals", 0), scorer("terse", 0)], null],
])("the score is %s", (words, scorers, only) => {
  expect(scoreInWords(scorers)).toBe(words);
  expect(onlyScorer(scorers)).toBe(only);
});

test("a weight that the identity lacks is taken from the scorer", () => {
  expect(scoreMakeup([{ name: "own", identity: {}, weight: 0 }, scorer("equals")])).toEqual([
    { name: "equals", weight: 1 },
  ]);
});
