import type { Answer, Outcome, Result, Row, Scorer } from "@sameseed/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { transformer } from "./answer/transform.ts";
import { score } from "./score.ts";
import { assertMetric } from "./scorers/assert.ts";
import { custom } from "./scorers/custom.ts";
import { derived } from "./scorers/derived.ts";

const timing = { latencyMs: 1, attempts: 1, startedAt: "2026-01-01T00:00:00.000Z" };

function result(index: number, text: string | null = "yes"): Result {
  const outcome: Outcome = {
    status: "completed",
    text,
    finishReason: "stop",
    systemFingerprint: null,
    modelVersion: null,
    usage: null,
    costUsd: null,
    ttftMs: null,
    cached: false,
    ...timing,
  };
  const trial = {
    index,
    order: index,
    case: { id: `c${index}`, vars: {} },
    repeat: 0,
    variant: "p/m",
    prompt: "p",
    model: "m",
    seed: 1,
  };
  return { trial, outcome };
}

async function* stream(results: readonly Result[]): AsyncGenerator<Result> {
  yield* results;
}

async function scored(results: readonly Result[], scorers: readonly Scorer[]): Promise<Row[]> {
  return Array.fromAsync(score(stream(results), scorers));
}

test("the row contains every scorer's judgement under its name", async () => {
  const scorers = [custom("length", ({ output }) => output.length / 10), custom("polite", () => true)];
  const [row] = await scored([result(0)], scorers);
  expect(row!.scores).toEqual({ length: { value: 0.3 }, polite: { value: 1 } });
});

test("a derived metric uses the metrics of a case's assertions, listed in any place", async () => {
  const parts = [
    { name: "tp", weight: 1, value: 1 },
    { name: "fp", weight: 1, value: 0.25 },
  ];
  const asserted: Scorer = {
    name: "assert",
    identity: { type: "parts" },
    score: async () => ({ value: 0.5, parts }),
  };
  const precision = derived("precision", "tp / (tp + fp)", { of: "sums" });
  const [row] = await scored(
    [result(0)],
    [
      derived("mean", "(tp + fp) / 2"),
      precision,
      asserted,
      assertMetric({ metric: "tp" }),
      assertMetric({ metric: "fp" }),
    ],
  );
  expect(row!.scores).toMatchObject({
    mean: { value: 0.625 },
    precision: { value: 0.8, counts: [1, 0.25] },
    tp: { value: 1 },
    fp: { value: 0.25 },
  });
});

test("an answer without text is scored as the empty text", async () => {
  const [row] = await scored([result(0, null)], [custom("empty", ({ output }) => output === "")]);
  expect(row!.scores).toEqual({ empty: { value: 1 } });
});

test("reasoning inside an answer is moved out before scoring, also for scorers of a block, unless its variant keeps it", async () => {
  const text = "<think>Could be Rome.</think>\n\nParis";
  const seen = custom("paris", ({ output }) => output === "Paris");
  const [row] = await scored([result(0, text)], [seen]);
  expect(row).toMatchObject({
    outcome: { text: "Paris", reasoning: "Could be Rome.", reasoningTag: "<think>" },
    scores: { paris: { value: 1 } },
  });
  const block: Scorer = {
    name: "best",
    scoreBlock: async ({ answers }) => answers.map(({ answer }) => ({ value: answer?.output === "Paris" ? 1 : 0 })),
  };
  const rows = score(stream([result(0, text)]), [block], { variants: ["p/m"] });
  expect((await Array.fromAsync(rows))[0]!.scores).toEqual({ best: { value: 1 } });
  const kept = score(stream([result(0, text)]), [seen], { keepReasoning: new Set(["p/m"]) });
  expect((await Array.fromAsync(kept))[0]).toMatchObject({ outcome: { text }, scores: { paris: { value: 0 } } });
});

test("a failed trial has null for every scorer, and no scorer is called", async () => {
  const failed: Result = {
    ...result(0),
    outcome: { status: "failed", error: { kind: "timeout", message: "too slow" }, ...timing },
  };
  const called: string[] = [];
  const [row] = await scored([failed], [custom("a", () => called.push("a")), custom("b", () => called.push("b"))]);
  const reason = "the trial failed";
  expect(row!.scores).toEqual({ a: { value: null, reason }, b: { value: null, reason } });
  expect(called).toEqual([]);
});

test("accepts rounding beyond 0 and 1", async () => {
  const scorers = [
    custom("a", () => 0.7 + 0.1 + 0.2 + 2 ** -52),
    custom("b", async () => -1e-17),
    custom("c", () => 1.0001),
  ];
  const [row] = await scored([result(0)], scorers);
  expect(row!.scores).toMatchObject({ a: { value: 1 }, b: { value: 0 }, c: { value: null } });
});

