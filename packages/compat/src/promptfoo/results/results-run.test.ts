import type { Row } from "@sameseed/core";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordedRun } from "../../recorded-runs.ts";
import type { RecordedRun } from "../../recorded/recorded-run.ts";
import { translatedConfig } from "../testing/translated-config.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "results-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ASSERT = [
  { type: "contains", value: "{{country}}", metric: "names" },
  { type: "icontains", value: "{{city}}", weight: 2, metric: "city" },
];

/** An answer as promptfoo 0.118 writes it. */
function result(testIdx: number, more: object = {}): object {
  const vars = { country: "France", city: "Paris" };
  return {
    testIdx,
    promptIdx: 0,
    provider: { id: "echo", label: "" },
    prompt: { raw: "Capital of France?", label: "Capital of {{country}}?" },
    vars,
    testCase: { vars, assert: ASSERT, options: {}, metadata: {} },
    response: { output: "France", cost: 0, cached: false, tokenUsage: { total: 9, prompt: 5, completion: 4 } },
    success: false,
    score: 1 / 3,
    failureReason: 1,
    error: 'Expected output to contain "Paris"',
    latencyMs: 2,
    cost: 0,
    namedScores: { names: 1, city: 0 },
    gradingResult: {
      pass: false,
      score: 1 / 3,
      reason: 'Expected output to contain "Paris"',
      componentResults: [
        { pass: true, score: 1, reason: "Assertion passed", assertion: ASSERT[0] },
        { pass: false, score: 0, reason: 'Expected output to contain "Paris"', assertion: ASSERT[1] },
      ],
    },
    ...more,
  };
}

function file(results: readonly object[], more: object = {}): object {
  return {
    evalId: "eval-abc",
    results: {
      version: 3,
      timestamp: "2026-11-29T10:17:53.464Z",
      prompts: [{ raw: "Capital of {{country}}?", label: "Capital of {{country}}?", provider: "echo" }],
      results,
      ...more,
    },
    config: { description: "Capitals of the world" },
    metadata: { promptfooVersion: "0.118.17" },
  };
}

async function imported(...files: readonly object[]): Promise<{ run: RecordedRun; rows: Row[] }> {
  const paths = await Promise.all(
    files.map(async (data, index) => {
      const path = join(folder, `out-${index}.json`);
      await writeFile(path, JSON.stringify(data));
      return path;
    }),
  );
  const run = (await recordedRun(paths))!;
  return { run, rows: await Array.fromAsync(run.rows()) };
}

test("an answer becomes a row with the scores that the imported config gives", async () => {
  const { run, rows } = await imported(file([result(0)]));
  expect(run).toMatchObject({
    record: { name: "capitals-of-the-world", seedPolicy: "none", variants: [{ id: "prompt-1/echo" }] },
    imported: { tool: "promptfoo", version: "0.118.17", files: [{ name: "out-0.json" }] },
    startedAt: "2026-11-29T10:17:53.464Z",
    warnings: [expect.stringContaining("neither seeds nor the order")],
  });
  expect(rows).toMatchObject([
    {
      trial: { index: 0, repeat: 0, seed: null },
      outcome: { status: "completed", text: "France", costUsd: null, usage: { promptTokens: 5, completionTokens: 4 } },
      scores: {
        assert: {
          value: 1 / 3,
          pass: false,
          parts: [
            { name: "contains", value: 1 },
            { name: "icontains", value: 0, weight: 2 },
          ],
        },
        names: { value: 1, weight: 0 },
        city: { value: 0, weight: 0 },
      },
    },
  ]);
});

test("cases have the ids of the imported config, so that old and new answers are paired", async () => {
  const tests = [
    { vars: { country: "France", city: "Paris" }, assert: ASSERT },
    { description: "The south", vars: { country: "Italy", city: "Rome" }, assert: ASSERT },
  ];
  const { benchmark } = await translatedConfig({ prompts: ["Capital of {{country}}?"], providers: ["echo"], tests });
  const { rows } = await imported(file(tests.map((test, index) => result(index, { vars: test.vars, testCase: test }))));
  const ids = (benchmark["cases"] as unknown as readonly { readonly id: string }[]).map(({ id }) => id);
  expect(rows.map(({ trial }) => trial.case.id)).toEqual(ids);
});

