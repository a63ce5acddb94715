import { expect, test } from "vitest";
import { scorerFromSpec } from "../testing/scorer-from-spec.ts";
import { wordIn } from "./model-graded-classify.ts";

/** The values of OpenAI evals' `get_choice`. */
test.each<[string, readonly string[], "first" | "last", string | undefined]>([
  ["It is a subset.\n(A)\n\nA", ["A", "B"], "last", "A"],
  ["B is tempting.\nBut: A.", ["A", "B"], "last", "A"],
  ["Yes\nThe reasons are: no.", ["Yes", "No"], "first", "Yes"],
  ["**Yes.**", ["Yes", "No"], "last", "Yes"],
  ["I cannot say", ["Yes", "No"], "last", undefined],
  ["", ["Yes", "No"], "first", undefined],
  ["Score: 4/5", ["1", "2", "3", "4", "5"], "last", "5"],
])("reads %j with the words %j from the %s line", (text, words, read, word) => {
  expect(wordIn(text, words, read)).toBe(word);
});

test("it requires a prompt and scores and uses a judge", () => {
  const scorer = scorerFromSpec({ "model-graded-classify": { prompt: "{{output}}?", scores: { Y: 1, N: 0 } } });
  expect(scorer.judges).toHaveLength(1);
  expect(scorer.identity).toMatchObject({ scores: { Y: 1, N: 0 }, read: "last", prompt: "{{output}}?" });
  expect(() => scorerFromSpec({ "model-graded-classify": { scores: { Y: 1 } } })).toThrow("prompt");
  expect(() => scorerFromSpec({ "model-graded-classify": { prompt: "x", scores: { Y: 2 } } })).toThrow("scores");
});

test.each<[string, readonly string[], string | undefined]>([
  ["incorrect", ["correct", "incorrect"], "incorrect"],
  ["The answer is incorrect.", ["correct", "incorrect"], "incorrect"],
  ["very-positive", ["positive", "very-positive"], "very-positive"],
  ["Reasons.\nnot_relevant", ["relevant", "not_relevant"], "not_relevant"],
])("%j with the words %j: uses the longest word and ignores punctuation in words", (text, words, word) => {
  expect(wordIn(text, words, "last")).toBe(word);
});
