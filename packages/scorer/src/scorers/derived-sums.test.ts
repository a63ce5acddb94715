import type { Answer, Score } from "@sameseed/core";
import { expect, test } from "vitest";
import { scoreRecord } from "../score-record.ts";
import { derived } from "./derived.ts";

function scored(value: string, scores: Readonly<Record<string, number | null>>): Score {
  const of = Object.fromEntries(Object.entries(scores).map(([name, number]) => [name, { value: number }]));
  return derived("m", value, { of: "sums" }).score({ scores: of } as unknown as Answer) as Score;
}

test("a metric of sums adds up each row's values, with 0 for missing ones", () => {
  expect(scored("tp / (tp + fp)", { tp: 1, fp: 1 })).toEqual({ value: 0.5, counts: [1, 1] });
  expect(scored("tp / (tp + fp)", { tp: null, fp: 1 })).toEqual({ value: 0, counts: [0, 1] });
  expect(scored("tp / (tp + fp)", { tp: 0, fp: 0 })).toMatchObject({ value: null, counts: [0, 0] });
  expect(scored("tp / __count", { tp: 1 })).toEqual({ value: 1, counts: [1, 1] });
});

test("refuses an unknown scorer and a function", () => {
  expect(() => scored("a / b", { a: 1 })).toThrow('there is no scorer "b"');
  expect(() => derived("m", () => 1, { of: "sums" })).toThrow("is a function, and of sums");
});
test.each([
  ["tp + fp", { tp: 0, fp: 0 }],
  ["tp + fp", { tp: 1, fp: 0 }],
  ["10 * tp / __count", { tp: 0 }],
])("rows have no value for sums that may lie outside 0 to 1: %s", (value, scores) => {
  expect(scored(value, scores)).toMatchObject({ value: null, counts: expect.any(Array) as number[] });
});

test("such sums cannot count in the row's score", () => {
  expect(() => derived("m", "a + b", { of: "sums", weight: 1 })).toThrow(
    'The derived metric m has a weight, but rows may have no value of it: "a + b" can lie outside 0 to 1.',
  );
  expect(() => derived("m", "a / (a + b)", { of: "sums", weight: 1 })).not.toThrow();
});

test.each(["a + b", "a - b", "1 / a", "2 * a / (a + b)", "2 * a", "log(a)"])(
  "%s of rows is refused: some rows would have no score",
  (value) => {
    expect(() => derived("m", value)).toThrow(
      expect.objectContaining({
        code: "BAD_BENCHMARK",
        message: `The derived metric m can lie outside 0 to 1: "${value}". Such rows would have no score.`,
        hint: expect.stringContaining(`max(0, min(1, ${value}))`),
      }),
    );
    expect(() => derived("m", `max(0, min(1, ${value}))`)).not.toThrow();
    expect(() => derived("m", value, { of: "sums" })).not.toThrow();
  },
);

test.each(["(a + b) / 2", "2 * a * b / (a + b)", "a * b", "1 - a"])("%s of rows stays inside", (value) => {
  expect(() => derived("m", value)).not.toThrow();
});

test.each(["a / b", "a / (b + c) / 2", "(a + b) / (2 * c)"])(
  "%s of rows may stay inside: a row outside has no score, and a weight is refused",
  (value) => {
    const rows = derived("m", value);
    const scores = (a: number, b: number, c: number) =>
      ({ output: "", scores: { a: { value: a }, b: { value: b }, c: { value: c } } }) as unknown as Answer;
    expect(rows.score(scores(0.1, 0.2, 0.4))).toMatchObject({ value: expect.any(Number) as number });
    expect(rows.score(scores(1, 0, 0))).toEqual({ value: null, reason: "it has no value for these scores" });
    expect(scoreRecord(rows, scores(1, 0.25, 0.001))).toMatchObject({
      value: null,
      reason: expect.stringMatching(/^the scorer gave \d.*, which is not in \[0, 1\]$/) as string,
    });
    expect(() => derived("m", value, { weight: 1 })).toThrow("has a weight, but rows may have no value of it");
  },
);
