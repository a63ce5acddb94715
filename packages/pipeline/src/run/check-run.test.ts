import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchmarkDefinition, Scorer, TestCase } from "@sameseed/core";
import { fake, recorded } from "@sameseed/runner";
import { assert, classifier, custom, derived, equals, moderation } from "@sameseed/scorer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkRun } from "./check-run.ts";
import { runBenchmark } from "./run-benchmark.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";

let out: string;
let asked = 0;
beforeEach(async () => {
  asked = 0;
  out = await mkdtemp(join(tmpdir(), "sameseed-check-"));
});
afterEach(() => rm(out, { recursive: true, force: true }));

const cases = (count: number, change: Partial<TestCase> = {}): TestCase[] =>
  Array.from({ length: count }, (_, number) => ({ id: `c${number}`, vars: { number }, expected: "x", ...change }));

function definition(change: Partial<BenchmarkDefinition> = {}, models = 2): BenchmarkDefinition {
  const model = (id: string) =>
    fake(id, () => {
      asked++;
      return { text: "x", usage: { promptTokens: 1, completionTokens: 1 } };
    });
  return {
    name: "refused",
    cases: cases(60),
    prompts: [{ id: "p", text: "Say x: {{number}}" }],
    models: ["a", "b", "c"].slice(0, models).map((id) => model(`fake:${id}`)),
    scorers: [equals()],
    ...change,
  };
}

const phrased = {
  prompts: [{ id: "p", phrasings: ["Say {{number}}", "Tell {{number}}", "Go {{number}}", "{{number}}!"] }],
};
const clustered = { cases: cases(60, { cluster: "one" }) };
const some = { cases: [...cases(60).slice(1), { id: "c0", vars: { number: 0 }, expected: "x", prompts: ["p"] }] };
const chained = {
  cases: cases(60).map((one, number) => ({ ...one, chain: `h${Math.floor(number / 2)}` })),
  prompts: [{ id: "p", messages: ["{{_conversation}}", { role: "user" as const, content: "{{number}}" }] }],
};
const two = {
  prompts: [
    { id: "p", text: "Say x: {{number}}" },
    { id: "q", text: "Tell x: {{number}}" },
  ],
};
const queue = { url: "redis://127.0.0.1:1" };
const shard = { index: 1, of: 2 };

