import fc from "fast-check";
import { expect, test } from "vitest";
import type { Benchmark } from "../benchmark/benchmark.ts";
import type { Model } from "../model/model.ts";
import { plan } from "./plan.ts";
import { resolveBenchmark } from "../benchmark/resolve-benchmark.ts";
import type { Trial } from "../record/row.ts";

const silent: Model = { id: "none", complete: () => Promise.reject(new Error("a plan asks no model")) };

async function benchmarkOf(sizes: {
  cases: number;
  variants: number;
  repeats: number;
  seed?: number;
}): Promise<Benchmark> {
  return resolveBenchmark(
    {
      name: "planned",
      seed: sizes.seed ?? 5,
      repeats: sizes.repeats,
      cases: Array.from({ length: sizes.cases }, (_, number) => ({ id: `c${number}`, vars: {} })),
      prompts: Array.from({ length: sizes.variants }, (_, number) => ({ id: `p${number}`, text: "hi" })),
      models: [silent],
      scorers: [{ name: "none", score: () => null }],
    },
    () => silent,
  );
}

const sizes = fc.record({
  cases: fc.integer({ min: 1, max: 30 }),
  variants: fc.integer({ min: 1, max: 5 }),
  repeats: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(1000),
});
const cell = ({ case: testCase, repeat }: Trial): string => `${testCase.id}#${repeat}`;

test("every (case, repeat, variant) is planned exactly once, at its place in the table", async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const trials = await Array.fromAsync(plan(await benchmarkOf(size)));
      const total = size.cases * size.variants * size.repeats;
      expect(trials.map((trial) => trial.order)).toEqual([...Array(total).keys()]);
      expect(trials.map((trial) => trial.index).toSorted((left, right) => left - right)).toEqual([
        ...Array(total).keys(),
      ]);
    }),
  );
});

test("the variants of one (case, repeat) run back to back and share one seed", async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const trials = await Array.fromAsync(plan(await benchmarkOf(size)));
      for (let start = 0; start < trials.length; start += size.variants) {
        const block = trials.slice(start, start + size.variants);
        expect(new Set(block.map(cell)).size).toBe(1);
        expect(new Set(block.map((trial) => trial.seed)).size).toBe(1);
        expect(new Set(block.map((trial) => trial.variant)).size).toBe(size.variants);
      }
    }),
  );
});

test("a sequential run keeps a case's repeats together; without repeats the order is the same", async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const benchmark = await benchmarkOf(size);
      const trials = await Array.fromAsync(plan(benchmark, { isSequential: true }));
      expect(trials.map((trial) => trial.order)).toEqual([...trials.keys()]);
      const usual = await Array.fromAsync(plan(benchmark));
      const byIndex = (left: Trial, right: Trial): number => left.index - right.index;
      expect(trials.toSorted(byIndex).map(({ index, seed }) => ({ index, seed }))).toEqual(
        usual.toSorted(byIndex).map(({ index, seed }) => ({ index, seed })),
      );
      for (let start = 0; start < trials.length; start += size.variants * size.repeats) {
        const together = trials.slice(start, start + size.variants * size.repeats);
        expect(new Set(together.map((trial) => trial.case.id)).size).toBe(1);
      }
      if (size.repeats === 1) expect(trials).toEqual(usual);
    }),
  );
});

test("adding a variant changes no seed and no order of blocks", async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const before = await Array.fromAsync(plan(await benchmarkOf(size)));
      const after = await Array.fromAsync(plan(await benchmarkOf({ ...size, variants: size.variants + 1 })));
      expect([...new Set(after.map(cell))]).toEqual([...new Set(before.map(cell))]);
      const seeds = new Map(after.map((trial) => [cell(trial), trial.seed]));
      for (const trial of before) expect(seeds.get(cell(trial))).toBe(trial.seed);
    }),
  );
});

