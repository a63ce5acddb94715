import { expect, test } from "vitest";
import type { BenchmarkDefinition } from "./benchmark.ts";
import { checkBenchmark } from "./check-benchmark.ts";
import { describeBenchmark } from "./benchmark-record.ts";
import type { Model } from "../model/model.ts";
import { resolveBenchmark } from "./resolve-benchmark.ts";
import { select } from "./select.ts";

const model = (id: string): Model => ({
  id,
  complete: () => Promise.reject(new Error("not asked")),
  params: { temperature: 1, maxTokens: 5 },
});
const scorer = { name: "equals", score: () => ({ value: 1 }) };
const base: BenchmarkDefinition = {
  name: "b",
  cases: [
    { id: "1", vars: { q: "one" } },
    { id: "2", vars: { q: "two" } },
  ],
  prompts: [
    { id: "direct", text: "{{q}}" },
    {
      id: "chat",
      messages: [
        { role: "system", content: "Think." },
        { role: "user", content: "{{q}}" },
      ],
    },
  ],
  models: [model("m:a"), { id: "warm", model: "m:b", params: { temperature: 0.5 } }],
  scorers: [scorer],
};
const resolve = (changes: Partial<BenchmarkDefinition> = {}) => resolveBenchmark({ ...base, ...changes }, model);

test("variants are the cross product of prompts and models, baseline the first", async () => {
  const { variants, baseline, seed, seedPolicy, repeats } = await resolve();
  expect(variants.map((variant) => variant.id)).toEqual(["direct/m:a", "direct/warm", "chat/m:a", "chat/warm"]);
  expect({ baseline, seed, seedPolicy, repeats }).toEqual({
    baseline: "direct/m:a",
    seed: 1,
    seedPolicy: "derived",
    repeats: 1,
  });
});

test("listed variants replace the cross product", async () => {
  const { variants } = await resolve({ variants: [{ prompt: "chat", model: "warm" }] });
  expect(variants.map((variant) => variant.id)).toEqual(["chat/warm"]);
});

test("an entry's parameters override the factory's one by one", async () => {
  const { variants } = await resolve();
  expect(variants[1]!.params).toEqual({ temperature: 0.5, maxTokens: 5 });
});

test.each<[string, Partial<BenchmarkDefinition>, string, string]>([
  [
    "a prompt id twice",
    {
      prompts: [
        { id: "p", text: "a" },
        { id: "p", text: "b" },
      ],
    },
    "DUPLICATE_ID",
    'Two prompts have the id "p".',
  ],
  ["a model id twice", { models: ["m:a", "m:a"] }, "DUPLICATE_ID", 'Two models have the id "m:a".'],
  ["a scorer name twice", { scorers: [scorer, scorer] }, "DUPLICATE_ID", 'Two scorers have the id "equals".'],
  ["an unknown baseline", { baseline: "direct/worm" }, "UNKNOWN_ID", 'There is no baseline variant "direct/worm".'],
  [
    "an unknown prompt in variants",
    { variants: [{ prompt: "dirct", model: "warm" }] },
    "UNKNOWN_ID",
    'There is no prompt "dirct".',
  ],
  [
    "a seed of 32 bits",
    { seed: 2 ** 31 },
    "BAD_BENCHMARK",
    "The seed 2147483648 is not an integer from 0 to 2147483647.",
  ],
  ["no repeats", { repeats: 0 }, "BAD_BENCHMARK", "repeats is 0."],
  [
    "a foreign template",
    { prompts: [{ id: "p", text: "{{ q | upper }}" }] },
    "TEMPLATE",
    'Prompt "p": The template has "{{ q | upper }}", which is not a variable.',
  ],
  [
    "an unknown parameter",
    { models: [{ model: "m:a", params: { temprature: 1 } as never }] },
    "BAD_BENCHMARK",
    'Model "m:a", params: Unrecognized key: "temprature".',
  ],
])("refuses %s", async (_, changes, code, message) => {
  await expect(resolve(changes)).rejects.toThrowError(expect.objectContaining({ code, message }));
});

test("an error for an unknown id names the nearest known one", async () => {
  await expect(resolve({ baseline: "direct/worm" })).rejects.toThrowError(
    expect.objectContaining({ hint: expect.stringContaining('Did you mean "direct/warm"?') as string }),
  );
});

test("checking renders every prompt for every case and names the case with a missing variable", async () => {
  const benchmark = await resolve({
    cases: [
      { id: "1", vars: { q: "one" } },
      { id: "2", vars: {} },
    ],
  });
  await expect(checkBenchmark(benchmark)).rejects.toThrowError(
    'Prompt "direct", case "2": the variable "q" is missing.',
  );
});

test.each<[string, readonly string[], readonly string[]]>([
  ["{q}", ["one", "two"], ["p"]],
  ["{{q}}", ["one", "two"], []],
  ["{{q}}", ["one", "one", "two"], []],
  ["{q}", ["one", "one"], []],
  ["{q}", ["one"], []],
])("whether %j is the same for cases that differ is known before a run: %j", async (text, values, same) => {
  const cases = values.map((q, index) => ({ id: `${index}`, vars: { q } }));
  const summary = await checkBenchmark(await resolve({ cases, prompts: [{ id: "p", text }], baseline: undefined }));
  expect(summary.samePrompts).toEqual(same);
});

