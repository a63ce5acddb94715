import { expect, test } from "vitest";
import { describeBenchmark } from "../benchmark/benchmark-record.ts";
import { checkBenchmark } from "../benchmark/check-benchmark.ts";
import type { BenchmarkDefinition } from "../benchmark/benchmark.ts";
import { resolveBenchmark } from "../benchmark/resolve-benchmark.ts";
import { answersCase } from "../case/test-case.ts";
import type { Model } from "../model/model.ts";
import { plan } from "../plan/plan.ts";
import { compilePrompts } from "./phrasings.ts";
import type { Phrasing } from "./prompt.ts";

const model = (id: string): Model => ({ id, complete: () => Promise.reject(new Error("not sent")) });
const phrasings: readonly Phrasing[] = ["Answer: {{q}}", { id: "polite", text: "Please answer {{q}}." }];
const resolve = (changes: Partial<BenchmarkDefinition> = {}) =>
  resolveBenchmark(
    {
      name: "b",
      cases: [
        { id: "1", vars: { q: "one" } },
        { id: "2", vars: { q: "two" } },
      ],
      prompts: [{ id: "ask", phrasings }],
      models: [model("m:a"), model("m:b")],
      scorers: [{ name: "equals", score: () => ({ value: 1 }) }],
      ...changes,
    },
    model,
  );

test("each phrasing is a separate prompt that every model answers", async () => {
  const { variants, baseline } = await resolve();
  expect(variants.map(({ id }) => id)).toEqual(["ask~1/m:a", "ask~1/m:b", "ask~polite/m:a", "ask~polite/m:b"]);
  expect(variants.map(({ prompt }) => prompt.phrasingOf)).toEqual(["ask", "ask", "ask", "ask"]);
  expect(baseline).toBe("ask~1/m:a");
});

test("phrasings share the seed and the block of their case", async () => {
  const benchmark = await resolve();
  const trials = await Array.fromAsync(plan(benchmark));
  for (const block of Map.groupBy(trials, ({ case: { id } }) => id).values()) {
    expect(new Set(block.map(({ seed }) => seed)).size).toBe(1);
    const orders = block.map(({ order }) => order).toSorted((left, right) => left - right);
    expect(orders.at(-1)! - orders[0]!).toBe(3);
  }
});

test("the prompt's id means all its phrasings: as baseline, in variants and in cases", async () => {
  expect((await resolve({ baseline: "ask/m:b" })).baseline).toBe("ask~1/m:b");
  const { variants } = await resolve({ variants: [{ prompt: "ask", model: "m:b" }] });
  expect(variants.map(({ id }) => id)).toEqual(["ask~1/m:b", "ask~polite/m:b"]);
  expect(answersCase({ prompt: "ask~1", phrasingOf: "ask", model: "m" }, { prompts: ["ask"] })).toBe(true);
  expect(answersCase({ prompt: "ask~1", phrasingOf: "ask", model: "m" }, { prompts: ["ask~polite"] })).toBe(false);
});

test("the manifest names the prompt that each variant phrases", async () => {
  const benchmark = await resolve();
  const { variants } = describeBenchmark(benchmark, await checkBenchmark(benchmark));
  expect(variants.map(({ prompt, phrasingOf }) => [prompt, phrasingOf])).toEqual([
    ["ask~1", "ask"],
    ["ask~1", "ask"],
    ["ask~polite", "ask"],
    ["ask~polite", "ask"],
  ]);
});

const chat = (content: string): Phrasing => ({ messages: [{ role: "user", content }] });
test.each<[string, readonly Phrasing[], string]>([
  ["none", [], 'The prompt "ask" has no phrasings.'],
  ["one only", ["Answer {{q}}"], 'The prompt "ask" has one phrasing.'],
  ["an empty one", ["Answer {{q}}", " \n"], 'Phrasing "2" of the prompt "ask" is empty.'],
  [
    "equal ones",
    ["Answer {{q}}", "Say {{q}}", "Answer {{q}}"],
    'Phrasings "1" and "3" of the prompt "ask" are the same.',
  ],
  ["ones that differ in white space alone", ["Answer {{q}}", "Answer  {{q}}"], 'Phrasings "1" and "2" of'],
  ["ones that differ in outer spaces alone", ["Answer {{q}}", "\n Answer {{q}} "], 'Phrasings "1" and "2" of'],
  ["messages that differ in outer spaces alone", [chat("Answer {{q}}"), chat("Answer {{q}}\n")], '"1" and "2" of'],
  ["equal ones as text and as message", ["Answer {{q}}", chat("Answer {{q}}")], 'Phrasings "1" and "2" of'],
  [
    "different variables",
    ["Answer {{q}}", { id: "bare", text: "Answer {{question}} for {{user}}" }],
    'Phrasings of the prompt "ask" use different variables: "1" has {{q}}, "bare" has {{question}}, {{user}}.',
  ],
  ["a variable in one only", ["Answer {{q}}", "Just answer"], '"1" has {{q}}, "2" has none.'],
])("refuses phrasings: %s", (_, given, message) => {
  expect(() => compilePrompts({ id: "ask", phrasings: given })).toThrow(message);
});

test("refuses two phrasings with the same id", async () => {
  const twice = [
    { id: "x", text: "A {{q}}" },
    { id: "x", text: "B {{q}}" },
  ];
  await expect(resolve({ prompts: [{ id: "ask", phrasings: twice }] })).rejects.toThrow(
    'Two prompts have the id "ask~x".',
  );
});

test.each<[string, NonNullable<BenchmarkDefinition["prompts"]>]>([
  [
    "two prompts with phrasings",
    [
      { id: "ask", phrasings },
      {
        id: "ask",
        phrasings: [
          { id: "a", text: "A {{q}}" },
          { id: "b", text: "B {{q}}" },
        ],
      },
    ],
  ],
  [
    "one with phrasings and one without",
    [
      { id: "ask", phrasings },
      { id: "ask", text: "{{q}}" },
    ],
  ],
])("%s cannot have the same id", async (_, prompts) => {
  await expect(resolve({ prompts })).rejects.toThrow(
    expect.objectContaining({ code: "DUPLICATE_ID", message: 'Two prompts have the id "ask".' }),
  );
});