describe("tests with the same variables", () => {
  test("and the same assertions are repeats", async () => {
    const { run, rows } = await imported(file([result(0), result(1)]));
    expect(run.record.repeats).toBe(2);
    expect(new Set(rows.map(({ trial }) => trial.case.id)).size).toBe(1);
    expect(rows.map(({ trial }) => trial.repeat)).toEqual([0, 1]);
  });
  test("and other assertions are separate cases", async () => {
    const testCase = { vars: { country: "France", city: "Paris" }, assert: [ASSERT[0]] };
    const { rows } = await imported(file([result(0), result(1, { testCase })]));
    expect(rows.map(({ trial }) => trial.case.id)).toEqual([expect.any(String), expect.stringMatching(/-2$/)]);
  });
});

test.each<[string, object, object]>([
  [
    "an error is a failed trial",
    { failureReason: 2, error: "429", response: undefined },
    { status: "failed", error: { message: "429" } },
  ],
  ["a cut answer is truncated", { response: { output: "Fr", finishReason: "length" } }, { status: "truncated" }],
  ["a refusal is refused", { response: { output: "No.", isRefusal: true } }, { status: "refused" }],
  ["a value is its JSON", { response: { output: { city: "Paris" } } }, { text: '{"city":"Paris"}' }],
  [
    "a cached answer has no latency of its own",
    { response: { output: "x", cached: true } },
    { cached: true, latencyMs: null },
  ],
  ["a price is kept", { cost: 0.002 }, { costUsd: 0.002 }],
])("%s", async (_, more, outcome) => {
  const { rows } = await imported(file([result(0, more)]));
  expect(rows[0]!.outcome).toMatchObject(outcome);
});

test("a test without assertions has no score, and a warning counts it", async () => {
  const { run, rows } = await imported(
    file([
      result(0, { testCase: { vars: {}, assert: [] }, gradingResult: null, namedScores: {}, success: true, score: 1 }),
    ]),
  );
  expect(rows[0]!.scores).toEqual({ assert: { value: null, reason: "the test has no assertion" } });
  expect(run.warnings.at(-1)).toMatch(/^1 answers have no assertion/);
});

test("a failed trial has no score, and a metric without a value has no weight", async () => {
  const { rows } = await imported(
    file([result(0), result(1, { failureReason: 2, error: "429", namedScores: {}, score: 0 })]),
  );
  expect(rows[1]!.scores).toEqual({
    assert: { value: null, reason: "the trial failed" },
    names: { value: null, reason: "the trial failed", weight: 0 },
    city: { value: null, reason: "the trial failed", weight: 0 },
  });
});

test("two files are further variants of the same cases", async () => {
  const { run, rows } = await imported(file([result(0)]), file([result(0)]));
  expect(run.record.variants.map(({ id }) => id)).toEqual(["prompt-1/echo", "prompt-1/echo-2"]);
  expect(rows.map(({ trial }) => trial.index)).toEqual([0, 1]);
});

test("removes a key in an answer, and errors name the damaged place", async () => {
  const { run, rows } = await imported(
    file([result(0, { response: { output: "use sk-ant-api03-abcdefghijklmnop1234" } })]),
  );
  expect(rows[0]!.outcome).toMatchObject({ text: "use [key]" });
  expect(run.warnings.at(-1)).toMatch(/^1 text looks like a key/);
  await expect(imported(file([result(0), { promptIdx: 0 }]))).rejects.toThrow("results.results[1].testIdx");
});

test("a folder and another file are not records", async () => {
  expect(await recordedRun([folder])).toBeNull();
  await writeFile(join(folder, "x.json"), '{"results": {"results": []}}');
  expect(await recordedRun([join(folder, "x.json")])).toBeNull();
});

test("excludes the other providers of a test with providers, but no provider whose answer is missing", async () => {
  const prompts = ["echo", "loud"].map((provider) => ({ raw: "Capital?", label: "Capital?", provider }));
  const { run } = await imported(
    file(
      [
        result(0, {
          testCase: { vars: { country: "Italy" }, assert: ASSERT, providers: ["echo"] },
          vars: { country: "Italy" },
        }),
        result(1),
        result(1, { promptIdx: 1, provider: { id: "loud", label: "" } }),
        result(2, { vars: { country: "Spain" } }),
      ],
      { prompts },
    ),
  );
  expect(run.record.cases.excluded).toEqual({ "prompt-1/loud": 1 });
});