const REFUSED: readonly (readonly [string, BenchmarkDefinition, RunBenchmarkOptions, string])[] = [
  ["sequential with phrasings", definition(phrased), { sequential: true }, "has phrasings"],
  ["pruned with phrasings", definition(phrased, 3), { prune: true }, "has phrasings"],
  ["sequential with clusters", definition(clustered), { sequential: true }, "independent cases"],
  ["sequential of one variant", definition({}, 1), { sequential: true }, "has one"],
  ["pruned with two variants", definition(), { prune: true }, "3 or more variants"],
  ["sequential with few cases", definition({ cases: cases(49) }), { sequential: true }, "needs 50 cases"],
  ["sequential with cases for some", definition({ ...two, ...some }), { sequential: true }, "some variants only"],
  ["a difference without a rule", definition(), { detect: 0.05 }, "planned difference"],
  ["a difference and pruning", definition({}, 3), { prune: true, detect: 0.05 }, "planned difference"],
  ["a sequential shard", definition(), { sequential: true, shard }, "A shard cannot be sequential"],
  ["a pruned shard", definition({}, 3), { prune: true, shard }, "A shard cannot be sequential"],
  ["a shard over a queue", definition(), { shard, queue }, "A shard runs on one machine"],
  ["latency over a queue", definition(), { latency: {}, queue }, "does not work over a queue"],
  ["a probe over a queue", definition(), { probe: true, queue }, "does not work over a queue"],
  ["pruning over a queue", definition({}, 3), { prune: true, queue }, "does not work over a queue"],
  ["chains over a queue", definition(chained), { queue }, "cannot run over a queue"],
  ["chains in batches", definition(chained), { batch: {} }, "cannot run over batches"],
  ["sequential in batches", definition(), { sequential: true, batch: {} }, "does not work with batches"],
  ["pruning in batches", definition({}, 3), { prune: true, batch: {} }, "does not work with batches"],
  ["latency in batches", definition(), { latency: {}, batch: {} }, "does not work with batches"],
  ["a cost limit in batches", definition(), { budget: { maxCostUsd: 1 }, batch: {} }, "does not work with batches"],
  ["a token limit in batches", definition(), { budget: { maxTokens: 9 }, batch: {} }, "does not work with batches"],
  ["batches over a queue", definition(), { batch: {}, queue }, "does not work with batches"],
  ["latency of cached answers", definition(), { latency: {}, cache: "read" }, "Latency cannot be measured"],
  ["latency of a sequential run", definition(), { latency: {}, sequential: true }, "Latency cannot be measured"],
  ["latency of many requests", definition(), { latency: {}, concurrency: 4 }, "Latency cannot be measured"],
  ["comma twice", definition(), { delimiter: ",", decimal: "," }, "both the delimiter and the decimal mark"],
  ["a slice key that no case has", definition({ slices: ["kind"] }), {}, "kind"],
  ["an unknown metric", definition(), { failUnder: [{ metric: "nope", least: 0.5 }] }, 'no metric "nope"'],
  ["a cost limit without prices", definition({ models: ["openai:nope"] }), { budget: { maxCostUsd: 1 } }, "is unknown"],
  ["pass@k beyond the repeats", definition({ passAt: [5] }), {}, "passAt has 5"],
  ["a derived score of an unknown one", definition({ scorers: [equals(), derived("d", "equal / 2")] }), {}, '"equal"'],
  ["an unknown baseline", definition({ baseline: "nope" }), {}, 'no baseline variant "nope"'],
  ...[0, -1, NaN, 1e-9, 1e9, Infinity].map(
    (detect) =>
      [`a planned difference of ${detect}`, definition(), { sequential: true, detect }, "from 0.0001 to 1"] as const,
  ),
];

test.each(REFUSED)("a dry run refuses the same as a run: %s", async (_, benchmark, options, message) => {
  const ways = [() => checkRun(benchmark, { ...options, out }), () => runBenchmark(benchmark, { ...options, out })];
  const errors = await Promise.all(
    ways.map((way) =>
      way().then(
        () => "accepted",
        (error: Error) => error.message,
      ),
    ),
  );
  expect(errors[0]).toContain(message);
  expect(errors[1]).toBe(errors[0]);
  expect(asked).toBe(0);
  expect(await readdir(out)).toEqual([]);
});

test.each([{ where: { kind: "b" } }, { case: "nope" }, { output: "nope" }, { repeat: "nope" }])(
  "a dry run refuses a recording as a run does: %j",
  async (options) => {
    const file = join(out, "answers.jsonl");
    await writeFile(file, '{"id":"c0","output":"x","kind":"a"}\n');
    const benchmark = definition({ models: [recorded(file, options)] });
    const told = await Promise.all([checkRun, runBenchmark].map((way) => way(benchmark, { out }).catch(String)));
    expect(told[0]).toMatch(/where matches no row|there is no "nope"|the repeat at "nope"/);
    expect(told[1]).toBe(told[0]);
    expect(await readdir(out)).toEqual(["answers.jsonl"]);
  },
);

test("a dry run reports cases without a record and prompts that are the same for all cases", async () => {
  const file = join(out, "answers.jsonl");
  await writeFile(file, '{"id":"other","output":"x"}\n');
  const same = { id: "same", text: "Say x: {number}" };
  const both = definition({ cases: cases(2), prompts: [same], models: [fake("fake:a", "x"), recorded(file)] });
  expect((await checkRun(both, { out })).notes).toEqual([
    "recorded:answers: 2 of 2 cases have no record: c0, c1.",
    "recorded:answers: 1 recorded case is not among the cases: other.",
    'The prompt "same" is the same for all cases. Templates insert variables as {{name}}.',
  ]);
  const alone = definition({ cases: cases(1, { id: "other" }), prompts: [same], models: [recorded(file)] });
  expect((await checkRun(alone, { out })).notes).toEqual([]);
});

