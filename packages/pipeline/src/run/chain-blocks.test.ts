/** Conversations with cases for some variants only, and scorers that compare the answers of a block. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchmarkDefinition, Scorer } from "@sameseed/core";
import { fake } from "@sameseed/runner";
import { equals, pairwise, selectBest } from "@sameseed/scorer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { verifyRun } from "../library/verify.ts";
import { runBenchmark } from "./run-benchmark.ts";

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "sameseed-chain-blocks-"));
});
afterEach(() => rm(out, { recursive: true, force: true }));

const asked: string[] = [];
const judged: string[] = [];
beforeEach(() => {
  asked.splice(0);
  judged.splice(0);
});

const best: Scorer = {
  name: "best",
  scoreBlock: async ({ answers }) => {
    judged.push(answers.map(({ variant, answer }) => `${variant}:${answer?.output ?? "-"}`).join(" "));
    return answers.map((_, place) => ({ value: place === 0 ? 1 : 0 }));
  },
};

function definition(more: Partial<BenchmarkDefinition> = {}): BenchmarkDefinition {
  const model = (id: string) =>
    fake(id, ({ case: testCase, messages }) => {
      asked.push(`${id} ${testCase}: ${messages.map(({ content }) => content).join(" | ")}`);
      return { text: `${id}-${testCase}` };
    });
  return {
    name: "talk",
    cases: ["x", "y"].flatMap((chain) => [
      { id: `${chain}1`, chain, vars: { q: "1" }, expected: "a" },
      { id: `${chain}2`, chain, vars: { q: "2" }, expected: "a", models: ["a", "b"] },
      { id: `${chain}3`, chain, vars: { q: "3" }, expected: "a", models: ["c", "a"] },
    ]),
    prompts: [{ id: "p", messages: ["{{_conversation}}", { role: "user", content: "{{q}}" }] }],
    models: ["a", "b", "c"].map(model),
    scorers: [equals(), best],
    ...more,
  };
}

test.each([1, 8])(
  "each variant has its own turns, and each block is judged once, %i at a time",
  async (concurrency) => {
    const { report, folder } = (await runBenchmark(definition(), { out, concurrency, format: [] }))!;
    expect(report.manifest).toMatchObject({ state: "complete", counts: { completed: 14 } });
    expect(asked.filter((one) => /^. x/.test(one)).toSorted()).toEqual([
      "a x1: 1",
      "a x2: 1 | a-x1 | 2",
      "a x3: 1 | a-x1 | 2 | a-x2 | 3",
      "b x1: 1",
      "b x2: 1 | b-x1 | 2",
      "c x1: 1",
      "c x3: 1 | c-x1 | 3",
    ]);
    expect(judged.toSorted().slice(0, 3)).toEqual([
      "p/a:a-x1 p/b:b-x1 p/c:c-x1",
      "p/a:a-x2 p/b:b-x2",
      "p/a:a-x3 p/c:c-x3",
    ]);
    expect((await verifyRun(folder)).differences).toEqual([]);
  },
);

test("a run stopped after each answer resumes without repeated requests and judges each block once", async () => {
  for (let session = 0; ; session++) {
    const stop = new AbortController();
    let answers = 0;
    const finished = await runBenchmark(
      definition({
        models: ["a", "b", "c"].map((id) =>
          fake(id, ({ case: testCase }) => {
            asked.push(`${id} ${testCase}`);
            if (++answers === 2) stop.abort();
            return { text: `${id}-${testCase}` };
          }),
        ),
      }),
      { out, concurrency: 1, stop: stop.signal, format: [], ...(session > 0 && { resume: true }) },
    );
    if (finished?.report.manifest.state === "complete") break;
    expect(session).toBeLessThan(20);
  }
  expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  expect(asked).toHaveLength(14);
  expect(judged).toHaveLength(6);
});

const STORED = { id: "1", chain: "x", vars: { q: "1" }, expected: "a", storeAs: "town" };

test.each([
  [
    { q: "where is {{town}}" },
    "{{q}}",
    'inline, case "2": it reads {{town}}, which variant "p/b" does not have: case "1"',
  ],
  [{ q: "where?" }, "{{town}} {{q}}", 'Prompt "p", case "2": the variable "town" is missing.'],
])("refuses an answer that other variants store before the first request: %j in %j", async (vars, text, message) => {
  const cases = [
    { ...STORED, models: ["a"] },
    { id: "2", chain: "x", vars, expected: "a" },
  ];
  const first = { id: "first", text: "{{q}}" };
  const prompts = [{ id: "p", text }, first];
  const benchmark = definition({
    cases: [{ ...cases[0]!, prompts: ["first"] }, cases[1]!],
    prompts,
    variants: [
      { prompt: "first", model: "a" },
      { prompt: "p", model: "b" },
    ],
    baseline: "first/a",
  });
  await expect(runBenchmark(benchmark, { out, format: [] })).rejects.toThrow(message);
  expect(asked).toEqual([]);
});

test("variants that store an answer under the same name in separate cases each read their own", async () => {
  const cases = [
    { ...STORED, id: "1a", models: ["a"] },
    { ...STORED, id: "1b", models: ["b", "c"] },
    { id: "2", chain: "x", vars: { q: "where is {{town}}" }, expected: "a" },
    { id: "other", chain: "y", vars: { q: "{{town}}" }, expected: "a" },
  ];
  await runBenchmark(definition({ cases, prompts: [{ id: "p", text: "{{q}}" }] }), { out, format: [] });
  expect(asked.filter((one) => !one.includes(" 1")).toSorted()).toEqual([
    "a 2: where is a-1a",
    "a other: {{town}}",
    "b 2: where is b-1b",
    "b other: {{town}}",
    "c 2: where is c-1b",
    "c other: {{town}}",
  ]);
});

test("a judge that compares answers gets each with its own conversation, and no variant's turns as the case", async () => {
  const seen: string[] = [];
  const judge = fake("j", ({ messages }) => {
    seen.push(messages.at(-1)!.content as string);
    return '{"reason": "x", "winner": "A", "best": 1}';
  });
  const cases = [STORED, { id: "2", chain: "x", vars: { q: "where is {{town}}" } }];
  const scorers = [pairwise({ retest: 0 }), selectBest({ criteria: "Best for {{q}}", retest: 0 })];
  const { folder } = (await runBenchmark(definition({ cases, judge, scorers }), { out, format: [] }))!;
  const last = seen.filter((text) => text.includes("a-2"));
  expect(last).toHaveLength(5);
  for (const text of last) {
    const variants = text.includes("<criterion>\nBest for where is {{town}}\n") ? ["a", "b", "c"] : ["a", "[bc]"];
    for (const id of variants)
      expect(text).toMatch(
        new RegExp(`<answer-.>\nuser: 1\nassistant: (${id})-1\n\nuser: where is \\1-1\nassistant: \\1-2\n</answer`),
      );
    expect(text).not.toContain("_conversation");
  }
  expect(last.filter((text) => text.includes('<case>\n{"q":"where is {{town}}"}\n'))).toHaveLength(4);
  expect((await verifyRun(folder)).differences).toEqual([]);
  const reading = definition({ cases, judge, scorers: [pairwise({ criteria: "{{town}}?" })] });
  await expect(runBenchmark(reading, { out, format: [] })).rejects.toMatchObject({
    code: "TEMPLATE",
    hint: expect.stringContaining("each variant has its own"),
  });
});
