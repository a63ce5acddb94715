import { expect, test } from "vitest";
import type { Benchmark } from "./benchmark.ts";
import { select, type Selection } from "./select.ts";
import { isHeldOut } from "../case/split.ts";
import type { TestCase } from "../case/test-case.ts";

const CASES: readonly TestCase[] = Array.from({ length: 40 }, (_, number) => ({
  id: `c${number}`,
  vars: { level: number % 4 },
  metadata: { channel: number % 2 === 0 ? "mail" : "chat", tags: [`t${number % 5}`, "all"] },
}));

async function kept(selection: Selection): Promise<string[]> {
  const benchmark = {
    seed: 7,
    baseline: "p/m",
    variants: [{ id: "p/m", prompt: { id: "p" }, modelId: "m" }],
    cases: {
      id: "cases",
      notes: () => ["a note"],
      async *cases() {
        yield* CASES;
      },
    },
  } as unknown as Benchmark;
  const { cases } = select(benchmark, selection);
  expect(cases.notes!()).toEqual(["a note"]);
  return (await Array.fromAsync(cases.cases())).map(({ id }) => id);
}

test.each<[Selection, readonly string[]]>([
  [{ filterMetadata: { channel: "mail" }, limit: 3 }, ["c0", "c2", "c4"]],
  [{ filterMetadata: { level: "3" }, limit: 2 }, ["c3", "c7"]],
  [{ filterMetadata: { tags: "t1", channel: "chat" }, limit: 2 }, ["c1", "c11"]],
  [{ filterMetadata: { channel: "fax" } }, []],
  [{ filterMetadata: { constructor: "x" } }, []],
  [{ onlyCases: new Set(["c5", "c9", "gone"]) }, ["c5", "c9"]],
  [{ onlyCases: new Set(["c5", "c8"]), filterCases: "8$" }, ["c8"]],
])("%j keeps %j", async (selection, ids) => {
  expect(await kept(selection)).toEqual(ids);
});

test("draws a sample from the cases that pass the filters, and the limit cuts the sample", async () => {
  const sample = await kept({ filterMetadata: { channel: "mail" }, filterSample: 5 });
  expect(sample).toHaveLength(5);
  expect(sample.every((id) => Number(id.slice(1)) % 2 === 0)).toBe(true);
  expect(await kept({ filterMetadata: { channel: "mail" }, filterSample: 5, limit: 2 })).toEqual(sample.slice(0, 2));
});

test.each(["development", "held-out"] as const)(
  "with the %s part of a split, no held-out case is an example",
  async (part) => {
    const split = { seed: 7, share: 0.3, part };
    let isExample: ((testCase: TestCase) => boolean) | undefined;
    const dataset = {
      id: "cases",
      async *cases() {
        yield* CASES;
      },
      withExamples(kept: (testCase: TestCase) => boolean) {
        isExample = kept;
        return dataset;
      },
    };
    const benchmark = { seed: 7, baseline: "p/m", variants: [{ id: "p/m", prompt: { id: "p" }, modelId: "m" }] };
    const { cases } = select({ ...benchmark, cases: dataset } as unknown as Benchmark, { split });
    await Array.fromAsync(cases.cases());
    expect(CASES.filter(isExample!)).toEqual(CASES.filter((testCase) => !isHeldOut(testCase, split)));
    expect(CASES.filter(isExample!).length).toBeLessThan(CASES.length);
  },
);

test.each<[Selection, string]>([
  [{}, "ask~1/large"],
  [{ filterPrompts: "~[2-4]$" }, "ask~2/large"],
  [{ filterPrompts: "~4$" }, "ask~4/large"],
  [{ filterPrompts: "^tell" }, "tell/small"],
  [{ filterModels: "small" }, "ask~1/small"],
])("with %j the baseline ask~1/large is %s", (selection, baseline) => {
  const prompts = [...["1", "2", "4"].map((id) => ({ id: `ask~${id}`, phrasingOf: "ask" })), { id: "tell" }];
  const variants = prompts.flatMap((prompt) =>
    ["small", "large"].map((modelId) => ({ id: `${prompt.id}/${modelId}`, prompt, modelId })),
  );
  const cases = { id: "cases", async *cases() {} };
  const benchmark = { seed: 7, baseline: "ask~1/large", variants, cases } as unknown as Benchmark;
  expect(select(benchmark, selection).baseline).toBe(baseline);
});
