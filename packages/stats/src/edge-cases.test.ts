import { describe, expect, test } from "vitest";
import * as stats from "./testing/every-function.ts";
import { bootStatistic } from "./resampling/bootstrap-statistic.ts";
import { sequentialBinary } from "./sequential/mcnemar-e-value.ts";

describe("undefined values are null", () => {
  const empty: number[] = [];
  test.each([
    ["meanSd of nothing", stats.meanSd({ x: [] }), { n: 0, mean: null, sd: null }],
    ["meanSd of one", stats.meanSd({ x: [0.7] }), { n: 1, mean: 0.7, sd: null }],
    ["tInterval of one", stats.tInterval({ x: [1] }), { mean: 1, se: null, lo: null }],
    ["linearTrend of two points", stats.linearTrend({ x: [1, 2], y: [1, 5] }), { n: 2, slope: null, p: null }],
    ["linearTrend at one x", stats.linearTrend({ x: [1, 1, 1], y: [1, 5, 6] }), { n: 3, slope: null, lo: null }],
    ["pairedT of nothing", stats.pairedT({ a: empty, b: empty }), { n: 0, mean: null, p: null }],
    ["pairedT of one", stats.pairedT({ a: [1], b: [2] }), { n: 1, mean: 1, se: null, p: null }],
    ["clusterMean of nothing", stats.clusterMean({ d: [], cluster: [] }), { n: 0, G: 0, mean: null }],
    [
      "clusterMean of one cluster",
      stats.clusterMean({ d: [1, 2, 3], cluster: ["x", "x", "x"] }),
      { G: 1, mean: 2, cr0: null, cr2: null, df: null, lo: null, hi: null },
    ],
    ["bootPercentile of nothing", stats.bootPercentile({ d: [], label: "x" }), { lo: null, hi: null }],
    ["quantileCi of nothing", stats.quantileCi({ x: [], q: 0.5 }), { estimate: null, lo: null, hi: null }],
    [
      "kappa of one category",
      stats.cohenKappa({
        table: [
          [50, 0],
          [0, 0],
        ],
      }),
      { kappa: null, agreement: 1 },
    ],
    ["alpha of one category", stats.krippendorffAlphaNominal({ ratings: [["a"], ["a"]] }), { alpha: null }],
    [
      "variance with one repeat",
      stats.varianceDecomposition({ scores: [[1], [0], [1]] }),
      { varWithin: null, icc: null, noiseShareOfSe2: null },
    ],
    [
      "sharing with one repeat",
      stats.crnDecomposition({ a: [[1], [0]], b: [[1], [1]] }),
      { rhoSeed: null, noisePart: null, withinCov: null },
    ],
    ["suite with one repeat", stats.suiteInterval({ a: [[1]], b: [[0]] }), { mean: -1, se: null }],
    ["mde of nothing", stats.mde({ sdDiff: 1, n: 0 }), { mde: null }],
    ["tangoZ of nothing", stats.tangoZ({ b: 0, c: 0, n: 0, delta: 0.1 }), { z: null, pGreater: null }],
    ["odds ratio without b", stats.conditionalOddsRatio({ b: 0, c: 3 }), { or: null, hi: null }],
    [
      "a judge no better than chance",
      stats.roganGladen({ observed: 0.5, sensitivity: 0.5, specificity: 0.5 }),
      { corrected: null },
    ],
    ["wins of nothing", stats.winTieLoss({ wins: 0, losses: 0, ties: 0 }), { net: null, lo: -1, hi: 1, p: 1 }],
    [
      "too many non-ties off any grid",
      stats.signFlipExact({ d: Array.from({ length: 21 }, (_, i) => Math.sqrt(i + 2)) }),
      { p: null },
    ],
    [
      "a fixed shape of outputs",
      stats.determinism({ outputs: ["x", "x"] }),
      { pairwiseMatch: 1, meanNormalizedDistance: 0, firstDivergenceMin: null },
    ],
  ])("%s", (_name, got, want) => {
    expect(got).toMatchObject(want);
  });

  test("without pairs the difference is unbounded", () => {
    expect(stats.tango({ a: 0, b: 0, c: 0, d: 0 })).toMatchObject({ estimate: null, lo: -1, hi: 1 });
    for (const method of [stats.wilson, stats.clopperPearson]) {
      expect(method(0, 0)).toEqual({ estimate: null, lo: 0, hi: 1 });
    }
  });
});