test.each([
  [
    "equals / other",
    [
      'The derived metric share can lie outside 0 to 1: "equals / other". Rows outside have no score and count as unscored.',
    ],
  ],
  ["(equals + other) / 2", []],
])("a dry run reports whether only the rows decide if %s lies in 0 to 1", async (value, told) => {
  const scorers = [equals(), equals({ metric: "other" }), derived("share", value)];
  const { notes } = await checkRun(definition({ scorers }), { out });
  expect(notes.filter((note) => note.includes("derived"))).toEqual(told);
});

const ignored = "60 cases have scorers of their own that are ignored. Add the scorer assert to apply them.";
test.each([
  ["no scorer that reads them", [equals()], [ignored]],
  ["assert", [equals(), assert()], []],
  ["code, which may read them", [custom("own", () => 1)], []],
])("cases with their own scorers, and %s", async (_, scorers, told) => {
  const given = definition({ cases: cases(60, { scorers: ["equals"] }), scorers });
  expect((await checkRun(given, { out })).notes).toEqual(told);
  expect((await runBenchmark(given, { out }))?.report.manifest.notes).toEqual(told);
});

const unkeyed = { moderation: { apiKeyEnv: "NO_SUCH_KEY" } };
const trusting = assert({ trustData: true });
const KEYED: readonly (readonly [string, Scorer, Partial<TestCase>])[] = [
  ["moderation", moderation({ apiKeyEnv: "NO_SUCH_KEY" }), {}],
  ["a classifier", classifier({ url: "http://127.0.0.1:1/", apiKeyEnv: "NO_SUCH_KEY" }), {}],
  ["one in a listed assert", assert({ scorers: [moderation({ apiKeyEnv: "NO_SUCH_KEY" })] }), {}],
  ["one of a case", trusting, { scorers: [unkeyed] }],
  ["one in a set of a case", trusting, { scorers: [{ "assert-set": { scorers: ["equals", unkeyed] } }] }],
];
test.each(KEYED)("a scorer without its key is refused before the first request: %s", async (_, scorer, change) => {
  const given = definition({ cases: cases(2, change), scorers: [scorer] });
  const message = expect.stringMatching(/^Scorer "(moderation|classifier)" needs a key, and NO_SUCH_KEY is not set\.$/);
  await expect(runBenchmark(given, { out })).rejects.toMatchObject({ code: "MISSING_KEY", message });
  expect(asked).toBe(0);
  expect(await readdir(out)).toEqual([]);
  const { unready } = await checkRun(given, { out });
  expect(unready).toMatchObject([{ code: "MISSING_KEY", message }]);
});

test("a dry run accepts the same as a run, and neither sends nor writes", async () => {
  const { benchmark } = await checkRun(definition({}, 3), {
    prune: true,
    out,
    failUnder: [{ metric: "score", least: 0.5 }],
  });
  expect(benchmark.variants).toHaveLength(3);
  expect(asked).toBe(0);
  expect(await readdir(out)).toEqual([]);
});

test.each([[[]], [["results"]], [["results", "deep"]]])(
  "a dry run refuses a file in place of the results folder: %j",
  async (below) => {
    const file = join(out, "file");
    await writeFile(file, "mine");
    const folder = join(file, ...below);
    for (const way of [checkRun, runBenchmark])
      await expect(way(definition(), { out: folder })).rejects.toThrow(`Cannot write into ${folder}: `);
    expect(asked).toBe(0);
    expect(await readdir(out)).toEqual(["file"]);
  },
);

test.each([
  ["openai:nope", '{"nope": {input'],
  ["openai:responses:nope", '{"nope": {input'],
])("the hint for a price of %s names a key that works", async (model, key) => {
  const limited = checkRun(definition({ models: [model] }), { budget: { maxCostUsd: 1 } });
  await expect(limited).rejects.toMatchObject({ hint: expect.stringContaining(`prices: ${key}`) as string });
  const priced = checkRun(definition({ models: [model] }), {
    budget: { maxCostUsd: 1 },
    prices: { nope: { input: 1, output: 1 } },
  });
  await expect(priced).resolves.toBeDefined();
});
