import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { numeric, type NumericOptions } from "./numeric.ts";

/** Recorded answers of four models and GSM8K's questions: public data next to the repository, if it exists. */
const data = new URL("../../../../../shared/data/", import.meta.url);
const questions = new URL("gsm8k/test.jsonl", data);
const recordings = new URL("zeroeval/gsm/", data);

interface Recorded {
  readonly id: string;
  readonly output: string;
}

function lines<T>(text: string): T[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

function correctIn(model: string, options: NumericOptions): number {
  const gold = lines<{ answer: string }>(readFileSync(questions, "utf8"));
  const file = readdirSync(recordings).find((name) => name.startsWith(model))!;
  const scorer = numeric({ ...options, expected: "{{answer}}" });
  const scores = lines<Recorded>(gunzipSync(readFileSync(new URL(file, recordings))).toString("utf8")).map(
    ({ id, output }) => {
      const vars = gold[Number(id.split("#")[1])]!;
      return scorer.score({ output, case: { id, vars: { ...vars } }, outcome: undefined as never });
    },
  );
  expect(scores).toHaveLength(1319);
  return scores.filter((score) => score !== null && "value" in score && score.value === 1).length;
}

beforeEach(({ skip }) => {
  if (!existsSync(questions) || !existsSync(recordings)) skip("needs ../shared/data");
});

/** Published: Qwen2 80.06 %, Mistral-Nemo 82.79 %, Phi-3.5-mini 82.03 %, Mixtral 70.13 % of 1319, that is 1056, 1092, 1082, 925. */
describe("the published rule reproduces the published accuracies, up to one answer per model", () => {
  test.each([
    ["Qwen2", 1056],
    ["Mistral-Nemo", 1092],
    ["Phi-3.5", 1083],
    ["Mixtral", 924],
  ])("%s: %d correct", (model, correct) => {
    expect(correctIn(model, { marks: ["json"] })).toBe(correct);
  });
});

describe("by default answers outside the JSON count too", () => {
  test.each([
    ["Qwen2", 1056],
    ["Mistral-Nemo", 1092],
    ["Phi-3.5", 1094],
    ["Mixtral", 924],
  ])("%s: %d correct", (model, correct) => {
    expect(correctIn(model, {})).toBe(correct);
  });
});
