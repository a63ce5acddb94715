import { expect, test } from "vitest";
import type { Benchmark } from "./benchmark.ts";
import { describeBenchmark } from "./benchmark-record.ts";

const KEY = "sk-proj-abcdefghij0123456789";

function record(key: string) {
  const model = {
    id: "own",
    identity: { provider: "script", config: { apiKey: key, note: "n" } },
    complete: () => Promise.reject(new Error()),
  };
  const prompt = { id: "p", source: "Hi", messages: () => [] };
  const params = { temperature: 0, extra: { password: key } };
  const benchmark = {
    name: "keys",
    seed: 1,
    seedPolicy: "derived",
    repeats: 1,
    baseline: "p/own",
    margin: 0.02,
    cases: { id: "inline", async *cases() {} },
    variants: [{ id: "p/own", prompt, model, modelId: "own", params }],
    scorers: [
      {
        name: "javascript",
        identity: { type: "javascript", config: { authorization: `Bearer ${key}` } },
        score: () => null,
      },
    ],
    judges: [{ id: "j", model, params, scorers: ["javascript"] }],
  } as unknown as Benchmark;
  return describeBenchmark(benchmark, {
    count: 0,
    hash: "h",
    hashes: {},
    varNames: [],
    problems: [],
    promptFiles: {},
  } as never);
}

test("no record contains an API key that a model, a scorer or a judge has as text", () => {
  const shown = record(KEY);
  expect(JSON.stringify(shown)).not.toContain(KEY);
  expect(shown.variants[0]!.identity).toEqual({
    id: "own",
    provider: "script",
    config: { apiKey: "[key]", note: "n" },
  });
  expect(shown.variants[0]!.params).toEqual({ temperature: 0, extra: { password: "[key]" } });
});

test("another API key does not change the benchmark's hash", () => {
  expect(record(KEY).hash).toBe(record("sk-proj-9876543210jihgfedcba").hash);
});
