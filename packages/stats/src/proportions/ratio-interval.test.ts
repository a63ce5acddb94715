import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { f1OfShare, ratioInterval, type RatioSums } from "./ratio-interval.ts";
import { wilson } from "./wilson.ts";

type Unit = readonly [x: number, y: number];

function unitsOf(count: number, unit: Unit): Unit[] {
  return Array.from({ length: count }, () => unit);
}

function sumsOf(units: readonly Unit[]): RatioSums {
  const kept = units.filter(([, y]) => y > 0);
  const sum = (of: (unit: Unit) => number): number => kept.reduce((total, unit) => total + of(unit), 0);
  return {
    units: kept.length,
    x: sum(([x]) => x),
    y: sum(([, y]) => y),
    xx: sum(([x]) => x * x),
    xy: sum(([x, y]) => x * y),
    yy: sum(([, y]) => y * y),
  };
}

describe("the interval of a ratio of sums", () => {
  test("is Wilson's where each unit counts once", () => {
    const units: Unit[] = [...unitsOf(7, [1, 1]), ...unitsOf(5, [0, 1]), [0, 0]];
    const { lo, hi } = wilson(7, 12);
    expect(ratioInterval(sumsOf(units))).toEqual({ estimate: 7 / 12, lo, hi, method: "Wilson" });
  });

  test("counts a unit with equal draws as one draw, less for t", () => {
    // Twelve units of three equal draws each: the effective n is 11 draws times (1.959964 / 2.200985)^2.
    const units: Unit[] = [...unitsOf(7, [3, 3]), ...unitsOf(5, [0, 3])];
    const found = ratioInterval(sumsOf(units));
    const n = 11 * (1.959963984540054 / 2.200985160082949) ** 2;
    const [p, z] = [7 / 12, 1.959963984540054];
    const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
    expect(found.hi).toBeCloseTo((p + (z * z) / (2 * n) + half) / (1 + (z * z) / n), 9);
    expect(found.method).toBe("Wilson, effective n");
  });

  test("keeps uncertainty where all units agree, and has no ends for one unit of several draws", () => {
    const { lo, hi } = ratioInterval(sumsOf(unitsOf(9, [2, 2])));
    expect(hi).toBe(1);
    expect(lo).toBeGreaterThan(0.5);
    expect(lo).toBeLessThan(0.75);
    expect(ratioInterval(sumsOf([[1, 3]]))).toMatchObject({ lo: null, hi: null, method: "none" });
    expect(ratioInterval(sumsOf([]))).toMatchObject({ estimate: null, method: "none" });
    expect(() => ratioInterval({ units: 1, x: 2, y: 1, xx: 4, xy: 2, yy: 1 })).toThrow(RangeError);
  });

  test("has 95 % coverage with repeats and correlated clusters", () => {
    const stream = new RandomStream("ratio-interval");
    for (const { units, truth, shared } of [
      { units: 20, truth: 0.8, shared: 0.5 },
      { units: 40, truth: 0.9, shared: 0.5 },
      { units: 60, truth: 0.5, shared: 0.2 },
    ]) {
      let covered = 0;
      const sets = 800;
      for (let set = 0; set < sets; set++) {
        const drawn = Array.from({ length: units }, (): Unit => {
          const luck = stream.nextDouble();
          const y = 1 + stream.nextBelow(4);
          let x = 0;
          for (let draw = 0; draw < y; draw++) {
            if ((stream.nextDouble() < shared ? luck : stream.nextDouble()) < truth) x++;
          }
          return [x, y];
        });
        const { lo, hi } = ratioInterval(sumsOf(drawn));
        if (lo! <= truth && truth <= hi!) covered++;
      }
      expect(covered / sets).toBeGreaterThan(0.93);
    }
  });

  test("carries over to F1, which rises with the share of hits", () => {
    // 6 hits, 2 misses, 4 false alarms: F1 = 12 / 18.
    expect(f1OfShare(6 / 12)).toBeCloseTo(12 / 18, 12);
    expect(f1OfShare(0)).toBe(0);
    expect(f1OfShare(1)).toBe(1);
  });
});
