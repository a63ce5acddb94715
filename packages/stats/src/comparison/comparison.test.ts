import { describe, expect, test } from "vitest";
import {
  adjustComparisons,
  compareBinaryPairs,
  comparePairedScores,
  compareRatios,
  crnDecomposition,
  factorEffects,
  rateInterval,
  suiteInterval,
} from "../index.ts";

const repeated = (count: number, values: readonly number[]): number[] =>
  Array.from({ length: count }, (_, index) => values[index % values.length] ?? 0);

describe("chooses the method by the kind of score and the number of non-ties", () => {
  const dense = repeated(40, [0.11, -0.023, 0.047, 0.31, -0.2, 0.05713]);
  const sparse = [...repeated(30, [0]), 0.5, 0.25, -0.25];
  const clusterOf = (clusters: number) => (_: number, index: number) => index % clusters;

  test.each([
    ["bounded scores", { d: dense }, 1, "empirical likelihood", "likelihood ratio"],
    ["scores on a grid", { d: repeated(40, [0.25, -0.25, 0.5]) }, 1, "empirical likelihood", "sign-flip mid-p"],
    ["few non-ties", { d: sparse }, 1, "empirical likelihood", "sign-flip mid-p"],
    ["few non-ties of an unbounded score", { d: sparse }, null, "none", "sign-flip mid-p"],
    ["clusters", { d: dense, cluster: dense.map(clusterOf(10)) }, 1, "CR2 t", "sign-flip mid-p"],
    ["five cases", { d: [1, 1, 1, 1, 1] }, 1, "none", "sign-flip mid-p"],
    ["no case", { d: [] }, 1, "none", "none"],
    [
      "very many cases",
      { d: Float64Array.from({ length: 6000 }, (_, i) => Math.sin(i)) },
      1,
      "CR2 t",
      "sign-flip normal",
    ],
  ] as const)("%s", (...[, input, range, interval, p]) => {
    expect(comparePairedScores(input, { range }).methods).toEqual({ interval, p });
  });

  test("uses Tango and mid-p for binary pairs", () => {
    const { methods, nonTied, interval } = compareBinaryPairs({ a: 36, b: 2, c: 12, d: 0 });
    expect(methods).toEqual({ interval: "Tango score", p: "McNemar mid-p" });
    expect(nonTied).toBe(14);
    expect(interval?.lo).toBeCloseTo(0.06111240618634399, 8);
  });

  test("binary pairs in clusters are compared as scores", () => {
    const a = repeated(60, [0, 1, 1, 0, 1]);
    const b = repeated(60, [1, 1, 0, 0, 1, 1]);
    const { methods, clusters } = compareBinaryPairs({ a, b, cluster: a.map(clusterOf(12)) });
    expect(methods.interval).toBe("CR2 t");
    expect(clusters).toBe(12);
  });

  test("clusters of one case give the interval without clusters, larger ones the pseudo-pair t", () => {
    const plain = comparePairedScores({ d: sparse }, { range: 1 });
    const named = comparePairedScores({ d: sparse, cluster: sparse.map((_, i) => `c${i}`) }, { range: 1 });
    expect(named.interval?.lo).toBeCloseTo(plain.interval?.lo ?? 0, 12);
    const paired = comparePairedScores({ d: sparse, cluster: sparse.map((_, i) => i >> 1) }, { range: 1 });
    expect(paired.methods.interval).toBe("pseudo-pair t");
    expect(paired.interval?.hi).not.toBe(paired.interval?.lo);
  });
});

describe("a comparison with insufficient data gives the reason", () => {
  test.each([
    ["no cases", { d: [null, NaN] }, 1],
    ["fewer than 6 cases", { d: [1, 1, 1, 1, 1] }, 1],
    ["fewer than 6 clusters", { d: repeated(40, [0.1, 0.2]), cluster: repeated(40, [1, 2, 3, 4, 5]) }, 1],
    [
      "fewer than 4 degrees of freedom",
      { d: repeated(60, [0.1, 0.3, 0.2]), cluster: [...repeated(54, [0]), 1, 2, 3, 4, 5, 6] },
      1,
    ],
    ["fewer than 15 non-ties of an unbounded score", { d: repeated(14, [1, 2]) }, null],
  ] as const)("%s", (reason, input, range) => {
    const comparison = comparePairedScores(input, { range });
    expect(comparison.insufficient).toBe(reason);
    expect(comparison.verdict.verdict).toBe("insufficient");
  });

  test("needs six cases for a verdict", () => {
    expect(compareBinaryPairs({ a: 0, b: 0, c: 5, d: 0 }).verdict.verdict).toBe("insufficient");
    expect(compareBinaryPairs({ a: 0, b: 0, c: 6, d: 0 }).verdict.verdict).toBe("better");
  });
});

