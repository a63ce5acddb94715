import type { Answer, Score } from "@sameseed/core";
import { expect, test } from "vitest";
import { scorerFromSpec } from "../testing/scorer-from-spec.ts";
import type { ScorerContext } from "./scorer-context.ts";

type Call = (...args: never[]) => unknown;

function contextOf(call: Call): ScorerContext {
  return {
    folder: ".",
    script: () => ({ value: call, language: "javascript", call: call as never, hash: "h" }),
  };
}

const MEMBERS = [
  { contains: { expected: "Hello", metric: "greet", weight: 2 } },
  { contains: { expected: "zz", metric: "greet" } },
  {
    "assert-set": {
      metric: "set",
      weight: 3,
      scorers: [
        { contains: { expected: "Hello", metric: "inner", weight: 2 } },
        { "not-contains": { expected: "Hello" } },
      ],
    },
  },
];

async function scored(call: Call, options: object = {}, members: readonly object[] = MEMBERS): Promise<Score> {
  const spec = { "assert-set": { scorers: members, combine: "file://score.js", ...options } };
  const answer = { output: "Hello", case: { id: "a", vars: {} }, outcome: { costUsd: null } } as unknown as Answer;
  return (await scorerFromSpec(spec as never, contextOf(call)).score!(answer))!;
}

test("the code gets each metric's weighted mean, the threshold, and each member's result", async () => {
  let given: readonly unknown[] = [];
  await scored(
    (...args) => {
      given = args;
      return { pass: true, score: 1, reason: "" };
    },
    { threshold: 0.9 },
  );
  const [metrics, context] = given as [object, { threshold: number; componentResults: { assertion: object }[] }];
  expect(metrics).toEqual({ greet: 2 / 3, set: 2 / 3, inner: 1 });
  expect(context.threshold).toBe(0.9);
  expect(context.componentResults.map(({ assertion }) => assertion)).toEqual([
    { type: "contains", metric: "greet", weight: 2 },
    { type: "contains", metric: "greet" },
    { type: "assert-set", metric: "set", weight: 3 },
    { type: "contains", metric: "inner", weight: 2 },
    { type: "not-contains" },
  ]);
});

test.each<[string, Call, Partial<Score>]>([
  [
    "its own verdict, for any threshold",
    () => ({ pass: true, score: 0.2, reason: "r" }),
    { value: 0.2, pass: true, reason: "r" },
  ],
  ["a score above 1 as 1", () => ({ pass: false, score: 1.4, reason: "r" }), { value: 1, pass: false }],
  ["a promise", async () => ({ pass: true, score: 0.5, reason: "" }), { value: 0.5, pass: true }],
  [
    "a failed answer where it throws",
    () => {
      throw new Error("boom");
    },
    { value: 0, pass: false, reason: "the scoring function failed: boom" },
  ],
  [
    "a failed answer where it gives no score",
    () => 5,
    {
      value: 0,
      pass: false,
      reason: "the scoring function failed: it returned 5, expected {pass: boolean, score: number, reason: string}",
    },
  ],
  [
    "a failed answer where it gives NaN",
    () => ({ pass: true, score: Number.NaN, reason: "" }),
    { value: 0, pass: false },
  ],
])("the code gives %s", async (_, call, expected) => {
  expect(await scored(call, { threshold: 0.9 })).toMatchObject(expected);
});

test("its metrics are parts of the score", async () => {
  const score = await scored(() => ({ pass: true, score: 1, reason: "", namedScores: { extra: 0.25 } }));
  expect(score.parts!.map(({ name }) => name)).toEqual(["greet", "greet", "set", "extra"]);
});

test("a set with a member without a score has no score and does not call the code", async () => {
  const call = (): never => {
    throw new Error("called");
  };
  expect(await scored(call, {}, [{ contains: { expected: "Hello" } }, { cost: { maxUsd: 1 } }])).toMatchObject({
    value: null,
    reason: expect.stringMatching(/^cost cannot tell/),
  });
});

test("refuses such code in data", () => {
  const scorer = scorerFromSpec(
    "assert",
    contextOf(() => 1),
  );
  const scorers = [{ "assert-set": { scorers: MEMBERS, combine: "file://score.js" } }];
  expect(() => scorer.check!({ id: "a", vars: {}, scorers } as never)).toThrow("a script that combines scores");
});