test("adding cases changes no seed and no order inside a block", async () => {
  const few = await Array.fromAsync(plan(await benchmarkOf({ cases: 5, variants: 4, repeats: 2 })));
  const many = await Array.fromAsync(plan(await benchmarkOf({ cases: 9, variants: 4, repeats: 2 })));
  const known = new Set(few.map(cell));
  const byCell = (trials: Trial[]) =>
    Object.groupBy(
      trials.filter((trial) => known.has(cell(trial))),
      cell,
    );
  const shape = (trials: Trial[]) =>
    Object.fromEntries(
      Object.entries(byCell(trials)).map(([key, block]) => [
        key,
        block!.map(({ variant, seed }) => `${variant} ${seed}`),
      ]),
    );
  expect(shape(many)).toEqual(shape(few));
});

test("the order is interleaved: blocks and the variants inside them are shuffled by the seed", async () => {
  const trials = await Array.fromAsync(plan(await benchmarkOf({ cases: 40, variants: 3, repeats: 1 })));
  const firstVariants = new Set(trials.filter((_, place) => place % 3 === 0).map((trial) => trial.variant));
  expect(firstVariants.size).toBe(3);
  expect(trials.map((trial) => trial.index)).not.toEqual(trials.map((_, place) => place));
  const other = await Array.fromAsync(plan(await benchmarkOf({ cases: 40, variants: 3, repeats: 1, seed: 6 })));
  expect(other.map((trial) => trial.index)).not.toEqual(trials.map((trial) => trial.index));
});

test("a resumed plan leaves out finished trials and keeps the order and seeds of the others", async () => {
  const benchmark = await benchmarkOf({ cases: 10, variants: 2, repeats: 2 });
  const all = await Array.fromAsync(plan(benchmark));
  const rest = await Array.fromAsync(plan(benchmark, { isDone: (index) => index % 3 === 0 }));
  expect(rest).toEqual(all.filter((trial) => trial.index % 3 !== 0));
});

test("leaves out a trial that is no longer wanted at its turn, and the others keep their order", async () => {
  const benchmark = await benchmarkOf({ cases: 10, variants: 2, repeats: 2 });
  const all = await Array.fromAsync(plan(benchmark));
  const dropped = all[0]!.variant;
  let isDropped = false;
  const seen = [];
  for await (const trial of plan(benchmark, { isWanted: ({ variant }) => !isDropped || variant !== dropped })) {
    seen.push(trial);
    isDropped ||= seen.length === 3;
  }
  expect(seen).toEqual([...all.slice(0, 3), ...all.slice(3).filter(({ variant }) => variant !== dropped)]);
  expect(seen.length).toBeLessThan(all.length);
});

test("plans a long dataset in windows, never as a whole", async () => {
  let read = 0;
  const benchmark: Benchmark = {
    ...(await benchmarkOf({ cases: 1, variants: 2, repeats: 1 })),
    cases: {
      id: "endless",
      async *cases() {
        for (;;) yield { id: `c${read++}`, vars: {} };
      },
    },
  };
  const trials = plan(benchmark);
  await trials.next();
  expect(read).toBe(8192);
  await trials.return(undefined);
});

test("the shards of a plan are its trials, each once and unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 6 }), async (size, of) => {
      const benchmark = await benchmarkOf(size);
      const whole = await Array.fromAsync(plan(benchmark));
      const parts: Trial[] = [];
      for (let index = 1; index <= of; index++) {
        parts.push(...(await Array.fromAsync(plan(benchmark, { shard: { index, of } }))));
      }
      expect(parts.toSorted((left, right) => left.order - right.order)).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

test("a case for some variants has no trials of the others; seeds, indexes and order stay", async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(6), async (size, salt) => {
      const benchmark = await benchmarkOf(size);
      const prompts = benchmark.variants.map(({ prompt }) => prompt.id);
      const keeps = (id: string): string[] =>
        prompts.filter((_, place) => (id.length + Number(id.slice(1)) + place + salt) % 3 !== 0);
      const some: Benchmark = {
        ...benchmark,
        cases: {
          id: "some",
          async *cases() {
            for await (const testCase of benchmark.cases.cases()) yield { ...testCase, prompts: keeps(testCase.id) };
          },
        },
      };
      const shape = ({ index, order, seed, variant }: Trial) => ({ index, order, seed, variant });
      const all = await Array.fromAsync(plan(benchmark));
      const trials = await Array.fromAsync(plan(some));
      expect(trials.map(shape)).toEqual(all.filter((trial) => keeps(trial.case.id).includes(trial.prompt)).map(shape));
    }),
  );
});