describe("flags", () => {
  test("a constant shift of an unbounded score is degenerate, and p is that of the sign flips", () => {
    const comparison = comparePairedScores({ d: repeated(20, [0.1]) }, { range: null });
    expect(comparison.flags).toContain("degenerate");
    expect(comparison.p).toBeCloseTo(1 / 2 ** 20, 15);
    expect(comparison.sizes.mde).toBeNull();
  });

  test("a constant shift of a bounded score leaves room for cases that were not seen", () => {
    const { interval, flags, verdict } = comparePairedScores({ d: repeated(20, [-0.1]) }, { range: 1 });
    expect(flags).toContain("sparse");
    expect(interval?.lo).toBeLessThan(-0.1);
    expect(interval?.hi).toBeGreaterThan(0);
    expect(verdict.verdict).toBe("inconclusive");
  });

  test("all ties of a bounded score do not mean certainty", () => {
    const { interval, flags, verdict, p } = comparePairedScores(
      { d: new Float64Array(20) },
      { range: 1, margin: 0.02 },
    );
    expect(interval?.hi).toBeCloseTo(0.16112515805281954, 12);
    expect(flags).toContain("sparse");
    expect(p).toBe(1);
    expect(verdict.verdict).toBe("inconclusive");
  });

  test("a few extreme cases are a heavy tail", () => {
    const d = [...repeated(95, [0.02, 0.01, -0.01]), -0.6, -0.7, -0.6, -0.5, -0.6];
    expect(comparePairedScores({ d }, { range: 1 }).flags).toContain("heavy tail");
    expect(comparePairedScores({ d: repeated(100, [0.1, -0.1, 0.2]) }, { range: 1 }).flags).toEqual([]);
  });

  test("rounding between equal scores is a tie", () => {
    const a = repeated(30, [0.1 + 0.2, 0.7]);
    const b = repeated(30, [0.3, 0.7]);
    expect(comparePairedScores({ a, b }, { range: 1 }).nonTied).toBe(0);
  });
});

describe("sizes", () => {
  test("match the advice for ten per cent discordance", () => {
    const mdeOf = (n: number): number | null =>
      compareBinaryPairs({ a: 0.9 * n, b: 0.05 * n, c: 0.05 * n, d: 0 }, { margin: 0.02 }).sizes.mde;
    expect(mdeOf(200)).toBeCloseTo(0.063, 3);
    expect(mdeOf(1000)).toBeCloseTo(0.028, 3);
    const { sizes, unseenFailureRate } = compareBinaryPairs({ a: 900, b: 50, c: 50, d: 0 }, { margin: 0.02 });
    expect(sizes.casesForMargin).toBeCloseTo(1545.6, 0);
    expect(unseenFailureRate).toBe(0.003);
  });
});

describe("a verdict can be revised", () => {
  test("by Holm over the family", () => {
    const weak = compareBinaryPairs({ a: 50, b: 2, c: 10, d: 38 });
    expect(weak.verdict.verdict).toBe("better");
    const family = adjustComparisons([weak, weak, weak]);
    expect(family[0]?.pAdjusted).toBeCloseTo(3 * (weak.p ?? NaN), 12);
    expect(family[0]?.verdict).toMatchObject({ verdict: "inconclusive", evidenceDisagrees: true });
    expect(family[0]?.p).toBe(weak.p);
  });

  test("but a comparison without cases is not a hypothesis", () => {
    const [first, empty] = adjustComparisons([
      compareBinaryPairs({ a: 50, b: 2, c: 10, d: 38 }),
      compareBinaryPairs({ a: 0, b: 0, c: 0, d: 0 }),
    ]);
    expect(first?.pAdjusted).toBe(first?.p);
    expect(empty).toMatchObject({ pAdjusted: null, insufficient: "no cases" });
  });
});

describe("ratios", () => {
  const a = repeated(30, [100, 200, 150, 90, 120, 333, 251]);
  const faster = a.map((value, index) => value * (0.7 + 0.01 * (index % 5)));

  test("are better when lower, and invert when the variants are swapped", () => {
    const forward = compareRatios({ a, b: faster }, { relativeMargin: 0.05 });
    const backward = compareRatios({ a: faster, b: a }, { relativeMargin: 0.05 });
    expect(forward.log.verdict.verdict).toBe("better");
    expect(backward.log.verdict.verdict).toBe("worse");
    expect((forward.interval?.lo ?? NaN) * (backward.interval?.hi ?? NaN)).toBeCloseTo(1, 12);
  });

  test("leave out and count values that are not above 0", () => {
    const { log } = compareRatios({ a: [0, ...a], b: [1, ...faster] });
    expect(log).toMatchObject({ n: 30, dropped: 1 });
  });
});

