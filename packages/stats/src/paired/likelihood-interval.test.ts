import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { tInterval } from "../descriptive/t-interval.ts";
import { likelihoodInterval } from "./likelihood-interval.ts";

const list = (count: number, value: (index: number) => number): number[] =>
  Array.from({ length: count }, (_, index) => value(index));

/** Share of `sets` data sets whose interval contains the truth. */
function coverage(draw: (stream: RandomStream) => number, { n, truth }: { n: number; truth: number }): number {
  const stream = new RandomStream(`likelihood|${n}|${truth}`);
  const sets = 600;
  let covered = 0;
  for (let set = 0; set < sets; set++) {
    const { lo, hi } = likelihoodInterval({ d: list(n, () => draw(stream)), range: 1 });
    if ((lo ?? 1) <= truth + 1e-12 && truth - 1e-12 <= (hi ?? -1)) covered++;
  }
  return covered / sets;
}

describe("the empirical-likelihood interval", () => {
  test("is the t interval of many regular values", () => {
    const d = list(2000, (index) => Math.sin(index) / 4);
    const { lo, hi, mean } = likelihoodInterval({ d, range: 1 });
    const t = tInterval({ x: d });
    expect(mean).toBeCloseTo(t.mean ?? 0, 12);
    expect((hi ?? 0) - (lo ?? 0)).toBeCloseTo((t.hi ?? 0) - (t.lo ?? 0), 4);
  });

  test("solves the likelihood of two values as a binomial one", () => {
    // 4 of 20 values are 1, the others -1: -2 log R of a share p is the binomial likelihood ratio.
    const { lo, hi } = likelihoodInterval({ d: list(20, (index) => (index < 4 ? 1 : -1)), range: 1 });
    const ratio = (p: number): number => 2 * (4 * Math.log(0.2 / p) + 16 * Math.log(0.8 / (1 - p)));
    const critical = (2.093024054408263 ** 2 * 20) / 19;
    expect(ratio(((lo ?? 0) + 1) / 2)).toBeCloseTo(critical, 7);
    expect(ratio(((hi ?? 0) + 1) / 2)).toBeCloseTo(critical, 7);
  });

  test("of equal values is the score interval of a share at the end of the range", () => {
    const square = 3.841458820694124;
    const share = square / (20 + square);
    expect(likelihoodInterval({ d: list(20, () => 0), range: 1 })).toMatchObject({ degenerate: false, varied: 0 });
    expect(likelihoodInterval({ d: list(20, () => 0), range: 1 }).hi).toBeCloseTo(share, 12);
    expect(likelihoodInterval({ d: list(20, () => 0.5), range: 1 }).lo).toBeCloseTo(0.5 - 1.5 * share, 12);
    expect(likelihoodInterval({ d: list(20, () => 0.5), range: null }).degenerate).toBe(true);
  });

  test("keeps its coverage for skewed values where t covers 88 %, and is not too wide for tied ones", () => {
    const skewed = (stream: RandomStream): number => (stream.nextDouble() < 0.1 ? 0.9 : -0.1);
    expect(coverage(skewed, { n: 50, truth: 0 })).toBeGreaterThan(0.92);
    expect(coverage(skewed, { n: 20, truth: 0 })).toBeGreaterThan(0.96);
    const tied = (stream: RandomStream): number =>
      (stream.nextDouble() < 0.6 ? 0 : (1 + stream.nextBelow(2)) / 4) * stream.nextSign();
    const share = coverage(tied, { n: 25, truth: 0 });
    expect(share).toBeGreaterThan(0.925);
    expect(share).toBeLessThan(0.98);
  });

  test("mirrors with the data, stays in the range and contains the mean", () => {
    const values = fc.array(fc.constantFrom(-1, -0.5, -1 / 3, 0, 0, 0, 0.25, 1), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, (d) => {
        const { lo, hi, mean } = likelihoodInterval({ d, range: 1 });
        const swapped = likelihoodInterval({ d: d.map((value) => -value), range: 1 });
        expect(swapped.lo).toBeCloseTo(-(hi ?? 0), 9);
        expect(swapped.hi).toBeCloseTo(-(lo ?? 0), 9);
        expect(lo).toBeGreaterThanOrEqual(-1);
        expect(hi).toBeLessThanOrEqual(1);
        expect(lo).toBeLessThanOrEqual((mean ?? 0) + 1e-12);
        expect(hi).toBeGreaterThanOrEqual((mean ?? 0) - 1e-12);
      }),
      { numRuns: 200 },
    );
  });

  test("refuses a value beyond the range and gives null for fewer than two", () => {
    expect(() => likelihoodInterval({ d: [1.5, 0], range: 1 })).toThrow(RangeError);
    expect(likelihoodInterval({ d: [1], range: 1 })).toMatchObject({ mean: 1, lo: null, hi: null });
    expect(likelihoodInterval({ d: [], range: 1 }).mean).toBeNull();
  });
});
