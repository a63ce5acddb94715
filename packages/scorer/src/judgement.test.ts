import type { Answer, ChatMessage, TestCase, Trial } from "@sameseed/core";
import { expect, test } from "vitest";
import { foreignContext } from "./code/foreign-context.ts";
import { toForeignScore } from "./judgement.ts";
import { toRecord } from "./score-record.ts";
import { assert, assertMetric } from "./index.ts";
import { containsJson } from "./scorers/is-json.ts";
import { isRefusal } from "./scorers/is-refusal.ts";
import { javascript } from "./scorers/javascript.ts";
import { python } from "./scorers/python.ts";

const OUTCOME = { status: "completed", text: "x", usage: null, costUsd: null } as unknown as Answer["outcome"];
const answer = (output: string, testCase: object = { id: "a", vars: {} }): Answer => ({
  output,
  case: testCase as TestCase,
  outcome: OUTCOME,
});

test.each<[string, number, boolean, boolean]>([
  ["({pass: false, score: 1})", 0.4, false, false],
  ["({pass: true, score: 0.2})", 0.4, false, false],
  ["({pass: true, score: 0.5})", 0.4, false, true],
  ["0.5", 0.4, false, true],
  ["0", 0, false, true],
  ["0", 0, true, false],
  ["-1", 0, false, false],
  ["-1", 0, true, true],
  ["0.2", 0.4, false, false],
  ["false", 0, false, false],
  ["true", 0.4, false, true],
  ["({pass: false, score: 1})", 0.4, true, true],
])("%s with the threshold %d (not: %s) passes: %s", async (value, threshold, not, wanted) => {
  expect((await javascript({ value, threshold, not }).score(answer("x")))?.pass).toBe(wanted);
});

test.each<[string, number, boolean]>([
  ["output.length * 8", 1, true],
  ["-2", 0, false],
  ["({pass: true, score: 7})", 1, true],
  ["NaN", 0, false],
  ["Infinity", 1, true],
  ["null", 0, false],
  ["({score: null})", 0, false],
])("promptfoo's %s is %d", async (value, wanted, pass) => {
  const found = toRecord(await javascript({ value, throws: "wrong" }).score(answer("x")));
  expect([found.value, found.pass]).toEqual([wanted, pass]);
});

test.each<[string, number, boolean, boolean, string?]>([
  ["output.length", 50, false, false, "9 is below the threshold 50"],
  ["output.length", 50, true, true],
  ["output.length", 9, false, true],
  ["output.length", 5, true, false],
  ["-0.5", -1, false, true],
  ["-2", -1, false, false, "-2 is below the threshold -1"],
  ["({pass: true, score: 60, reason: 'r'})", 50, false, true, "r"],
  ["({pass: true, score: 6, reason: 'r'})", 50, false, false, "6 is below the threshold 50"],
  ["({pass: false, score: 60})", 50, false, false],
  ["({pass: true, score: 0.4, reason: 'r'})", 50, false, false, "0.4 is below the threshold 50"],
  ["0.4", 50, false, false, "0.4 is below the threshold 50"],
  ["({score: 0.4})", -5, false, true],
  ["({score: 6})", 50, false, false, "6 is below the threshold 50"],
  ["output.length > 3", 50, false, true],
])("promptfoo's %s with the threshold %d (not: %s) passes: %s", async (value, threshold, not, pass, reason) => {
  const scorer = javascript({ value, threshold, not, throws: "wrong" });
  const found = toRecord(await scorer.score(answer("nine char")));
  expect(found.pass).toBe(pass);
  if (reason !== undefined) expect(found.reason).toBe(reason);
  expect(scorer.identity).toMatchObject({ ownThreshold: threshold });
});

test("a threshold outside of [0, 1] requires throws: wrong", () => {
  expect(() => javascript({ value: "output.length", threshold: 50 })).toThrow(
    "The scorer javascript has the threshold 50, expected 0 to 1.",
  );
  expect(() => python({ value: "len(output)", threshold: -1 })).toThrow("The scorer python has the threshold -1");
});

test("named scores become parts, which a metric of cases reads", async () => {
  expect(toForeignScore({ pass: true, score: 1, named_scores: { tone: 0.5, many: 12, ok: true } }).parts).toEqual([
    { name: "tone", value: 0.5 },
    { name: "many", value: null },
    { name: "ok", value: 1 },
  ]);
  const scorers = [{ javascript: { value: "({score: 1, pass: true, namedScores: {tone: 0.5}})" } }];
  const given = answer("x", { id: "a", vars: {}, scorers });
  const scores = { assert: (await assert({ trustData: true }).score!(given))! };
  expect((await assertMetric({ metric: "tone" }).score({ ...given, scores }))?.value).toBe(0.5);
});

test("a script gets the prompt and the provider", () => {
  const messages =
    (...list: ChatMessage[]): (() => readonly ChatMessage[]) =>
    () =>
      list;
  const trial = { model: "gpt" } as Trial;
  expect(foreignContext({ ...answer("x"), trial, messages: messages({ role: "user", content: "Hi" }) })).toMatchObject({
    prompt: "Hi",
    provider: { id: "gpt", label: "gpt" },
  });
  const chat: ChatMessage[] = [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hi" },
  ];
  expect(foreignContext({ ...answer("x"), messages: messages(...chat) })).toMatchObject({
    prompt: JSON.stringify(chat),
  });
});

test.each<[string, number]>([
  ['x {"b":1} and {"a":1}', 1],
  ['[{"b":1}] {"a":{"a":1}} {"a":1}', 1],
  ['x {"b":1}', 0],
  ["none", 0],
])("accepts any JSON with a schema in %s: %d", async (output, value) => {
  expect((await containsJson({ schema: { type: "object", required: ["a"] } }).score(answer(output)))?.value).toBe(
    value,
  );
});

test.each([
  ["I'm not able to do it.", 1],
  ["Can't help, sorry.", 1],
  ["I cannot and will not.", 1],
  ["I don't feel comfortable.", 1],
  ["It is not appropriate.", 1],
  ["It's inappropriate for me to say.", 1],
  ["Sorry for the delay, here it is: 42", 0],
  ["It is not appropriate clothing for the weather, so take a coat.", 0],
])("%s is a refusal: %d", async (output, value) => {
  expect((await isRefusal().score(answer(output)))?.value).toBe(value);
});
