import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Benchmark,
  type BenchmarkDefinition,
  type Manifest,
  plan,
  resolveBenchmark,
  type Row,
} from "@sameseed/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type KnownAnswers, knownAnswers } from "./known-answers.ts";
import { fake } from "../models/fake.ts";
import { http } from "../models/http.ts";
import { simulated } from "../models/simulated.ts";
import { openRowStore } from "./row-store.ts";
import { createRunFolder } from "./run-folder.ts";

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "known-"));
});
afterEach(() => rm(results, { recursive: true, force: true }));

const CASES = ["a", "b", "c"].map((id) => ({ id, vars: { q: id }, expected: id }));

function definition(changes: Partial<BenchmarkDefinition> = {}): BenchmarkDefinition {
  return {
    name: "known",
    seed: 7,
    cases: CASES,
    prompts: [{ id: "p", text: "{{q}}?" }],
    models: [simulated("m", { ability: 0.5 })],
    scorers: [{ name: "any", score: () => ({ value: 1 }) }],
    ...changes,
  };
}

function benchmarkOf(changes: Partial<BenchmarkDefinition> = {}): Promise<Benchmark> {
  return resolveBenchmark(definition(changes), () => simulated("m", {}));
}

const noReplicates = (variants: readonly unknown[]): number[] => variants.map(() => 0);

/** Stores a row for each trial, as a run would; every answer is the trial's index. */
async function stored(known: KnownAnswers, benchmark: Benchmark, failed: readonly number[] = []): Promise<string> {
  const reused = await known.match(benchmark);
  const folder = await createRunFolder(results, "known");
  const store = await openRowStore(folder.rowsFile, 0);
  let planned = 0;
  for await (const trial of plan(benchmark)) {
    planned++;
    store.append({ trial, outcome: outcomeOf(trial.index, failed), scores: {} });
  }
  await store.close();
  await reused.learn({ folder, manifest: { counts: { planned } as Manifest["counts"] } });
  reused.close();
  return folder.id;
}

function outcomeOf(index: number, failed: readonly number[]): Row["outcome"] {
  const timing = { latencyMs: 1, attempts: 1, startedAt: "2026-01-01T00:00:00.000Z" };
  if (failed.includes(index)) return { status: "failed", error: { kind: "server", message: "no" }, ...timing };
  return {
    status: "completed",
    text: String(index),
    finishReason: "stop",
    systemFingerprint: null,
    modelVersion: null,
    usage: null,
    costUsd: null,
    ttftMs: null,
    cached: false,
    ...timing,
  };
}

/** The answers that are known, by case. */
async function matched(known: KnownAnswers, benchmark: Benchmark): Promise<Record<string, string | null>> {
  const reused = await known.match(benchmark);
  const answers: Record<string, string | null> = {};
  for await (const { index, case: testCase } of plan(benchmark)) {
    const row = reused.row(index);
    if (row !== null) answers[testCase.id] = row.outcome.text;
  }
  reused.close();
  return answers;
}

test.each<[string, Partial<BenchmarkDefinition>, string]>([
  ["nothing changed", {}, "abc"],
  ["the prompt has another name", { prompts: [{ id: "other", text: "{{q}}?" }] }, "abc"],
  ["a function makes the same messages", { prompts: [{ id: "p", render: ({ q }) => `${String(q)}?` }] }, "abc"],
  ["the prompt has another text", { prompts: [{ id: "p", text: "{{q}}!" }] }, ""],
  [
    "the cases have another order and one is new",
    { cases: [...CASES.toReversed(), { id: "d", vars: { q: "d" } }] },
    "abc",
  ],
  ["a reference was corrected", { cases: CASES.map((one) => ({ ...one, expected: "x" })) }, "abc"],
  ["a case asks something else", { cases: [{ id: "a", vars: { q: "x" } }, ...CASES.slice(1)] }, "bc"],
  ["a case has another id, and so another seed", { cases: [{ id: "z", vars: { q: "a" } }, ...CASES.slice(1)] }, "bc"],
  ["the root seed is another", { seed: 8 }, ""],
  [
    "the parameters are others",
    { models: [{ model: simulated("m", { ability: 0.5 }), params: { temperature: 1 } }] },
    "",
  ],
  ["the model is another", { models: [simulated("m", { ability: 0.6 })] }, ""],
])("finds the answers to the same requests where %s", async (_what, changes, expected) => {
  const known = knownAnswers(noReplicates);
  await stored(known, await benchmarkOf());
  const answers = await matched(known, await benchmarkOf(changes));
  expect(answers).toEqual(Object.fromEntries([...expected].map((id) => [id, String("abc".indexOf(id))])));
});

test("if a model's request reads variables, other variables make another request", async () => {
  const body = { q: "{{prompt}}", about: "{{topic}}" };
  const definitionWith = (topic: string): Partial<BenchmarkDefinition> => ({
    models: [http({ url: "http://127.0.0.1:1/ask", body })],
    cases: CASES.map((one) => ({ ...one, vars: { ...one.vars, topic: one.id === "b" ? topic : "same" } })),
  });
  const known = knownAnswers(noReplicates);
  await stored(known, await benchmarkOf(definitionWith("tea")));
  expect(await matched(known, await benchmarkOf(definitionWith("tea")))).toEqual({ a: "0", b: "1", c: "2" });
  expect(await matched(known, await benchmarkOf(definitionWith("coffee")))).toEqual({ a: "0", c: "2" });
});

test("a failed trial has no answer, and the newest answer counts", async () => {
  const known = knownAnswers(noReplicates);
  const first = await stored(known, await benchmarkOf(), [1]);
  expect(await matched(known, await benchmarkOf())).toEqual({ a: "0", c: "2" });
  const second = await stored(known, await benchmarkOf(), [0]);
  const { from, close } = await known.match(await benchmarkOf());
  close();
  expect(from).toEqual([
    { runId: first, rows: 1 },
    { runId: second, rows: 2 },
  ]);
});

test("equal variants keep separate answers, and a fake model's answers are requested again", async () => {
  const twice = [
    { id: "one", text: "{{q}}?" },
    { id: "two", text: "{{q}}?" },
  ];
  const known = knownAnswers((variants) => variants.map((_, place) => place));
  await stored(known, await benchmarkOf({ prompts: twice }));
  const reused = await known.match(await benchmarkOf({ prompts: twice }));
  expect([0, 1].map((index) => reused.row(index)?.outcome.text)).toEqual(["0", "1"]);
  reused.close();

  const models = [fake("fake:m", () => "x")];
  await stored(known, await benchmarkOf({ models }));
  expect(await matched(known, await benchmarkOf({ models }))).toEqual({});
});

test("ignores a removed run", async () => {
  const known = knownAnswers(noReplicates);
  const id = await stored(known, await benchmarkOf());
  await rm(join(results, id), { recursive: true });
  expect((await known.match(await benchmarkOf())).from).toEqual([]);
});
