import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { predictionPowered, RandomStream, roganGladenInterval, shuffle, tInterval } from "../index.ts";
import type { PredictionPowered } from "./prediction-powered.ts";

const LABELS = [1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1];
const JUDGED = [0.9, 0.2, 0.8, 0.7, 0.4, 1, 0.1, 0.6, 0.9, 0.5, 0.3, 0.8];
const UNLABELLED = [
  0.9, 0.8, 0.1, 0.3, 0.7, 0.6, 0.95, 0.2, 0.85, 0.4, 0.75, 0.5, 0.65, 0.35, 1, 0.9, 0.15, 0.7, 0.8, 0.45,
];

describe("prediction-powered inference", () => {
  test.each([
    ["tuned", undefined, 0.8566173401686176, 0.6688082100170881, 0.4183675137923506, 0.9192489062418256],
    ["of full weight", 1, 1, 0.6691666666666666, 0.4147782036070729, 0.9235551297262603],
    ["of weight 0", 0, 0, 0.6666666666666666, 0.35383225812026303, 0.9795010752130702],
  ])("a judge %s gives the values of the formulas in numpy and scipy", (_name, given, lambda, estimate, lo, hi) => {
    const options = given === undefined ? {} : { lambda: given };
    const found = predictionPowered({ labels: LABELS, judged: JUDGED, unlabelled: UNLABELLED, ...options });
    const close = (value: number): number => expect.closeTo(value, 9) as number;
    expect(found).toMatchObject({
      n: 12,
      unlabelled: 20,
      lambda: close(lambda),
      estimate: close(estimate),
      lo: close(lo),
      hi: close(hi),
    });
  });

  test("without unlabelled cases it is the t interval of the labels", () => {
    const { estimate, lo, hi } = predictionPowered({ labels: LABELS, judged: JUDGED, unlabelled: [] });
    const plain = tInterval({ x: LABELS });
    expect({ estimate, lo, hi }).toEqual({ estimate: plain.mean, lo: plain.lo, hi: plain.hi });
  });

  test("a judge with equal verdicts for everything has no weight", () => {
    expect(predictionPowered({ labels: [0, 1, 1], judged: [1, 1, 1], unlabelled: [1, 1] })).toMatchObject({
      lambda: 0,
      estimate: 2 / 3,
    });
  });

  test("corrects a judge with a constant bias", () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (bias) => {
        const shifted = (values: readonly number[]): number[] => values.map((value) => value + bias);
        const one = predictionPowered({ labels: LABELS, judged: JUDGED, unlabelled: UNLABELLED });
        const other = predictionPowered({ labels: LABELS, judged: shifted(JUDGED), unlabelled: shifted(UNLABELLED) });
        expect(other.estimate).toBeCloseTo(one.estimate!, 9);
        expect(other.hi).toBeCloseTo(one.hi!, 9);
      }),
    );
  });

  test("its interval has 95 % coverage and is narrower than that of the labels alone", () => {
    const stream = new RandomStream("prediction-powered coverage");
    const bernoulli = (share: number): number => (stream.nextDouble() < share ? 1 : 0);
    const [truth, sets] = [0.6, 2000];
    let [covered, width, plainWidth] = [0, 0, 0];
    for (let set = 0; set < sets; set++) {
      const labels = Array.from({ length: 260 }, () => bernoulli(truth));
      const judged = labels.map((label) => bernoulli(label === 1 ? 0.9 : 0.25));
      const found = predictionPowered({
        labels: labels.slice(0, 60),
        judged: judged.slice(0, 60),
        unlabelled: judged.slice(60),
      });
      const plain = tInterval({ x: labels.slice(0, 60) });
      if (found.lo! <= truth && truth <= found.hi!) covered++;
      width += found.hi! - found.lo!;
      plainWidth += plain.hi! - plain.lo!;
    }
    expect(covered / sets).toBeGreaterThan(0.93);
    expect(covered / sets).toBeLessThan(0.97);
    expect(width / plainWidth).toBeLessThan(0.85);
  });

  test("equal labels leave uncertainty if the possible values are known", () => {
    const agreed = { labels: Array.from({ length: 50 }, () => 1), judged: Array.from({ length: 50 }, () => 1) };
    const unlabelled = Array.from({ length: 200 }, () => 1);
    expect(predictionPowered({ ...agreed, unlabelled })).toMatchObject({ estimate: 1, lo: 1, hi: 1 });
    const bounded = predictionPowered({ ...agreed, unlabelled, bounds: [0, 1] });
    expect(bounded.estimate).toBe(1);
    expect(bounded.lo).toBeGreaterThan(0.9);
    expect(bounded.lo).toBeLessThan(0.96);
    const clusters = { labelled: agreed.labels.map((_, index) => index % 10), unlabelled: unlabelled.map(() => 3) };
    expect(predictionPowered({ ...agreed, unlabelled, clusters, bounds: [0, 1] }).lo).toBeLessThan(0.97);
    const one = { ...clusters, labelled: agreed.labels.map(() => 1) };
    expect(predictionPowered({ ...agreed, unlabelled, clusters: one, bounds: [0, 1] })).toMatchObject({ lo: null });
  });

  test.each([
    ["means near 1", 0.97, [0, 1], (pass: number) => pass],
    ["means near 0", 0.03, [0, 1], (pass: number) => pass],
    ["rare losses", -0.03, [-1, 1], (pass: number) => pass - 1],
  ] as const)(
    "with the possible values, 50 labels give intervals that contain the truth of %s",
    (name, truth, bounds, of) => {
      const stream = new RandomStream(`bounded prediction-powered ${name}`);
      const share = name === "rare losses" ? 0.97 : truth;
      const sets = 400;
      let [covered, coveredWithout] = [0, 0];
      for (let set = 0; set < sets; set++) {
        const passes = Array.from({ length: 250 }, () => (stream.nextDouble() < share ? 1 : 0));
        const judged = passes.map((pass) => of(stream.nextDouble() < 0.95 ? pass : 1 - pass));
        const labels = passes.slice(0, 50).map((pass) => of(pass));
        const input = { labels, judged: judged.slice(0, 50), unlabelled: judged.slice(50) };
        const holds = ({ lo, hi }: PredictionPowered): number => (lo! <= truth && truth <= hi! ? 1 : 0);
        covered += holds(predictionPowered({ ...input, bounds }));
        coveredWithout += holds(predictionPowered(input));
      }
      expect(coveredWithout / sets).toBeLessThan(0.85);
      expect(covered / sets).toBeGreaterThan(0.93);
    },
  );

  test("clusters of one case each give the interval of independent cases", () => {
    const clusters = {
      labelled: LABELS.map((_, index) => index),
      unlabelled: UNLABELLED.map((_, index) => 100 + index),
    };
    const plain = predictionPowered({ labels: LABELS, judged: JUDGED, unlabelled: UNLABELLED });
    const clustered = predictionPowered({ labels: LABELS, judged: JUDGED, unlabelled: UNLABELLED, clusters });
    expect(clustered.lo).toBeCloseTo(plain.lo!, 12);
    expect(clustered.hi).toBeCloseTo(plain.hi!, 12);
  });

  test("labels of a single cluster give an estimate and no interval", () => {
    const clusters = { labelled: LABELS.map(() => "one"), unlabelled: UNLABELLED.map((_, index) => index) };
    const found = predictionPowered({ labels: LABELS, judged: JUDGED, unlabelled: UNLABELLED, clusters });
    expect(found).toMatchObject({ estimate: expect.any(Number), se: null, lo: null, hi: null });
  });

  test("with cases in clusters, the interval has its nominal coverage only when clusters are given", () => {
    const stream = new RandomStream("clustered prediction-powered coverage");
    const [sets, groups, size, labelled] = [1000, 50, 8, 100];
    let [covered, coveredBlindly] = [0, 0];
    for (let set = 0; set < sets; set++) {
      // Half of the clusters are easy (0.9) and half are hard (0.3): the truth over all is 0.6.
      const cases = Array.from({ length: groups }, (_, group) => {
        const share = stream.nextDouble() < 0.5 ? 0.9 : 0.3;
        return Array.from({ length: size }, () => {
          const label = stream.nextDouble() < share ? 1 : 0;
          return { group, label, judged: stream.nextDouble() < (label === 1 ? 0.9 : 0.25) ? 1 : 0 };
        });
      }).flat();
      const drawn = shuffle({ label: `clustered sample ${set}`, items: cases });
      const [known, others] = [drawn.slice(0, labelled), drawn.slice(labelled)];
      const input = {
        labels: known.map(({ label }) => label),
        judged: known.map(({ judged }) => judged),
        unlabelled: others.map(({ judged }) => judged),
      };
      const clusters = { labelled: known.map(({ group }) => group), unlabelled: others.map(({ group }) => group) };
      const holds = ({ lo, hi }: PredictionPowered): boolean => lo! <= 0.6 && 0.6 <= hi!;
      if (holds(predictionPowered({ ...input, clusters }))) covered++;
      if (holds(predictionPowered(input))) coveredBlindly++;
    }
    expect(covered / sets).toBeGreaterThan(0.93);
    expect(covered / sets).toBeLessThan(0.98);
    expect(coveredBlindly / sets).toBeLessThan(0.9);
  });

  test.each([
    [[], [], null, null],
    [[1], [0], 1, null],
  ])("%j labels give an estimate of %j and no interval", (labels, judged, estimate, lo) => {
    expect(predictionPowered({ labels, judged, unlabelled: [] })).toMatchObject({ estimate, lo });
  });
});

