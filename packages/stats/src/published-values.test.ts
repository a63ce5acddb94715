import { describe, expect, test } from "vitest";
import * as stats from "./testing/every-function.ts";

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

describe("random streams", () => {
  test.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ])("sha256 of %j is the digest of FIPS 180-4", (text, digest) => {
    expect(hex(stats.sha256(text))).toBe(digest);
  });

  test("xoshiro128** gives the authors' reference vector", () => {
    const words = stats.xoshiro128ss({ state: [1, 2, 3, 4], count: 5 });
    expect(words).toEqual([11520, 0, 5927040, 70819200, 2031721883]);
  });

  test("integers below a bound beyond 2^21 are the high half of a 64-bit product", () => {
    const bounds = [2 ** 21 + 1, 2 ** 31, 2 ** 32 - 5, 2 ** 32];
    const { u32 } = stats.xoshiroFromLabel({ label: "wide", count: bounds.length });
    const wanted = bounds.map((bound, index) => Number((BigInt(u32[index] ?? 0) * BigInt(bound)) >> 32n));
    expect(stats.belowSequence({ label: "wide", n: bounds })).toEqual(wanted);
  });

  test("a label fixes every later draw", () => {
    const label = "stats/1|boot|run=42|metric=accuracy|A|B";
    expect(stats.xoshiroFromLabel({ label, count: 2 })).toEqual({
      state: [1276626584, 1023627760, 2621018076, 448955508],
      u32: [3400767704, 1990972624],
    });
    expect(stats.belowSequence({ label, n: [1, 2, 3, 10, 1000] })).toEqual([0, 0, 1, 1, 568]);
    const items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    expect(stats.shuffle({ label, items })).toEqual([10, 3, 2, 8, 0, 6, 7, 11, 1, 4, 5, 9]);
  });
});

describe("distributions", () => {
  test.each([
    ["normal tail at 8", stats.normSf(8), 6.220960574271784e-16],
    ["normal tail at 37", stats.normSf(37), 5.725571222524577e-300],
    ["normal quantile at .975", stats.normPpf(0.975), 1.959963984540054],
    ["t quantile, 4 df", stats.tPpf(0.975, 4), 2.7764451051977987],
    ["t quantile, 1 df", stats.tPpf(0.975, 1), 12.706204736432095],
    ["chi-squared tail at 3.84", stats.chi2Sf(3.841458820694124, 1), 0.05],
    ["F tail", stats.fSf(1, 2, 18), 0.387420489],
    ["binomial cdf", stats.binomCdf(3, 20, 0.5), 0.0012884140014648438],
    ["beta cdf, which lib-r-math gets wrong", stats.betaCdf(0.3, 2, 3), 0.3483],
    ["lgamma of 100.5", stats.lgamma(100.5), 361.43554046777757],
  ])("%s", (_name, got, want) => {
    expect(Math.abs(got / want - 1)).toBeLessThan(1e-9);
  });
});

test("the NumAcc series of NIST keeps its certified deviation", () => {
  for (const base of [1_000_000, 10_000_000]) {
    const series = { x0: base + 0.2, lo: base + 0.1, hi: base + 0.3, repeats: 500 };
    const { n, mean, sd } = stats.meanSd(series);
    expect(n).toBe(1001);
    expect(mean).toBeCloseTo(base + 0.2, 8);
    expect(sd).toBeCloseTo(0.1, 7);
  }
});

describe("paired proportions", () => {
  // Airway reactivity in 21 children: the worked example of Fagerland, Lydersen & Laake 2014, sign turned round.
  const airway = { a: 1, b: 1, c: 7, d: 12 };

  test.each([["Tango", stats.tango(airway), [0.026, 0.517]]] as const)(
    "%s gives the published airway interval",
    (_name, { lo, hi }, [wantLo, wantHi]) => {
      expect(lo).toBeCloseTo(wantLo, 3);
      expect(hi).toBeCloseTo(wantHi, 3);
    },
  );

  test("mid-p is the exact p less half of both point probabilities", () => {
    expect(stats.mcnemar({ b: 2, c: 12 })).toMatchObject({
      exact: expect.closeTo(0.012939453125, 12),
      midP: expect.closeTo(0.007385253906249991, 12),
    });
    expect(stats.mcnemar({ b: 0, c: 5 }).midP).toBeCloseTo(0.03125, 12);
  });
});