test("a shift that is the same in every case is degenerate, with the p of the sign flips", () => {
  const a = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
  const shifted = stats.pairedT({ a, b: a.map((value) => value + 0.1) });
  expect(shifted).toMatchObject({ se: 0, t: null, degenerate: true, p: 2 / 2 ** 7 });
  expect(shifted.lo).toBe(shifted.hi);
  expect(stats.pairedT({ a, b: a })).toMatchObject({ mean: 0, p: 1, degenerate: true });
});

describe("missing values are left out and counted", () => {
  test.each([
    ["pairedT", stats.pairedT({ a: [1, NaN, 3, 4], b: [1, 2, null, 6] })],
    ["clusterMean", stats.clusterMean({ d: [1, NaN, null, 2] })],
    ["signFlipExact", stats.signFlipExact({ d: [1, NaN, null, 2] })],
    ["bootPercentile", stats.bootPercentile({ d: [1, NaN, null, 2], label: "x", B: 10 })],
    ["stratifiedDiff", stats.stratifiedDiff({ d: [1, NaN, null, 2], stratum: ["a", "a", "b", null] })],
    ["compareBinaryPairs", stats.compareBinaryPairs({ a: [1, NaN, 0, 1], b: [1, 1, null, 0] })],
  ])("%s", (_name, { n, dropped }) => {
    expect({ n, dropped }).toEqual({ n: 2, dropped: 2 });
  });
});

describe("throws a RangeError that names an invalid input", () => {
  const inf = [1, Infinity, 2];
  test.each([
    ["conf", () => stats.wilson(1, 2, 1)],
    ["conf", () => stats.tango({ a: 1, b: 1, c: 1, d: 1, conf: 0 })],
    ["conf", () => stats.pairedT({ a: [1], b: [1], conf: 95 })],
    ["k", () => stats.clopperPearson(3, 2)],
    ["n", () => stats.wilson(0, 1.5)],
    ["b", () => stats.mcnemar({ b: -1, c: 0 })],
    ["c", () => stats.passAtK(3, 4, 1)],
    ["a", () => stats.pairedT({ a: inf, b: [1, 2, 3] })],
    ["a", () => stats.pairedT({ a: inf, b: [1, NaN, 3] })],
    ["d", () => stats.clusterMean({ d: inf })],
    ["d", () => stats.signFlipExact({ d: inf })],
    ["d", () => stats.bootBca({ d: inf, label: "x" })],
    ["x", () => stats.quantile7({ x: inf, q: [0.5] })],
    ["q", () => stats.quantile7({ x: [1], q: [1.1] })],
    ["cluster", () => stats.clusterMean({ d: [1, 2], cluster: ["x", null] })],
    ["d and cluster", () => stats.clusterMean({ d: [1, 2], cluster: ["x"] })],
    ["a and b", () => stats.pairedT({ a: [1], b: [1, 2] })],
    ["range", () => stats.comparePairedScores({ d: [2, 0, 0, 0, 0, 0] }, { range: 1 })],
    ["margin", () => stats.compareBinaryPairs({ a: 9, b: 1, c: 1, d: 1 }, { margin: 0 })],
    ["binary", () => stats.compareBinaryPairs({ a: [0.5], b: [1] })],
    ["p", () => stats.holm({ p: [1.2] })],
    ["bound", () => stats.belowSequence({ label: "x", n: [0] })],
    ["delta", () => stats.mcnemarSampleSize({ discordant: 0.1, delta: 0.2 })],
    ["table", () => stats.cohenKappa({ table: [[1, 2]] })],
    [
      "counts",
      () =>
        stats.fleissKappa({
          counts: [
            [1, 2],
            [1, 1],
          ],
        }),
    ],
    ["state", () => stats.xoshiro128ss({ state: [0, 0, 0, 0], count: 1 })],
  ])("%s", (name, run) => {
    expect(run).toThrow(RangeError);
    expect(run).toThrow(new RegExp(`^${name}\\b`));
  });
});

