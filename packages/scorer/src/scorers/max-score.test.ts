import type { AnswerBlock, ScorePart } from "@sameseed/core";
import { expect, test } from "vitest";
import { maxScore, type MaxScoreOptions } from "./max-score.ts";

type Given = readonly ScorePart[] | null;

async function scored(options: MaxScoreOptions, ...given: Given[]): Promise<(number | null)[]> {
  const answers = given.map((parts, place) => ({
    variant: `v${place}`,
    answer: parts === null ? null : { scores: { assert: { value: 0.5, parts } } },
  }));
  const block = { baseline: "v0", answers } as unknown as AnswerBlock;
  return (await maxScore(options).scoreBlock!(block)).map((score) => score!.value);
}

const parts = (...values: (number | null)[]): ScorePart[] =>
  values.map((value, place) => ({ name: ["a", "b", "c"][place]!, value }));

test.each<[string, MaxScoreOptions, Given[], (number | null)[]]>([
  ["the highest mean wins", {}, [parts(1, 0), parts(1, 1)], [0, 1]],
  ["of equals the first", {}, [parts(1, 0), parts(0, 1)], [1, 0]],
  ["weights by name", { weights: { b: 3 } }, [parts(1, 0), parts(0, 1)], [0, 1]],
  ["a weight of 0", { weights: { a: 0, b: 0 } }, [parts(0, 1), parts(1, 0)], [1, 0]],
  ["a sum rewards more parts", { method: "sum" }, [parts(1), parts(0.7, 0.7)], [0, 1]],
  ["an average does not", {}, [parts(1), parts(0.7, 0.7)], [1, 0]],
  ["no variant wins below the threshold", { threshold: 0.9 }, [parts(0.5), parts(0.8)], [0, 0]],
  ["a missing answer", {}, [parts(1), null], [null, null]],
  ["an undecided part", {}, [parts(1), parts(1, null)], [null, null]],
  ["no parts", {}, [parts(1), []], [null, null]],
  ["one answer", {}, [parts(1)], [null]],
  ["three", {}, [parts(0.2), parts(0.9), parts(0.4)], [0, 1, 0]],
])("%s", async (_, options, given, expected) => {
  expect(await scored(options, ...given)).toEqual(expected);
});

test("the parts of sets count too, as in promptfoo", async () => {
  const set: ScorePart = { name: "assert-set", value: 0.5, parts: parts(1, 0) };
  expect(await scored({}, [set], parts(0.6))).toEqual([0, 1]);
});