describe("a value that is not a judgement becomes null with its reason, never 0", () => {
  const boom = (): never => {
    throw new Error("boom");
  };
  test.each<[string, Scorer, string]>([
    ["a throw", custom("s", boom), "the scorer failed: boom"],
    ["a rejection", custom("s", async () => boom()), "the scorer failed: boom"],
    ["null", custom("s", () => null), "the scorer cannot tell"],
    ["NaN", custom("s", () => NaN), "the scorer gave NaN, which is not in [0, 1]"],
    ["a number above 1", custom("s", () => 7), "the scorer gave 7, which is not in [0, 1]"],
    ["a number below 0", custom("s", async () => -0.1), "the scorer gave -0.1, which is not in [0, 1]"],
    [
      "undefined",
      custom("s", (() => undefined) as never),
      "the scorer failed: it returned undefined, which is neither a number, true or false, a score nor null",
    ],
    [
      "a score without a value",
      { name: "s", score: () => ({}) as never },
      "the scorer gave undefined, which is not in [0, 1]",
    ],
  ])("%s", async (_, scorer, reason) => {
    const [row] = await scored([result(0)], [scorer]);
    expect(row!.scores).toEqual({ s: { value: null, reason } });
  });
});

test("a score is null or in [0, 1], for any value of a scorer", async () => {
  const anything = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.record({ value: fc.double() }),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(anything, fc.boolean(), async (given, isAsync) => {
      const scorer = custom("s", (isAsync ? async () => given : () => given) as () => number);
      const [row] = await scored([result(0)], [scorer]);
      const value = row!.scores.s!.value;
      expect(value === null || (value >= 0 && value <= 1)).toBe(true);
    }),
  );
});

test("synchronous scorers keep the order of the results", async () => {
  const rows = await scored(
    [3, 1, 2].map((index) => result(index)),
    [custom("s", () => 1)],
  );
  expect(rows.map((row) => row.trial.index)).toEqual([3, 1, 2]);
});

test("at most `concurrency` rows wait for asynchronous scorers, and finished rows do not wait for slow ones", async () => {
  const gates = Array.from({ length: 6 }, () => Promise.withResolvers<number>());
  const started: string[] = [];
  const scorer = custom("slow", ({ case: { id } }) => {
    started.push(id);
    return gates[Number(id.slice(1))]!.promise;
  });
  const rows = score(stream(gates.map((_, index) => result(index))), [scorer], { concurrency: 2 });
  const first = rows.next();
  gates[1]!.resolve(1);
  expect((await first).value!.trial.index).toBe(1);
  expect(started.length).toBeLessThanOrEqual(3);
  for (const gate of gates) gate.resolve(1);
  const others = (await Array.fromAsync(rows)).map((row) => row.trial.index);
  expect(others.toSorted()).toEqual([0, 2, 3, 4, 5]);
});

test("a stream with waiting and immediate rows loses no row", async () => {
  const failed: Outcome = { status: "failed", error: { kind: "server", message: "500" }, ...timing };
  const results = Array.from({ length: 40 }, (_, index) =>
    index % 3 === 0 ? { ...result(index), outcome: failed } : result(index),
  );
  const rows = await scored(results, [custom("later", async () => 1), custom("now", () => 0)]);
  expect(rows.map((row) => row.trial.index).toSorted((left, right) => left - right)).toEqual(
    results.map((_, index) => index),
  );
});

test.each([
  ["synchronous", custom("s", () => 1)],
  ["asynchronous", custom("s", async () => 1)],
])("a consumer that stops reading rows stops the results, with %s scorers", async (_, scorer) => {
  let ended = false;
  async function* endless(): AsyncGenerator<Result> {
    try {
      for (let index = 0; ; index++) yield result(index);
    } finally {
      ended = true;
    }
  }
  for await (const row of score(endless(), [scorer])) if (row.trial.index >= 3) break;
  expect(ended).toBe(true);
});

describe("a reason of 30 MB", () => {
  const long = "word ".repeat(6_000_000);
  const given: Readonly<Record<string, () => object>> = {
    returned: () => ({ value: 0, reason: long }),
    thrown: () => {
      throw new Error(long);
    },
    "of a part": () => ({ value: 0, parts: [{ name: "p", value: 0, parts: [{ name: "q", value: 0, reason: long }] }] }),
  };

  test.each(Object.entries(given))("%s is stored without its middle", async (_, judge) => {
    const [row] = await Array.fromAsync(score(stream([result(0)]), [custom("long", judge as never)]));
    const stored = JSON.stringify(row!.scores["long"]);
    expect(stored.length).toBeLessThan(31_000);
    expect(stored).toMatch(/word \[29\d+ characters left out\] word/);
  });
});

describe("a transform that throws", () => {
  const answer = { output: "x", case: { id: "a", vars: {} } } as unknown as Answer;
  const failing = (): never => {
    throw new Error("boom");
  };
  const later = async (): Promise<never> => failing();
  const script = Object.assign(() => failing(), { toString: () => "file://steps.js:own 0a1b" });

  test.each<[string, () => unknown, string]>([
    ["a function", failing, "the transform failing failed: boom"],
    ["a promise", later, "the transform later failed: boom"],
    ["a script", script, "the transform file://steps.js:own failed: boom"],
  ])("the error of %s names the transform", async (_, step, message) => {
    await expect((async () => transformer(["trim", step])!("x", answer))()).rejects.toThrow(message);
  });

  test("so does that of code in the file, which may be a contextTransform", async () => {
    const apply = transformer("javascript: output.a.b", "contextTransform:")!;
    await expect((async () => apply("x", answer))()).rejects.toThrow(
      /^contextTransform: javascript failed: .*undefined/,
    );
  });

  test("a step that finds nothing is a problem, not an error", async () => {
    expect(await transformer("boxed")!("x", answer)).toEqual({
      problem: "the transform boxed finds nothing in the answer",
    });
  });
});
