import type { Row } from "@sameseed/core";
import { declaredLooks, RandomStream } from "@sameseed/stats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rowOf, variant } from "../testing/sample-run.ts";
import { PruneWatch } from "./prune-watch.ts";
import type { WatchedRun } from "./sequential-watch.ts";

const PROMPTS = ["a", "b", "c", "d"];

function runOf(cases: number, prompts: readonly string[] = PROMPTS): WatchedRun {
  const looks = [...declaredLooks(cases)];
  return {
    variants: prompts.map((prompt) => variant(prompt)),
    baseline: "a/m",
    repeats: 1,
    margin: null,
    sequential: {
      metric: "score",
      alpha: 0.05,
      plannedCases: cases,
      looks,
      prune: true,
      method: null,
      stoppedAt: null,
    },
  };
}

/** Half of a case's luck is shared by its variants. */
function rowsOf(rates: readonly number[], { cases, label }: { cases: number; label: string }): Row[] {
  const stream = new RandomStream(label);
  return Array.from({ length: cases }, (_, number) => {
    const shared = stream.nextDouble();
    return rates.map((rate, position) => {
      const luck = stream.nextDouble() < 0.5 ? shared : stream.nextDouble();
      const index = number * rates.length + position;
      return rowOf({ case: { id: `c${number}` }, index, prompt: PROMPTS[position], score: luck < rate ? 1 : 0 });
    });
  }).flat();
}

function watched(rows: readonly Row[], run: WatchedRun): PruneWatch {
  const watch = new PruneWatch(run);
  for (const row of rows) if (!watch.isPruned(row.trial)) watch.add(row);
  return watch;
}

test("drops a clearly worse variant, names a better one, and ends when one variant is left", () => {
  const rows = rowsOf([0.5, 0.9, 0.2, 0.3], { cases: 400, label: "clear" });
  const watch = watched(rows, runOf(400));
  const { stoppedAt, endedBy, pruned = [] } = watch.decision!;
  expect(endedBy).toBe("one variant left");
  expect(pruned.map(({ variant: id }) => id).toSorted()).toEqual(["a/m", "c/m", "d/m"]);
  expect(pruned.at(-1)).toMatchObject({ variant: "a/m", by: "b/m", at: stoppedAt });
  expect(pruned[0]!.at).toBeLessThan(stoppedAt!);
  expect(watch.isPruned({ variant: "c/m", order: 399 * 4 })).toBe(true);
  expect(watch.isPruned({ variant: "c/m", order: 0 })).toBe(false);
});

test("the decision depends on neither the order of answers nor on late answers of dropped variants", () => {
  const rows = rowsOf([0.5, 0.8, 0.2, 0.75], { cases: 120, label: "order" });
  const expected = watched(rows, runOf(120)).decision;
  expect(expected).toMatchObject({ endedBy: "last case", stoppedAt: 120 });
  fc.assert(
    fc.property(fc.shuffledSubarray([...rows.keys()], { minLength: rows.length }), (order) => {
      const watch = new PruneWatch(runOf(120));
      for (const place of order) watch.add(rows[place]!); // no trial waits: all were in flight
      expect(watch.decision).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});

test("equal variants stay to the last case without a decision", () => {
  const rows = Array.from({ length: 400 }, (_, index) =>
    rowOf({ case: { id: `c${index >> 2}` }, index, prompt: PROMPTS[index % 4], score: (index >> 2) % 3 === 0 ? 0 : 1 }),
  );
  const watch = watched(rows, runOf(100));
  expect(watch.decision).toBeNull();
  expect(watch.isEnded).toBe(false);
});

test("the best variant is dropped at any look in at most 5 % of runs", () => {
  let [lost, answers] = [0, 0];
  const runs = 150;
  for (let run = 0; run < runs; run++) {
    const rows = rowsOf([0.7, 0.7, 0.7, 0.5], { cases: 200, label: `any look ${run}` });
    const { pruned = [] } = watched(rows, runOf(200)).decision ?? {};
    if (pruned.some(({ variant: id }) => id === "a/m")) lost++;
    answers += PROMPTS.reduce(
      (sum, prompt) => sum + (pruned.find((one) => one.variant === `${prompt}/m`)?.at ?? 200),
      0,
    );
  }
  expect(lost / runs).toBeLessThan(0.08);
  expect(answers / (runs * 800)).toBeLessThan(0.9);
});