test("Krippendorff's 2011 example gives .743", () => {
  const ratings = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
    [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
  ];
  expect(stats.krippendorffAlphaNominal({ ratings }).alpha).toBeCloseTo(0.743, 3);
});

test("Fleiss' 1971 example gives .210", () => {
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ];
  expect(stats.fleissKappa({ counts }).kappa).toBeCloseTo(0.21, 3);
});

test("Cohen's kappa with its 1969 error, and AC1 where kappa fails", () => {
  const table = [
    [40, 5, 2],
    [6, 25, 4],
    [1, 3, 14],
  ];
  const { kappa, se } = stats.cohenKappa({ table });
  expect(kappa).toBeCloseTo(0.6653919694, 9);
  expect(se).toBeCloseTo(0.0643355127, 9);
  const skewed = stats.gwetAC1({
    table: [
      [118, 5],
      [2, 0],
    ],
  });
  expect(skewed.ac1).toBeCloseTo(0.94077633763, 9);
  expect(skewed.kappa).toBeLessThan(0);
});

describe("tests and sizes", () => {
  const d = [0, 0, 1, 1, -1, 2, 2, 3, -2, 1, 0, 4];

  test("the sign-flip p agrees with R's exact test", () => {
    expect(stats.signFlipExact({ d }).p).toBe(0.12109375);
  });

  test("sample sizes agree with statsmodels, pwr, Miller and Connor", () => {
    const { n } = stats.pairedTSampleSize({ dz: 0.3, alpha: 0.01, power: 0.9 });
    expect(n).toBeCloseTo(168.657443, 5);
    const miller = { omega2: 1 / 9, sigmaA2: 1 / 6, sigmaB2: 1 / 6, KA: 1, KB: 1, delta: 0.03 };
    expect(stats.sampleSizeMiller(miller).n).toBeCloseTo(3875.98999, 4);
    expect(stats.mcnemarSampleSize({ discordant: 0.15, delta: 0.05 }).n).toBeCloseTo(468.56798, 4);
  });

  test("pass@k and pass^k are the unbiased forms, null beyond the draws", () => {
    expect(stats.passAtK(10, 3, 5)).toBeCloseTo(0.9166666667, 9);
    expect(stats.passHatK(10, 3, 1)).toBeCloseTo(0.3, 12);
    expect(stats.passAtK(5, 2, 6)).toBeNull();
  });

  test("the bootstrap of a label is the same on every platform", () => {
    const sample = [0.09, -0.01, 0.06, 0.03, 0.12, 0, 0.05, -0.06, 0.08, 0.14, 0.03, 0.03, 0, 0.14, -0.01];
    const label = "stats/1|boot|run=42|metric=accuracy|A|B";
    const { lo, hi } = stats.bootPercentile({ d: sample, label, B: 2000 });
    expect(lo).toBeCloseTo(0.017333333333333333, 12);
    expect(hi).toBeCloseTo(0.07466666666666667, 12);
    expect(stats.signFlipMonteCarlo({ d: sample, label, B: 4999 }).extreme).toBe(49);
  });

  test("adjusted p-values agree with statsmodels", () => {
    const p = [0.01, 0.04, 0.03, 0.005, 0.2, 0.04, 1];
    const close = (values: number[]): unknown[] => values.map((value) => expect.closeTo(value, 12));
    expect(stats.holm({ p })).toEqual(close([0.06, 0.16, 0.15, 0.035, 0.4, 0.16, 1]));
    expect(stats.benjaminiHochberg({ p })[0]).toBeCloseTo(0.035, 12);
    expect(stats.holm({ p: [0.01, NaN, 0.02] })).toEqual([0.02, NaN, 0.02]);
  });
});

test("the trend of Anscombe's first quartet is the published one", () => {
  const trend = stats.linearTrend({
    x: [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5, NaN],
    y: [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68, 1],
  });
  expect(trend).toMatchObject({ n: 11, dropped: 1, df: 9 });
  expect(trend.slope).toBeCloseTo(0.5000909, 7);
  expect(trend.se).toBeCloseTo(0.1179055, 7);
  expect(trend.p).toBeCloseTo(0.00217, 5);
  expect(trend.lo).toBeCloseTo(0.2333701, 6);
  expect(trend.hi).toBeCloseTo(0.7668117, 6);
});
