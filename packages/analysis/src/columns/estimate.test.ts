import { clusteredWilson, clusterMean, meanScoreInterval, tInterval, wilson } from "@sameseed/stats";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { estimate } from "./estimate.ts";

const binary = (k: number, n: number) => Float64Array.from({ length: n }, (_, index) => (index < k ? 1 : 0));

test("one pass/fail draw per case has Wilson's interval", () => {
  const { lo, hi } = wilson(7, 10);
  expect(estimate(binary(7, 10))).toMatchObject({ mean: 0.7, low: lo, high: hi, n: 10, method: "Wilson" });
});

test("means over repeats have the likelihood interval, even if all happen to be 0 or 1", () => {
  const { lo, hi } = meanScoreInterval({ x: binary(5, 10) });
  expect(estimate(binary(5, 10), { repeats: 3 })).toMatchObject({ low: lo, high: hi, method: "empirical likelihood" });
});

test("graded scores have the likelihood interval, even if all cases score the same", () => {
  const values = Float64Array.of(0.2, 0.4, 0.5, 0.9);
  const { lo, hi } = meanScoreInterval({ x: values });
  expect(estimate(values)).toMatchObject({ mean: 0.5, low: lo, high: hi, n: 4, method: "empirical likelihood" });
  const { low, high, sd } = estimate(Float64Array.of(0.25, 0.25, 0.25));
  expect(sd).toBe(0);
  expect(low).toBeLessThan(0.2);
  expect(high).toBeGreaterThan(0.6);
});

test("more than 5,000 graded scores have the t interval", () => {
  const values = Float64Array.from({ length: 5001 }, (_, index) => (index % 7) / 7);
  const { lo, hi } = tInterval({ x: values });
  expect(estimate(values)).toMatchObject({ low: lo, high: hi, method: "t" });
});

test("clustered cases have Wilson's interval with the effective number of cases", () => {
  const values = Float64Array.of(1, 1, 0, 0, 1, 0, 1, 1);
  const clusters = Float64Array.of(0, 0, 1, 1, 2, 2, -7, -8);
  const { lo, hi } = clusteredWilson(clusterMean({ d: values, cluster: clusters }))!;
  expect(estimate(values, { clusters })).toMatchObject({
    low: lo,
    high: hi,
    n: 8,
    method: "Wilson, effective n",
  });
});

test.each([0, 1])("all cases at %d leave uncertainty: Wilson's interval, with repeats too", (value) => {
  const { lo, hi } = wilson(value * 20, 20);
  expect(estimate(new Float64Array(20).fill(value), { repeats: 5 })).toMatchObject({
    low: lo,
    high: hi,
    method: "Wilson",
  });
});

test("the uncertainty with all clusters at 1 depends on the number of clusters", () => {
  const clusters = Float64Array.from({ length: 20 }, (_, index) => index % 4);
  expect(estimate(new Float64Array(20).fill(1), { clusters })).toMatchObject({
    low: wilson(4, 4).lo,
    high: 1,
    n: 20,
    method: "Wilson over clusters",
  });
});

test.each([
  ["no case", Float64Array.of(), { mean: null, n: 0, sd: null }],
  ["one graded case", Float64Array.of(0.5), { mean: 0.5, n: 1, sd: null }],
])("%s gives no interval", (_, values, expected) => {
  expect(estimate(values)).toMatchObject({ ...expected, low: null, high: null });
});

test("an interval is in [0, 1] and contains its mean", () => {
  const score = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  const anyCase = fc.tuple(score, fc.integer({ min: 0, max: 4 }));
  fc.assert(
    fc.property(
      fc.array(anyCase, { maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      (cases, repeats, isClustered) => {
        const values = Float64Array.from(cases, ([value]) => value);
        const clusters = isClustered ? Float64Array.from(cases, ([, cluster]) => cluster) : null;
        const { mean, low, high, n } = estimate(values, { repeats, clusters });
        expect(n).toBe(cases.length);
        if (low === null || high === null || mean === null) return;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(mean + 1e-12);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-12);
      },
    ),
  );
});
