import { expect, test } from "vitest";
import { checkBenchmark } from "../benchmark/check-benchmark.ts";
import { resolveBenchmark } from "../benchmark/resolve-benchmark.ts";
import { select, type Selection } from "../benchmark/select.ts";
import type { Benchmark } from "../benchmark/benchmark.ts";
import type { Model } from "../model/model.ts";
import { plan } from "../plan/plan.ts";
import { afterTurns } from "./chain.ts";
import type { TestCase } from "./test-case.ts";

const silent: Model = { id: "none", complete: () => Promise.reject(new Error("a plan asks no model")) };

async function benchmarkOf(cases: readonly TestCase[], { repeats = 1, text = "hi" } = {}): Promise<Benchmark> {
  return resolveBenchmark(
    {
      name: "chained",
      repeats,
      cases,
      prompts: [
        { id: "a", text },
        { id: "b", text },
      ],
      models: [silent],
      scorers: [{ name: "none", score: () => null }],
    },
    () => silent,
  );
}

/** Chains of three cases and single cases in turn. */
const MIXED: readonly TestCase[] = Array.from({ length: 12 }, (_, number) => [
  ...["x", "y", "z"].map((turn) => ({ id: `${number}${turn}`, vars: {}, chain: `chain ${number}` })),
  { id: `${number}`, vars: {} },
]).flat();

const earlier = [
  { case: "a", input: "Hi.", output: "Hello {{name}}.", storeAs: "greeting" },
  { case: "b", input: "Bye.", output: "See you." },
];

test("a case sees the earlier turns, and the stored answers in its variables", () => {
  const vars = { text: "You said {{ greeting }} and {{other}}", list: ["{{greeting}}"], greeting: "old" };
  expect(afterTurns({ id: "c", chain: "one", vars }, earlier).vars).toEqual({
    _conversation: [
      { input: "Hi.", output: "Hello {{name}}.", prompt: [{ role: "user", content: "Hi." }] },
      { input: "Bye.", output: "See you.", prompt: [{ role: "user", content: "Bye." }] },
    ],
    text: "You said Hello {{name}}. and {{other}}",
    list: ["Hello {{name}}."],
    greeting: "Hello {{name}}.",
  });
});

test("a stored answer may be named like a member of Object.prototype", () => {
  const turns = ["constructor", "toString", "hasOwnProperty"].map((storeAs) => ({
    case: storeAs,
    input: "?",
    output: `<${storeAs}>`,
    storeAs,
  }));
  const vars = { text: "{{constructor}}{{toString}}{{valueOf}}" };
  expect(afterTurns({ id: "c", chain: "one", vars }, turns).vars).toMatchObject({
    text: "<constructor><toString>{{valueOf}}",
    constructor: "<constructor>",
    toString: "<toString>",
    hasOwnProperty: "<hasOwnProperty>",
  });
});

test("converts a turn's prompt to text, and to a list of messages when its parts are read", () => {
  const { vars } = afterTurns({ id: "c", chain: "one", vars: {} }, earlier);
  const [{ prompt }] = vars["_conversation"] as [{ readonly prompt: readonly { readonly content: string }[] }];
  expect([String(prompt), prompt.at(-1)!.content, prompt.length]).toEqual(["Hi.", "Hi.", 1]);
});

test("a case without a chain, or with its own conversation, keeps its variables", () => {
  const alone = { id: "c", vars: { text: "{{greeting}}" } };
  expect(afterTurns(alone, earlier)).toBe(alone);
  const own = { id: "c", chain: "one", vars: { _conversation: [] } };
  expect(afterTurns(own, earlier).vars["_conversation"]).toEqual([]);
});

test("the blocks of a chain stay together in the order of its cases, repeat by repeat, and each trial waits for its own", async () => {
  const benchmark = await benchmarkOf(MIXED, { repeats: 2 });
  const trials = await Array.fromAsync(plan(benchmark));
  expect(trials.map(({ order }) => order)).toEqual(trials.map((_, place) => place));
  const blocks = trials.filter((_, place) => place % 2 === 0);
  for (const [place, { case: testCase, repeat }] of blocks.entries()) {
    if (!testCase.id.endsWith("x")) continue;
    const three = blocks.slice(place, place + 3);
    expect(three.map((trial) => `${trial.case.id}${trial.repeat}`)).toEqual(
      ["x", "y", "z"].map((turn) => `${Number.parseInt(testCase.id, 10)}${turn}${repeat}`),
    );
  }
  const byIndex = new Map(trials.map((trial) => [trial.index, trial]));
  for (const { after, case: testCase, repeat, variant } of trials) {
    const turn = "xyz".indexOf(testCase.id.at(-1)!);
    if (turn <= 0) expect(after).toBeUndefined();
    else
      expect(byIndex.get(after!)).toMatchObject({
        case: { id: testCase.id.slice(0, -1) + "xyz"[turn - 1]! },
        repeat,
        variant,
      });
  }
});

