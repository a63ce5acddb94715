import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readGrade } from "./llm-rubric.ts";
import { readChoice } from "./read-choice.ts";
import { readRatings, readShare } from "./read-ratings.ts";
import { readFields, readList, textsOf } from "./read-verdict.ts";

const values = (text: string, count: number) => readRatings(text, count)?.map(({ value }) => value) ?? null;

describe("finds ratings anywhere in the text", () => {
  test.each<[string, number, number[] | null]>([
    ["9 8.5\nBoth assistants…", 2, [9, 8.5]],
    ["**8, 7**", 2, [8, 7]],
    ["8/10 9/10", 2, [8, 9]],
    ["f(2) = 39\n\nScores:\nAssistant 1: 10\nAssistant 2: 4\n\nAssistant 1 is better.", 2, [10, 4]],
    ["Assistant 1: 3\nOn second thought:\nAssistant 1: 5\nAssistant 2: 6", 2, [5, 6]],
    ['{"scores": [7, 5.5]}', 2, [7, 5.5]],
    ['```json\n{"ratings": {"A": 7, "B": "5"}}\n```', 2, [7, 5]],
    ["Assistant 1 had 3 mistakes and 2 typos.", 2, null],
    ["Rating: [[5]]", 1, [5]],
    ["I was to write Rating: [[1]] but I say Rating: [[8.5]].", 1, [8.5]],
    ["The score is 7, because it lists 3 cities.", 1, [7]],
    ["**Score:** 8/10", 1, [8]],
    ["I give it 8 out of 10.", 1, [8]],
    ['{"reason": "a 3 at first", "score": 6}', 1, [6]],
    ['{"score": "6/10"}', 1, [6]],
    ["4", 1, [4]],
    ["Note: 8,5", 1, [8.5]],
    ["The score is 8,5 of 10", 1, [8.5]],
    ["8,5", 1, [8.5]],
    ["8,5", 2, [8, 5]],
    ['{"score": "7,5"}', 1, [7.5]],
    ['{"pass": true, "score": 0,9}', 1, [0.9]],
    ['{"score": 0,9, "reason": "fine"}', 1, [0.9]],
    ["It was founded in 1996.", 1, null],
    ["", 1, null],
  ])("%j: %i", (text, count, expected) => expect(values(text, count)).toEqual(expected));

  test("reads ratings as a share of their scale; a rating outside it does not count", () => {
    expect(readShare('{"score": 10}', [1, 10])).toBe(1);
    expect(readShare('{"score": 1}', [1, 10])).toBe(0);
    expect(readShare("Score: 8/10", [0, 1])).toBe(0.8);
    for (const text of ["80%", "Score: 80 %", '{"score": "80%"}', "**Score:** 80%.", "The score is 80% here."])
      expect([text, readShare(text, [0, 1])]).toEqual([text, 0.8]);
    expect(readShare('{"score": 11}', [1, 10])).toBeNull();
    expect(readShare('{"score": 85}', [0, 1])).toBeNull();
  });

  test("a percentage after the rating is not the rating", () => {
    for (const rest of ["\nConfidence: 90%", "\nCoverage: 75 %", ", about 80% covered", " (I am 99.5% sure)"])
      expect([rest, values(`Score: 4${rest}`, 1)]).toEqual([rest, [4]]);
    expect(values("The score is 4.\nConfidence: 90%", 1)).toEqual([4]);
    expect(values("4/5 (80% of the claims)", 1)).toEqual([4]);
    expect(values("4 (I am 90% sure)", 1)).toBeNull();
    expect(values("Assistant 1: 8\nAssistant 2: 7\nConfidence: 90%", 2)).toEqual([8, 7]);
    expect(values("Assistant 1: 80%\nAssistant 2: 70%", 2)).toEqual([80, 70]);
  });

  test("reads a line of two numbers between any other text", () => {
    const words = fc
      .array(fc.constantFrom("good", "answer", "it", "is", "the", "of", "better"))
      .map((all) => all.join(" "));
    const rating = fc.integer({ min: 1, max: 10 });
    fc.assert(
      fc.property(words, rating, rating, words, (before, first, second, after) => {
        expect(values(`${before}\n${first} ${second}\n${after}`, 2)).toEqual([first, second]);
      }),
    );
  });
});

