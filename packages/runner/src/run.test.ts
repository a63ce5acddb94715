import { type Benchmark, type Completion, type Model, ModelError, plan, resolveBenchmark, type Result } from "@sameseed/core";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { run, type RunOptions } from "./run.ts";

const answer = (text: string, changes: Partial<Completion> = {}): Completion => ({
  text,
  finishReason: "stop",
  refusal: null,
  systemFingerprint: "fp",
  modelVersion: "v",
  usage: { promptTokens: 1, completionTokens: 1 },
  costUsd: null,
  ttftMs: null,
  ...changes,
});

async function benchmarkOf(complete: Model["complete"], cases = 4): Promise<Benchmark> {
  const model: Model = { id: "m", complete };
  return resolveBenchmark(
    {
      name: "b",
      cases: Array.from({ length: cases }, (_, number) => ({ id: `c${number}`, vars: { q: `q${number}` } })),
      prompts: [{ id: "p", text: "{{q}}" }, { id: "loud", text: "{{q}}!" }],
      models: [model],
      scorers: [{ name: "none", score: () => null }],
    },
    () => model,
  );
}

async function results(benchmark: Benchmark, options?: RunOptions): Promise<Result[]> {
  return Array.fromAsync(run(plan(benchmark), benchmark.variants, options));
}

test("each trial becomes one result with the answer to its own prompt and seed", async () => {
  const benchmark = await benchmarkOf(async ({ messages, seed }) => answer(`${messages[0]!.content} ${seed}`));
  for (const { trial, outcome } of await results(benchmark)) {
    expect(outcome).toMatchObject({ status: "completed", attempts: 1, cached: false });
    expect("text" in outcome && outcome.text).toBe(`${String(trial.case.vars["q"])}${trial.prompt === "loud" ? "!" : ""} ${trial.seed}`);
  }
});

test("the same results come out at any concurrency and any order of completion", async () => {
  const strip = (all: Result[]) => all.map(({ trial, outcome }) => ({ trial, text: "text" in outcome && outcome.text })).toSorted((left, right) => left.trial.index - right.trial.index);
  const expected = strip(await results(await benchmarkOf(async ({ seed }) => answer(String(seed)), 12), { concurrency: 1 }));
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 30 }), async (scheduler, concurrency) => {
      const benchmark = await benchmarkOf((request) => scheduler.schedule(Promise.resolve(answer(String(request.seed)))), 12);
      const all = await scheduler.waitFor(results(benchmark, { concurrency }));
      expect(strip(all)).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test.each<[string, Partial<Completion>, string]>([
  ["length", { finishReason: "length" }, "truncated"],
  ["a refusal", { refusal: "I cannot", text: null }, "refused"],
  ["a content filter", { finishReason: "content_filter" }, "refused"],
])("%s gives its own status", async (_, changes, status) => {
  const [first] = await results(await benchmarkOf(async () => answer("x", changes), 1));
  expect(first!.outcome.status).toBe(status);
});

test("an error that lasts is a failed result that counts its attempts, and the run goes on", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 1000 });
  const benchmark = await benchmarkOf(async ({ messages }) => {
    if (messages[0]!.content === "q1") throw new ModelError("server", "broken", { status: 500, retryAfterMs: 1 });
    return answer("fine");
  });
  const all = await results(benchmark, { maxRetries: 2 });
  vi.useRealTimers();
  expect(all).toHaveLength(8);
  const failed = all.filter(({ outcome }) => outcome.status === "failed");
  expect(failed).toHaveLength(1);
  expect(failed[0]!.outcome).toMatchObject({ attempts: 3, error: { kind: "server", message: "broken" } });
});

test("an error that passes is tried again; one that will not pass is not", async () => {
  let calls = 0;
  const passing = await benchmarkOf(async () => {
    if (++calls === 2) throw new ModelError("rate_limited", "slow down", { retryAfterMs: 0 });
    return answer("fine");
  });
  const attempts = (await results(passing, { concurrency: 1 })).map(({ outcome }) => outcome.attempts);
  expect(attempts.toSorted()).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);

  const refusing = await benchmarkOf(async () => {
    throw new ModelError("bad_request", "too long");
  });
  for (const { outcome } of await results(refusing)) expect(outcome).toMatchObject({ status: "failed", attempts: 1 });
});

test.each(["authentication", "not_found", "unreachable"] as const)("a model that answers nothing but %s ends the run at once", async (kind) => {
  let calls = 0;
  const benchmark = await benchmarkOf(async () => {
    calls++;
    throw new ModelError(kind, "no");
  });
  await expect(results(benchmark, { concurrency: 2 })).rejects.toThrowError(expect.objectContaining({ code: "MODEL_UNREACHABLE" }));
  expect(calls).toBeLessThanOrEqual(2);
});

test("once a model has answered, the same error is a failed trial", async () => {
  let calls = 0;
  const benchmark = await benchmarkOf(async () => {
    if (++calls > 1) throw new ModelError("authentication", "the key was revoked");
    return answer("fine");
  });
  const all = await results(benchmark, { concurrency: 1 });
  expect(all.filter(({ outcome }) => outcome.status === "failed")).toHaveLength(7);
});

test("stop lets the requests in flight finish and starts no more", async () => {
  const stop = new AbortController();
  let calls = 0;
  const benchmark = await benchmarkOf(async () => {
    if (++calls === 3) stop.abort();
    return answer("fine");
  }, 50);
  const all = await results(benchmark, { concurrency: 2, stop: stop.signal });
  expect(all.length).toBe(calls);
  expect(calls).toBeLessThan(8);
});

test("abort drops the requests in flight: what was not answered is no result", async () => {
  const abort = new AbortController();
  const benchmark = await benchmarkOf((_, signal) => new Promise((_resolve, reject) => signal!.addEventListener("abort", () => reject(new Error("gone")))));
  setImmediate(() => abort.abort());
  expect(await results(benchmark, { abort: abort.signal })).toEqual([]);
});
