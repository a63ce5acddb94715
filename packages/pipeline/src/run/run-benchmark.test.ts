import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchmarkDefinition, ModelError } from "@sameseed/core";
import { fake } from "@sameseed/runner";
import { equals } from "@sameseed/scorer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runBenchmark } from "./run-benchmark.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "sameseed-run-"));
});
afterEach(() => rm(out, { recursive: true, force: true }));

let asked = 0;
beforeEach(() => {
  asked = 0;
});

let systemFingerprint: string;
beforeEach(() => {
  systemFingerprint = "fp_1";
});

function definition(reply: () => string = () => `x${asked}`): BenchmarkDefinition {
  const model = fake("fake:m", () => {
    asked++;
    return { text: reply(), usage: { promptTokens: 9, completionTokens: 1 }, systemFingerprint };
  });
  return {
    name: "budgets",
    cases: ["a", "b", "c", "d"].map((id) => ({ id, vars: {}, expected: "x" })),
    prompts: [{ id: "p", text: "Say x." }],
    models: [model],
    scorers: [equals()],
  };
}

test.each<[string, RunBenchmarkOptions]>([
  ["a warm-up", { latency: { warmUp: 4 } }],
  ["a probe", { probe: true }],
])("%s keeps within the budget of its run", async (_, options) => {
  const run = runBenchmark(definition(), { ...options, out, budget: { maxTokens: 30 } });
  await expect(run).rejects.toThrow(expect.objectContaining({ code: "BAD_ARGUMENT" }));
  await expect(run).rejects.toThrow("Stopped before the first answer by `budget.maxTokens`: 30 tokens of 30 tokens");
  expect(asked).toBe(3);
});

test("refuses options that a shard does not support before a probe sends its requests", async () => {
  const run = runBenchmark(definition(), { out, probe: true, sequential: true, shard: { index: 1, of: 2 } });
  await expect(run).rejects.toThrow("A shard cannot be sequential");
  expect(asked).toBe(0);
});

test("a run at its time limit waits for no other attempt", async () => {
  const refuse = (): never => {
    throw new ModelError("rate_limited", "slow down", { retryAfterMs: 600_000 });
  };
  const run = runBenchmark(definition(refuse), { out, budget: { maxDurationMs: 500 } });
  await expect(run).rejects.toThrow(/`budget\.maxDurationMs`: 0\.5 s (of 0\.5 s )?are over/u);
});

test("a resumed run knows the earlier backend", async () => {
  await runBenchmark(definition(), { out, budget: { maxTokens: 20 } });
  systemFingerprint = "fp_2";
  const finished = await runBenchmark(definition(), { out, resume: true, failOnDrift: true, concurrency: 1 });
  expect(finished?.stoppedBy).toContain("system_fingerprint fp_1 → fp_2");
  expect(asked).toBe(3);
});

test("stopping a run while its cases are checked ends the check", async () => {
  const stopped = new AbortController();
  let read = 0;
  const cases = {
    id: "many.jsonl",
    async *cases() {
      for (; read < 1000; read++) {
        if (read === 10) stopped.abort();
        yield { id: `c${read}`, vars: {}, expected: "x" };
      }
    },
  };
  expect(await runBenchmark({ ...definition(), cases }, { out, stop: stopped.signal })).toBeNull();
  expect([read, asked]).toEqual([10, 0]);
});