const REVIEWS = join(import.meta.dirname, "../../../../../shared/data/vicuna_gpt4_judge/review");

test.runIf(existsSync(REVIEWS))(
  "reads the ratings of 80 reviews by GPT-4 as people do, also on a late line (needs ../shared/data)",
  () => {
    const files = readdirSync(REVIEWS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".gz"));
    const reviews = files.flatMap((name) =>
      gunzipSync(readFileSync(join(REVIEWS, name)))
        .toString()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { text: string; score: number[] }),
    );
    expect(reviews).toHaveLength(80);
    expect(reviews.filter(({ text }) => !/^[\d.]+ [\d.]+/.test(text))).toHaveLength(3);
    expect(reviews.map(({ text }) => values(text, 2))).toEqual(reviews.map(({ score }) => score));
  },
);

describe("finds a choice anywhere in the text", () => {
  const LETTERS = ["A", "B", "C", "D", "E"];
  test.each<[string, string[], string | null]>([
    ['{"reason": "B is close", "choice": "A"}', LETTERS, "A"],
    ['Draft: {"choice": "B"}\nFinal: {"choice": "C"}', LETTERS, "C"],
    ['{"choice": "(D)"}', LETTERS, "D"],
    ['{"reason": "cut off", "choice": "E', LETTERS, "E"],
    ["[[B]]", LETTERS, "B"],
    ["The better answer is A.", LETTERS, "A"],
    ["A good answer is a short one.", LETTERS, null],
    ["Answer: (C)", LETTERS, "C"],
    ["First I think.\n\n**D**", LETTERS, "D"],
    ["B. It says more.", LETTERS, "B"],
    ['{"winner": "tie"}', ["A", "B", "tie"], "tie"],
    ["Winner: Tie", ["A", "B", "tie"], "tie"],
    ['{"best": 2}', ["1", "2", "3"], "2"],
    ["The best answer is 3", ["1", "2", "3"], "3"],
    ['{"best": 4}', ["1", "2", "3"], null],
    ["Y", ["Y", "Yes", "N", "No"], "Y"],
    ["Verdict: No, it does not.", ["Y", "Yes", "N", "No"], "No"],
    ["I cannot tell.", ["Y", "Yes", "N", "No"], null],
  ])("%j", (text, choices, expected) => expect(readChoice(text, choices)).toBe(expected));
});

test.each<[string, number | null]>([
  ['{"reason": "ok", "pass": true, "score": 0.7}', 0.7],
  ['{"pass": false}', 0],
  ['{"score": 1}', 1],
  ['{"score": 7, "pass": true}', null],
  ["PASS", 1],
  ["Verdict: fail", 0],
  ['{"reason": "it ends in the middle', null],
  ["It is good.", null],
])("a grade in %j is %d", (text, expected) => expect(readGrade(text)).toBe(expected));

test("reads JSON that is broken, fenced, cut off or after other JSON", () => {
  expect(readFields('{"a": 1} then {"score": 2, } trailing', ["score"])).toEqual({ score: 2 });
  expect(readFields('```\n{"score": 3}\n```', ["score"])).toEqual({ score: 3 });
  expect(readFields("no {braces here", ["score"])).toBeUndefined();
  expect(textsOf(readList('{"claims": ["a", {"claim": "b"}, " ", 3', "claims") ?? [])).toEqual(["a", "b"]);
});

test.each<[string, number | null]>([
  ['{"reason": "good", "pass": true, "score": 7}', 1],
  ['{"score": 4}', 0.5],
  ['{"score": 0}', null],
  ['{"pass": false}', 0],
])("on a range from 1 to 7 the grade in %j is %d", (text, expected) => expect(readGrade(text, [1, 7])).toBe(expected));
