import type { Score, Scorer } from "@sameseed/core";
import { describe, expect, test } from "vitest";
import type { ScorerSpec } from "../specs/scorer-spec.ts";
import { scorerFromSpec } from "../testing/scorer-from-spec.ts";
import { exactMatch } from "./exact-match.ts";
import { equals } from "./equals.ts";
import { fuzzyMatch, wordF1 } from "./fuzzy-match.ts";
import { jsonMatch } from "./json-match.ts";

function judge(scorer: Scorer, output: string, expected?: unknown): Score {
  return scorer.score!({ output, case: { id: "c1", vars: {}, expected }, outcome: undefined as never }) as Score;
}

/** The values of OpenAI evals' `fuzzy_match` and `f1_score`. */
describe("fuzzy-match and word-f1", () => {
  test.each<[string, string, unknown, number, number]>([
    ["the same but for case, articles and punctuation", "The Cat!", "a cat", 1, 1],
    ["the reference inside the answer", "It is Paris, France.", "Paris", 1, 0.4],
    ["the answer inside the reference", "Paris", "Paris, France", 1, 2 / 3],
    ["other words", "Lyon", "Paris", 0, 0],
    ["one of several", "Rome", ["Paris", "Rome"], 1, 1],
    ["a word of the reference in another order", "b c a x", "c b", 0, 0.8],
    ["an answer of nothing but punctuation", "...", "Paris", 0, 0],
    ["both of nothing", "the", "?", 1, 0],
    ["letters of another script next to an article", "éa", "é", 1, 0],
    ["a byte order mark, which is not white space", "\uFEFFa", "\uFEFFa", 1, 1],
    ["a separator, which is", "a\u001Fb", "b", 1, 1],
    ["a word as often as in both", "no no no", "no no", 1, 0.8],
  ])("%s", (...[, output, expected, fuzzy, f1]) => {
    expect(judge(fuzzyMatch(), output, expected).value).toBe(fuzzy);
    expect(judge(wordF1(), output, expected).value).toBeCloseTo(f1, 12);
  });
});

describe("json-match", () => {
  test.each<[string, string, unknown, number]>([
    ["the same content", '{ "b": [1, 2.0], "a": "x" }', '{"a":"x","b":[1,2]}', 1],
    ["a list of another length", "[1]", "[1, 2]", 0],
    ["a key more", '{"a":1,"b":2}', '{"a":1}', 0],
    ["one of several", "[2]", ["[1]", "[2]"], 1],
    ["null is never right", '{"a":null}', '{"a":null}', 0],
    ["a text around the JSON", 'Here: {"a":1}', '{"a":1}', 0],
    ["a bare value", '"x"', '"x"', 1],
  ])("%s", (...[, output, expected, value]) => {
    expect(judge(jsonMatch(), output, expected).value).toBe(value);
  });
});

describe("exact-match", () => {
  test.each<[string, Scorer, string, unknown, number]>([
    ["letter for letter", exactMatch(), "Paris", "Paris", 1],
    ["white space counts", exactMatch(), "Paris ", "Paris", 0],
    ["one of several", exactMatch(), "b", ["a", "b"], 1],
    ["case, ignored", exactMatch({ ignoreCase: true }), "PARIS", "paris", 1],
    ["punctuation, ignored", exactMatch({ ignorePunctuation: true }), "U.S.A", "USA", 1],
    ["digits, ignored", exactMatch({ ignoreNumbers: true }), "a1", "a2", 1],
    ["patterns, in both", exactMatch({ ignore: [",", "\\$", "[^]*#### "] }), "$1,000", "So it is\n#### 1000", 1],
    ["patterns before the case of letters", exactMatch({ ignore: ["A "], ignoreCase: true }), "A cat", "cat", 1],
  ])("%s", (...[, scorer, output, expected, value]) => {
    expect(judge(scorer, output, expected).value).toBe(value);
  });

  test("refuses a pattern that does not compile", () => {
    expect(() => exactMatch({ ignore: ["("] })).toThrow(expect.objectContaining({ code: "BAD_BENCHMARK" }));
  });
});

describe("a step with a pattern", () => {
  const NUMBER = "(-?[$0-9.,]{2,})|(-?[0-9]+)";
  test.each<[string, object | readonly object[], string, string, number | null]>([
    ["finds the first match", { find: NUMBER }, "3 apples, 12 pears", "3", 1],
    ["finds the last match", { find: NUMBER, which: -1 }, "3 apples, 12 pears", "12", 1],
    ["keeps the group", { find: "answer is (\\w+)" }, "The answer is 18.", "18", 1],
    ["has a text for no match", { find: "#### (\\d+)", otherwise: "[invalid]" }, "18", "18", 0],
    ["or is undecided", { find: "#### (\\d+)" }, "18", "18", null],
    ["takes flags", { find: "ANSWER: (.*)", flags: "i" }, "answer: x", "x", 1],
    ["replaces", { replace: "^ " }, " x", "x", 1],
    ["replaces with a group", { replace: "(a)(b)", with: "$2$1" }, "ab", "ba", 1],
    ["maps", { map: { A: "1", B: "2" } }, "B", "2", 1],
    ["maps the rest", { map: { A: "1" }, otherwise: "0" }, "toString", "0", 1],
    ["is done in order", [{ find: "\\d+" }, { map: { "1": "one" } }], "it is 1", "one", 1],
  ])("%s", (...[, transform, output, expected, value]) => {
    const spec = { equals: { transform } } as unknown as ScorerSpec;
    expect(judge(scorerFromSpec(spec), output, expected).value).toBe(value);
  });

  test("is in the manifest as written", () => {
    expect(equals({ transform: [{ find: "x" }, "trim"] }).identity).toMatchObject({
      transform: [{ find: "x" }, "trim"],
    });
  });
});

test("starts-with can count white space before the answer", () => {
  const strict = scorerFromSpec({ "starts-with": { trim: false } });
  expect([judge(strict, " Yes", "Yes").value, judge(strict, "Yes", "Yes").value]).toEqual([0, 1]);
});
