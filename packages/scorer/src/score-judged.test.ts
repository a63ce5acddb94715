import { type JudgeClient, ModelError, type Result, SameseedError } from "@sameseed/core";
import { expect, test } from "vitest";
import { llmRubric } from "./judges/llm-rubric.ts";
import { pairwise } from "./judges/pairwise.ts";
import { score } from "./score.ts";
import { equals } from "./scorers/equals.ts";
import { assertSet } from "./scorers/assert-set.ts";
import { judgeClientOf, resultOf } from "./testing/judged.ts";

const VARIANTS = ["a/m", "b/m"];
const PAIRWISE = { variants: VARIANTS, baseline: "a/m" };

/** Blocks of two variants, in this order of trial indices. */
async function* results(...indices: number[]): AsyncGenerator<Result> {
  for (const index of indices) {
    const block = Math.floor(index / 2);
    const place = { case: { id: `c${block}`, vars: {}, expected: "x" }, repeat: 0, variant: VARIANTS[index % 2]! };
    yield resultOf(`text ${index}`, { index, order: index, ...place });
  }
}

test("scores a block after its last answer, in any order of answers", async () => {
  const judgeClient = judgeClientOf(() => '{"winner": "tie"}');
  const rows = await Array.fromAsync(
    score(results(0, 3, 2, 1), [pairwise({ retest: 0 }), equals()], { judgeClient, ...PAIRWISE }),
  );
  expect(rows.map(({ trial }) => trial.index)).toEqual([2, 3, 0, 1]);
  expect(Object.keys(rows[0]!.scores)).toEqual(["pairwise", "equals"]);
  expect(rows.map(({ scores }) => scores["pairwise"]!.value)).toEqual([0.5, 0.5, 0.5, 0.5]);
});

test("an incomplete block has no rows", async () => {
  const judgeClient = judgeClientOf(() => '{"winner": "tie"}');
  const rows = await Array.fromAsync(score(results(0, 2, 3), [pairwise()], { judgeClient, ...PAIRWISE }));
  expect(rows.map(({ trial }) => trial.index)).toEqual([2, 3]);
});

test("a failed trial has a row, and its rivals have no verdict", async () => {
  async function* withFailure(): AsyncGenerator<Result> {
    for await (const result of results(0, 1)) {
      const failed = {
        status: "failed",
        error: { kind: "server", message: "500" },
        latencyMs: 1,
        attempts: 1,
        startedAt: "",
      } as const;
      yield result.trial.index === 0 ? { ...result, outcome: failed } : result;
    }
  }
  const rows = await Array.fromAsync(
    score(withFailure(), [pairwise()], { judgeClient: judgeClientOf(() => "[[A]]"), ...PAIRWISE }),
  );
  expect(rows.map(({ scores }) => scores["pairwise"]!.reason)).toEqual([
    "the trial failed",
    "there is no answer of the baseline to compare with",
  ]);
});

const stoppedClient = (error: Error): JudgeClient => ({ ...judgeClientOf(() => ""), ask: () => Promise.reject(error) });

test("there is no row if the run ended before the judge request: the answer waits", async () => {
  const judgeClient = stoppedClient(new ModelError("aborted", "The run was stopped."));
  for (const scorer of [llmRubric({ rubric: "r" }), assertSet([llmRubric({ rubric: "r" })]), pairwise()])
    expect(await Array.fromAsync(score(results(0, 1), [scorer], { judgeClient, ...PAIRWISE }))).toEqual([]);
});

test("a judge that cannot be used at all ends the run", async () => {
  const judgeClient = stoppedClient(new SameseedError("MODEL_UNREACHABLE", 'Model "j" cannot be used: 401'));
  await expect(Array.fromAsync(score(results(0), [llmRubric({ rubric: "r" })], { judgeClient }))).rejects.toThrow(
    "cannot be used",
  );
});

test("a judge in an assert-set is named by the set, and its calls are in the parts", async () => {
  const set = assertSet([llmRubric({ rubric: "r", judge: "openai:j", retest: 0 }), equals()]);
  expect(set.judges).toEqual(["openai:j"]);
  const [row] = await Array.fromAsync(score(results(0), [set], { judgeClient: judgeClientOf(() => '{"score": 1}') }));
  expect(row!.scores["assert-set"]).toMatchObject({
    value: 0.5,
    parts: [{ name: "llm-rubric", judgement: { calls: [{ value: 1 }] } }, {}],
  });
  expect(() => assertSet([pairwise()])).toThrow("pairwise compares several answers, and assert-set scores one");
});

test("without a run there is no judge", async () => {
  const [row] = await Array.fromAsync(score(results(0), [llmRubric({ rubric: "r" })]));
  expect(row!.scores["llm-rubric"]!.reason).toBe("the scorer failed: it needs a judge, but is used outside a run");
});