test("repeats: the interval of these cases is narrower than that of all cases, and pairing narrows both", () => {
  const cases = 24;
  const draw = (i: number, r: number, shift: number): number =>
    0.5 + 0.4 * Math.sin(i * 7) + shift + 0.02 * Math.sin(i * 13 + r * 5 + shift * 40);
  const scoresOf = (shift: (i: number) => number): number[][] =>
    Array.from({ length: cases }, (_, i) => [0, 1, 2, 3].map((r) => draw(i, r, shift(i))));
  const a = scoresOf(() => 0);
  const b = scoresOf((i) => 0.05 * Math.cos(i * 3));
  const means = (rows: number[][]): number[] => rows.map((x) => x.reduce((sum, value) => sum + value) / x.length);
  const population = comparePairedScores({ a: means(a), b: means(b) }, { range: 2 });
  const suite = suiteInterval({ a, b });
  const sharing = crnDecomposition({ a, b });
  expect(population.n).toBe(cases);
  expect(suite.mean).toBeCloseTo(population.estimate ?? NaN, 12);
  expect(suite.se).toBeLessThan(population.se ?? 0);
  expect(sharing.sePaired).toBeLessThan(sharing.seUnpairedCases ?? 0);
  const once = (rows: number[][]): number[][] => rows.map((x) => x.slice(0, 1));
  expect(suiteInterval({ a: once(a), b: once(b) })).toMatchObject({ se: null, lo: null });
});

test("a pairwise judge's wins and losses are a net win rate", () => {
  const { estimate, interval, p } = compareBinaryPairs({ a: 7, b: 4, c: 14, d: 0 });
  expect(estimate).toBeCloseTo(0.4, 12);
  expect(interval?.lo).toBeCloseTo(0.07076604852241086, 7);
  expect(p).toBeLessThan(0.0309);
});

describe("factor effects of a prompts x models grid", () => {
  const effect = [0, 0.1];
  const scores = Array.from({ length: 30 }, (_, i) =>
    [0, 1].map((prompt) =>
      [0, 1, 2].map((model) => {
        const noise = 0.05 * Math.sin(i * 11 + prompt * 5 + model * 3);
        return 0.4 + (effect[prompt] ?? 0) + 0.05 * model + (prompt === 1 && model === 2 ? 0.12 : 0) + noise;
      }),
    ),
  );
  const { prompts, models, interactions } = factorEffects({ scores }, { range: 1 });

  test("averages a level over the other factor", () => {
    expect(prompts).toHaveLength(1);
    expect(prompts[0]?.comparison.estimate).toBeCloseTo(0.1 + 0.12 / 3, 1);
    expect(models.map((main) => main.level)).toEqual([1, 2]);
  });

  test("finds the only cell that departs from additivity", () => {
    const departing = interactions.find((one) => one.prompt === 1 && one.model === 2);
    expect(departing?.comparison.estimate).toBeCloseTo(0.12, 1);
    expect(departing?.comparison.verdict.verdict).toBe("better");
  });

  test("leaves out a case with a missing cell everywhere", () => {
    const holed = scores.map((grid, i) => (i === 0 ? grid.map((row) => row.map(() => null)) : grid));
    const effects = factorEffects({ scores: holed }, { range: 1 });
    expect(effects.prompts[0]?.comparison).toMatchObject({ n: 29, dropped: 1 });
  });

  test("refuses a ragged grid", () => {
    expect(() => factorEffects({ scores: [[[1, 0], [1]]] }, { range: 1 })).toThrow(RangeError);
  });
});

describe("one variant's rate", () => {
  test("is Wilson for passes and failures", () => {
    expect(rateInterval({ x: repeated(20, [1]) })).toMatchObject({ method: "Wilson", hi: 1, estimate: 1 });
    expect(rateInterval({ x: new Uint8Array(30) }).upperIfNone).toBeCloseTo(0.0950338528, 9);
    expect(rateInterval({ x: [] })).toMatchObject({ estimate: null, lo: 0, hi: 1 });
  });

  test("is empirical likelihood for case means, inside [0, 1]", () => {
    const { method, lo, hi } = rateInterval({ x: repeated(10, [1, 1, 1, 0.8]) });
    expect(method).toBe("empirical likelihood");
    expect(lo).toBeGreaterThan(0.7);
    expect(hi).toBeLessThanOrEqual(1);
  });
});
