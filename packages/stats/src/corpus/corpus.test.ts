import { describe, expect, test } from "vitest";
import { RandomStream } from "../random/random-stream.ts";
import { compareCorpora, compareManyCorpora, corpusInterval } from "./compare-corpora.ts";
import { corpusMetric } from "./corpus-metric.ts";
import { macroF1Of } from "./f1.ts";

test("macro-F1 is scikit-learn's: its documentation's example", () => {
  const [wanted, given] = [
    [0, 1, 2, 0, 1, 2],
    [0, 2, 1, 0, 0, 1],
  ];
  const counts = [0, 1, 2].flatMap((label) => [
    wanted!.filter((one, place) => one === label && given![place] === label).length,
    given!.filter((one) => one === label).length,
    wanted!.filter((one) => one === label).length,
  ]);
  expect(macroF1Of(counts)).toBeCloseTo(0.2667, 4);
  expect(macroF1Of([0, 0, 0, 1, 1, 1])).toBe(1);
  expect(macroF1Of([])).toBeNaN();
});

test.each<[string, number[], number]>([
  ["ter", [3, 12], 0.25],
  ["f1", [2, 3, 5], 0.5],
  ["chrf", [4, 4, 2, 2, 2, 0], 0.25],
])("%s of %j is %d", (name, sums, wanted) => {
  expect(corpusMetric(name).valueOf(sums)).toBeCloseTo(wanted, 12);
});

test("refuses another name", () => {
  expect(() => corpusMetric("constructor")).toThrow(RangeError);
});

describe("compareCorpora", () => {
  const metric = corpusMetric("ter");
  const random = new RandomStream("corpus.test");
  const arm = (least: number, spread: number): number[][] =>
    Array.from({ length: 80 }, () => [least + random.nextBelow(spread), 10]);
  const [a, b] = [arm(3, 4), arm(1, 4)];
  const options = { label: "test", margin: 0.02 };

  test("finds a difference, with p and an interval that contains it", () => {
    const { estimate, interval, p, verdict, n, nonTied } = compareCorpora({ a, b, metric }, options);
    expect(estimate).toBeCloseTo(metric.valueOf(sum(b)) - metric.valueOf(sum(a)), 12);
    expect(interval!.lo).toBeLessThan(estimate!);
    expect(interval!.hi).toBeGreaterThan(estimate!);
    expect(p).toBe(1 / 2000);
    expect(verdict.verdict).toBe("better"); // TER: lower is better
    expect([n, nonTied <= 80]).toEqual([80, true]);
  });

  test("swapping the two negates the estimate and keeps p", () => {
    const [there, back] = [compareCorpora({ a, b, metric }, options), compareCorpora({ a: b, b: a, metric }, options)];
    expect(back.estimate).toBeCloseTo(-there.estimate!, 12);
    expect(back.p).toBe(there.p);
  });

  test("equal answers have a difference of 0", () => {
    expect(compareCorpora({ a, b: a, metric }, options)).toMatchObject({ estimate: 0, p: 1, nonTied: 0 });
  });

  test.each([
    ["whole counts", 1],
    ["counts with fractions, whose sums depend on the order", 1.1],
    ["counts too large for two in a number", 2 ** 40],
  ])("comparing pairs together gives the same results as comparing each alone: %s", (_, scale) => {
    const [x, y, z] = [a, b, arm(2, 5)].map((units) => units.map((unit) => unit.map((count) => count * scale)));
    const pairs = [
      { a: x!, b: y! },
      { a: x!, b: z!, cases: 90 },
      { a: z!, b: y! },
      { a: x!.slice(0, 20), b: z!.slice(0, 20) },
    ];
    const alone = pairs.map((pair) => compareCorpora({ ...pair, metric }, options));
    expect(compareManyCorpora(pairs, metric, options)).toEqual(alone);
  });

  test("draws are unchanged since the first release: interval and p of a fixed sample", () => {
    const fixed = (most: number): number[][] =>
      Array.from({ length: 40 }, (_, unit) => [(unit * 3) % most, 10 + (unit % 3)]);
    const { interval, p } = compareCorpora({ a: fixed(7), b: fixed(8), metric }, options);
    expect([interval!.lo, interval!.hi, p]).toEqual([-0.03561198940791743, 0.13058700759608127, 0.3615]);
  });

  test("too few cases give no verdict and no interval", () => {
    const few = { a: a.slice(0, 5), b: b.slice(0, 5), metric };
    expect(compareCorpora(few, options)).toMatchObject({
      interval: null,
      insufficient: "fewer than 15 cases to resample",
      verdict: { verdict: "insufficient" },
    });
    expect(compareCorpora(few, { ...options, isClustered: true }).insufficient).toBe(
      "fewer than 15 clusters to resample",
    );
    expect(compareCorpora({ a: [], b: [], metric }, options)).toMatchObject({ insufficient: "no cases", p: null });
  });

  test("an interval has about its nominal coverage", () => {
    const truth = 0.45; // edits are uniform on 3..6 of 10
    let covered = 0;
    for (let run = 0; run < 100; run++) {
      const { lo, hi } = corpusInterval(arm(3, 4), { metric, label: `run ${run}` });
      if (lo! <= truth && truth <= hi!) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(88);
  });
});

function sum(units: readonly number[][]): number[] {
  return units.reduce(([x, y], [p, q]) => [x! + p!, y! + q!], [0, 0]);
}