describe("a pass rate corrected for the judge's errors", () => {
  test("gives the values of the formulas in numpy and scipy", () => {
    const found = roganGladenInterval({
      observed: { hits: 124, n: 200 },
      sensitivity: { hits: 27, n: 30 },
      specificity: { hits: 17, n: 20 },
    });
    expect(found.corrected).toBeCloseTo((0.62 + 0.85 - 1) / 0.75, 12);
    expect(found.lo).toBeCloseTo(0.46022903358964345, 9);
    expect(found.hi).toBeCloseTo(0.7919756165320031, 9);
  });

  test.each([
    ["no better than chance", { hits: 5, n: 10 }, { hits: 5, n: 10 }],
    ["whose failures have no labels", { hits: 9, n: 10 }, { hits: 0, n: 0 }],
  ])("gives no correction for a judge %s", (_name, sensitivity, specificity) => {
    const observed = { hits: 6, n: 10 };
    expect(roganGladenInterval({ observed, sensitivity, specificity })).toEqual({
      corrected: null,
      lo: null,
      hi: null,
    });
  });

  test("its interval has at least 95 % coverage", () => {
    const stream = new RandomStream("lang-reiczigel coverage");
    const binomial = (n: number, share: number): number => {
      let hits = 0;
      for (let draw = 0; draw < n; draw++) if (stream.nextDouble() < share) hits++;
      return hits;
    };
    const [truth, sets] = [0.6, 2000];
    let covered = 0;
    for (let set = 0; set < sets; set++) {
      const { lo, hi } = roganGladenInterval({
        observed: { hits: binomial(200, truth * 0.9 + (1 - truth) * 0.2), n: 200 },
        sensitivity: { hits: binomial(25, 0.9), n: 25 },
        specificity: { hits: binomial(15, 0.8), n: 15 },
      });
      if (lo! <= truth && truth <= hi!) covered++;
    }
    expect(covered / sets).toBeGreaterThan(0.94);
  });
});

test("prediction-powered estimates leave out and count cases without a value", () => {
  const [labels, judged, unlabelled] = [
    [1, 0, 1, 1, 0, 1],
    [1, 0, 1, 0, 0, 1],
    [1, 0, 0, 1],
  ];
  const clusters = { labelled: ["a", "b", "c", "d", "e", "f"], unlabelled: ["a", "g", "h", "i"] };
  const plain = predictionPowered({ labels, judged, unlabelled, clusters, bounds: [0, 1] });
  expect(plain.dropped).toBe(0);
  const withGaps = predictionPowered({
    labels: [NaN, ...labels, 1],
    judged: [1, ...judged, null],
    unlabelled: [...unlabelled, NaN],
    clusters: { labelled: ["x", ...clusters.labelled, "y"], unlabelled: [...clusters.unlabelled, "z"] },
    bounds: [0, 1],
  });
  expect(withGaps).toEqual({ ...plain, dropped: 3 });
  for (const broken of [{ labels: [Infinity, ...labels.slice(1)] }, { lambda: NaN }, { bounds: [NaN, 1] as const }])
    expect(() => predictionPowered({ labels, judged, unlabelled, ...broken })).toThrow(RangeError);
});