test("a chain changes no seed and lies in one shard; shards together are the whole plan", async () => {
  const benchmark = await benchmarkOf(MIXED, { repeats: 2 });
  const alone = await benchmarkOf(
    MIXED.map(({ id, vars }) => ({ id, vars })),
    { repeats: 2 },
  );
  const seeds = async (one: Benchmark): Promise<unknown[]> =>
    (await Array.fromAsync(plan(one))).map(({ index, seed }) => `${index} ${seed}`).toSorted();
  expect(await seeds(benchmark)).toEqual(await seeds(alone));

  const shards = await Promise.all(
    [1, 2, 3].map((index) => Array.fromAsync(plan(benchmark, { shard: { index, of: 3 } }))),
  );
  const whole = await Array.fromAsync(plan(benchmark));
  expect(shards.flat().toSorted((left, right) => left.order - right.order)).toEqual(whole);
  for (const shard of shards) {
    const here = new Set(shard.map(({ index }) => index));
    for (const { after } of shard) if (after !== undefined) expect(here.has(after)).toBe(true);
  }
});

test("cases of a chain share a cluster", async () => {
  const { cases } = await benchmarkOf([{ id: "a", vars: {}, chain: "one" }, ...MIXED.slice(3, 4)]);
  expect((await Array.fromAsync(cases.cases())).map(({ cluster }) => cluster)).toEqual(["one", undefined]);
});

test.each<[Selection, string[]]>([
  [{ filterCases: "^1y$" }, ["1x", "1y"]],
  [{ filterCases: "^(1x|2|3z)$" }, ["1x", "2", "3x", "3y", "3z"]],
  [{ limit: 6 }, ["0x", "0y", "0z", "0", "1x", "1y"]],
])("%j keeps a case with the earlier cases of its chain", async (selection, wanted) => {
  const { cases } = select(await benchmarkOf(MIXED), selection);
  expect((await Array.fromAsync(cases.cases())).map(({ id }) => id)).toEqual(wanted);
});

test("a sample takes chains as a whole", async () => {
  const { cases } = select(await benchmarkOf(MIXED), { filterSample: 8 });
  const ids = (await Array.fromAsync(cases.cases())).map(({ id }) => id);
  const chains = new Set(ids.filter((id) => /[xyz]$/.test(id)).map((id) => Number.parseInt(id, 10)));
  expect(chains.size + ids.filter((id) => /^\d+$/.test(id)).length).toBe(8);
  expect(ids.filter((id) => /[xyz]$/.test(id))).toHaveLength(3 * chains.size);
});

test.each<[string, TestCase[], string]>([
  [
    "apart",
    [
      { id: "a", vars: {}, chain: "one" },
      { id: "b", vars: {} },
      { id: "c", vars: {}, chain: "one" },
    ],
    'the cases of chain "one" do not follow one another',
  ],
  [
    "of two clusters",
    [
      { id: "a", vars: {}, chain: "one", cluster: "x" },
      { id: "b", vars: {}, chain: "one", cluster: "y" },
    ],
    'the cases of chain "one" have several clusters',
  ],
  ["without a chain", [{ id: "a", vars: {}, storeAs: "x" }], "storeAs has no effect without a chain"],
  [
    "with a name that is taken",
    [{ id: "a", vars: {}, chain: "one", storeAs: "_conversation" }],
    "storeAs is _conversation",
  ],
  [
    "with a name that no template reads",
    [{ id: "a", vars: {}, chain: "one", storeAs: "__proto__" }],
    'storeAs is "__proto__"',
  ],
])("refuses cases %s and names the case and the remedy", async (_, cases, message) => {
  await expect(checkBenchmark(await benchmarkOf(cases))).rejects.toThrow(
    expect.objectContaining({
      code: "BAD_DATASET",
      message: expect.stringContaining(message),
      hint: expect.any(String),
    }),
  );
});

test("the check before the run finds the answers that a later case reads", async () => {
  const cases: TestCase[] = [
    { id: "a", vars: { q: "one" }, chain: "c", storeAs: "first" },
    { id: "b", vars: { q: "After {{first}}" }, chain: "c" },
  ];
  const read = await benchmarkOf(cases, { text: "{{q}}{{_conversation}}" });
  expect(await checkBenchmark(read)).toMatchObject({ count: 2, chains: 1 });
  const early = await benchmarkOf(cases, { text: "{{first}}" });
  await expect(checkBenchmark(early)).rejects.toThrow('"first" is missing');
});