test.each<[string, BenchmarkDefinition["cases"], string]>([
  [
    "two cases of one id",
    [
      { id: "1", vars: { q: "" } },
      { id: "1", vars: { q: "" } },
    ],
    'inline: two cases have the id "1" (the second is case 2).',
  ],
  ["no cases", [], "inline has no cases."],
  ["a case without vars", [{ id: "1" } as never], 'inline, case "1": vars: '],
])("checking refuses %s", async (_, cases, message) => {
  await expect(checkBenchmark(await resolve({ cases }))).rejects.toThrowError(message);
});

test("equal content has an equal hash; a changed case, prompt, parameter or seed has another", async () => {
  const hashOf = async (changes: Partial<BenchmarkDefinition> = {}) => {
    const benchmark = await resolve(changes);
    return describeBenchmark(benchmark, await checkBenchmark(benchmark)).hash;
  };
  const hash = await hashOf();
  expect(await hashOf({ name: "renamed", baseline: "chat/warm" })).toBe(hash);
  for (const changes of [
    { seed: 2 },
    { repeats: 2 },
    {
      cases: [
        { id: "1", vars: { q: "one" } },
        { id: "2", vars: { q: "two!" } },
      ],
    },
    { prompts: [{ id: "direct", text: "{{q}}!" }] },
    { models: [{ id: "warm", model: "m:b", params: { temperature: 0.6 } }] },
  ] satisfies Partial<BenchmarkDefinition>[]) {
    expect(await hashOf(changes)).not.toBe(hash);
  }
});

test("in chains, judges that compare answers have another hash: they read each with its own turns", async () => {
  const scoreBlock = async () => [];
  const compare = { name: "best", identity: { type: "select-best" }, judges: [undefined], scoreBlock };
  const scorers = [compare, { name: "code", scoreBlock }, { name: "fits", score: () => ({ value: 1 }) }];
  const benchmark = { ...(await resolve()), scorers: scorers as never };
  const summary = await checkBenchmark(await resolve());
  const [alone, chained] = [summary, { ...summary, chains: 1 }].map((one) => describeBenchmark(benchmark, one).scorers);
  expect(chained?.map(({ hash }, index) => hash === alone?.[index]?.hash)).toEqual([false, true, true]);
  expect(chained?.[0]?.identity).toEqual({ type: "select-best", turns: "with each answer" });
  expect(alone?.[0]?.identity).toEqual({ type: "select-best" });
});

test("a selection keeps whole variants and the first cases that match", async () => {
  const selected = select(await resolve(), { filterModels: "warm", filterCases: "^2$", limit: 5 });
  expect(selected.variants.map((variant) => variant.id)).toEqual(["direct/warm", "chat/warm"]);
  expect(selected.baseline).toBe("direct/warm");
  expect((await Array.fromAsync(selected.cases.cases())).map((testCase) => testCase.id)).toEqual(["2"]);
  expect(() => select(selected, { filterPrompts: "nothing" })).toThrowError("The filters leave no variant.");
  expect(() => select(selected, { filterCases: "(" })).toThrowError('--filter-cases "(" is not a regular expression.');
});

test("of several judges the first judges where none is named, scorers call the others by id, and cases may call any", async () => {
  const named = { ...scorer, name: "named", judges: ["strict"] };
  const plain = { ...scorer, name: "plain", judges: [undefined] };
  const ofCases = { ...scorer, name: "assert", judges: [], mayAskJudge: true };
  const judge = ["m:first", { id: "strict", model: "m:b", params: { temperature: 0.5 } }, "m:third"];
  const { judges } = await resolve({ scorers: [named, plain, ofCases], judge });
  expect(
    judges.map(({ id, params: { temperature }, scorers, references }) => ({ id, temperature, scorers, references })),
  ).toEqual([
    { id: "strict", temperature: 0.5, scorers: ["named", "assert"], references: ["strict"] },
    { id: "m:first", temperature: 1, scorers: ["plain", "assert"], references: [undefined, "m:first"] },
    { id: "m:third", temperature: 1, scorers: ["assert"], references: ["m:third"] },
  ]);
  expect((await resolve({ scorers: [named], judge })).judges.map(({ id }) => id)).toEqual(["strict"]);
  expect((await resolve({ scorers: [scorer], judge })).judges).toEqual([]);
});

test("refuses a case whose judge the benchmark does not list", async () => {
  const ofCases = { ...scorer, name: "assert", judges: ["other"], mayAskJudge: true };
  const benchmark = await resolve({ scorers: [{ ...ofCases, judges: [] }], judge: ["m:first", "m:second"] });
  await expect(checkBenchmark({ ...benchmark, scorers: [ofCases] })).rejects.toMatchObject({
    code: "BAD_BENCHMARK",
    message: 'Scorer "assert": a case names the judge "other", which the benchmark does not list.',
    hint: expect.stringContaining("by id (m:first, m:second)"),
  });
  await expect(
    checkBenchmark({ ...benchmark, scorers: [{ ...ofCases, judges: ["m:second"] }] }),
  ).resolves.toBeDefined();
});
