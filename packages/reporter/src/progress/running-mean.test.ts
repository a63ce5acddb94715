import { tInterval } from "@sameseed/stats";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { estimate } from "@sameseed/analysis";
import { RunningMean } from "./running-mean.ts";

test("ends at the report's mean for any order of rows, with the t interval of the case means", () => {
  const values = fc.array(fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 30,
  });
  fc.assert(
    fc.property(values, fc.array(fc.nat(), { minLength: 90, maxLength: 90 }), (cases, keys) => {
      const rows = cases
        .flatMap((repeats, number) => repeats.map((value) => ({ number, value })))
        .map((row, index) => ({ ...row, key: keys[index] ?? 0 }));
      const running = new RunningMean(3);
      for (const { number, value } of rows.toSorted((left, right) => left.key - right.key)) running.add(number, value);
      const means = cases.map((repeats) => repeats.reduce<number>((sum, value) => sum + value, 0) / repeats.length);
      const { mean, n } = estimate(Float64Array.from(means), { repeats: 3 });
      const { lo, hi } = tInterval({ x: means });
      const live = running.estimate();
      expect(live.n).toBe(n);
      expect(live.mean).toBeCloseTo(mean!, 9);
      if (new Set(means).size === 1) return; // without spread the live mean shows no interval
      expect(live.low).toBeCloseTo(Math.max(0, lo!), 6);
      expect(live.high).toBeCloseTo(Math.min(1, hi!), 6);
    }),
  );
});

test("one pass/fail draw per case has Wilson's interval at once", () => {
  const running = new RunningMean(1);
  for (const value of [1, 1, 0, 1]) running.add(0, value);
  const { mean, low, high } = estimate(Float64Array.of(1, 1, 0, 1));
  expect(running.estimate()).toEqual({ mean, low, high, n: 4 });
});

test("shows no mean before the first score, and no interval for one graded score", () => {
  const running = new RunningMean(1);
  expect(running.estimate()).toEqual({ mean: null, low: null, high: null, n: 0 });
  running.add(0, 0.5);
  expect(running.estimate()).toEqual({ mean: 0.5, low: null, high: null, n: 1 });
});