test("the raw distributions keep NaN", () => {
  expect(stats.normPpf({ p: [0, 1, NaN, -0.1, 1.1] })).toEqual([-Infinity, Infinity, NaN, NaN, NaN]);
  expect(stats.tSf(NaN, 3)).toBeNaN();
  expect(stats.binomCdf(1, 2, 1.5)).toBeNaN();
  expect(stats.betaPpf(0.5, -1, 1)).toBeNaN();
});

test("backends: variants without a shared fingerprint are confounded, a missing one is unknown", () => {
  const d = [0.1, 0.2, 0.3, -0.1];
  const apart = stats.fingerprintStrata({ d, fingerprintA: ["x", "x", "x", "x"], fingerprintB: ["y", "y", "y", "y"] });
  expect(apart).toMatchObject({ isConfounded: true, differing: 4, meanWithoutDiffering: null });
  const mixed = stats.fingerprintStrata({ d, fingerprintA: ["x", "x", null, "y"], fingerprintB: ["x", "y", "y", "y"] });
  expect(mixed).toMatchObject({ isConfounded: false, differing: 1 });
  expect(Object.keys(mixed.strata.perStratum)).toContain("unknown / y");
});

describe("sequential looks", () => {
  test("an e-value of 1 / alpha may stop", () => {
    expect(sequentialBinary({ b: 0, c: 5 }).mayStop).toBe(false);
    expect(sequentialBinary({ b: 0, c: 8 })).toMatchObject({ mayStop: true, direction: "better" });
    expect(sequentialBinary({ b: 0, c: 0 })).toMatchObject({ eValue: 1, anytimeP: 1, direction: "none" });
  });
});

test("compares texts by code points, and equal texts once", () => {
  const { meanNormalizedDistance, firstDivergenceMin } = stats.determinism({
    outputs: ["naïve 😀", "naive 😀", "naïve 😁"],
  });
  expect(meanNormalizedDistance).toBeCloseTo(0.19047619047619047, 12);
  expect(firstDivergenceMin).toBe(2);
  const overCases = stats.determinismOverCases({
    outputs: [
      ["a", "a"],
      ["b", "c"],
      ["d", "d"],
    ],
  });
  expect(overCases.exactMatch.mean).toBeCloseTo(2 / 3, 12);
  expect(stats.determinism({ outputs: ["x".repeat(4001), "y"] })).toMatchObject({
    overlongPairs: 1,
    meanNormalizedDistance: null,
  });
});

test("a bootstrap of any statistic has an interval or the reason for its absence", () => {
  const x = Array.from({ length: 40 }, (_, i) => i + 10 * Math.sin(i));
  const statistic = (cases: ArrayLike<number>): number => {
    const values = Array.from(cases, (index) => x[index] ?? NaN).toSorted((left, right) => left - right);
    return values[values.length >> 1] ?? NaN;
  };
  const { estimate, lo, hi } = bootStatistic({ n: x.length, statistic, label: "median", B: 500 });
  expect(lo).toBeLessThan(estimate ?? NaN);
  expect(hi).toBeGreaterThan(estimate ?? NaN);
  expect(bootStatistic({ n: 10, statistic, label: "m" })).toMatchObject({
    lo: null,
    reason: "fewer than 15 cases",
  });
});
