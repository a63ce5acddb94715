import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as stats from "./testing/every-function.ts";
import { likelihoodInterval } from "./paired/likelihood-interval.ts";
import { signFlip } from "./permutation/sign-flip.ts";

const count = fc.nat({ max: 60 });
const table = fc.record({ a: count, b: count, c: count, d: count });
const likert = fc.constantFrom(-1, -0.75, -0.5, -0.25, 0, 0, 0, 0.25, 0.5, 0.75, 1);
const real = fc.double({ min: -1, max: 1, noNaN: true }).map((value) => value + 0);
const scores = fc.oneof(
  fc.array(likert, { minLength: 6, maxLength: 60 }),
  fc.array(real, { minLength: 6, maxLength: 40 }),
);
const law = { numRuns: 150 };

function isDirected(comparison: stats.Comparison): boolean {
  return comparison.verdict.verdict === "better" || comparison.verdict.verdict === "worse";
}

/** The verdict after A and B are swapped; null where the margin decides again. */
const opposite: Record<stats.Verdict, stats.Verdict | null> = {
  better: "worse",
  worse: "better",
  equivalent: "equivalent",
  insufficient: "insufficient",
  notWorse: null,
  inconclusive: null,
};

/** The numbers that the swapped comparison must have. */
function mirrorOf({ p, estimate, interval, marginInterval }: stats.Comparison): unknown {
  const close = (value: number | undefined): unknown => expect.closeTo(-(value ?? 0), 9);
  const ends = (of: stats.Interval | null): unknown[] => [close(of?.hi), close(of?.lo)];
  return { p, estimate: close(estimate ?? 0), interval: ends(interval), marginInterval: ends(marginInterval) };
}

function numbersOf({ p, estimate, interval, marginInterval }: stats.Comparison): unknown {
  const ends = (of: stats.Interval | null): number[] => [of?.lo ?? 0, of?.hi ?? 0];
  return { p, estimate: estimate ?? 0, interval: ends(interval), marginInterval: ends(marginInterval) };
}

describe("swapping A and B", () => {
  test("negates a comparison of binary pairs", () => {
    fc.assert(
      fc.property(table, ({ a, b, c, d }) => {
        const margin = 0.02;
        const forward = stats.compareBinaryPairs({ a, b, c, d }, { margin });
        const backward = stats.compareBinaryPairs({ a, b: c, c: b, d }, { margin });
        expect(numbersOf(backward)).toEqual(mirrorOf(forward));
        const expected = opposite[forward.verdict.verdict] ?? backward.verdict.verdict;
        expect(backward.verdict.verdict).toBe(expected);
      }),
      law,
    );
  });

  test("negates a comparison of scores", () => {
    fc.assert(
      fc.property(scores, (d) => {
        const swapped = d.map((value) => -value);
        const forward = stats.comparePairedScores({ d }, { range: 1, margin: 0.1 });
        const backward = stats.comparePairedScores({ d: swapped }, { range: 1, margin: 0.1 });
        expect(numbersOf(backward)).toEqual(mirrorOf(forward));
        const expected = opposite[forward.verdict.verdict] ?? backward.verdict.verdict;
        expect(backward.verdict.verdict).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("inverts a ratio", () => {
    const positive = fc.double({ min: 1, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(positive, positive), { minLength: 16, maxLength: 19 }), (pairs) => {
        const a = pairs.map(([left]) => left);
        const b = pairs.map(([, right]) => right);
        const forward = stats.pairedLogRatio({ a, b });
        const backward = stats.pairedLogRatio({ a: b, b: a });
        expect((forward.ratio ?? 0) * (backward.ratio ?? 0)).toBeCloseTo(1, 9);
      }),
      law,
    );
  });
});

describe("cases", () => {
  test("may come in any order", () => {
    fc.assert(
      fc.property(
        scores.chain((d) => fc.tuple(fc.constant(d), fc.shuffledSubarray(d, { minLength: d.length }))),
        ([d, shuffled]) => {
          const first = stats.comparePairedScores({ d }, { range: 1 });
          const second = stats.comparePairedScores({ d: shuffled }, { range: 1 });
          expect(second.p).toBe(first.p);
          expect(second.interval?.lo).toBeCloseTo(first.interval?.lo ?? 0, 10);
          expect(second.verdict).toEqual(first.verdict);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("that tie never create a verdict of better or worse (binary)", () => {
    fc.assert(
      fc.property(table, ({ a, b, c, d }) => {
        fc.pre(a + b + c + d >= 6);
        const before = stats.compareBinaryPairs({ a, b, c, d });
        const after = stats.compareBinaryPairs({ a: a + 1, b, c, d });
        expect(!isDirected(before) && isDirected(after)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test("that tie never create a verdict without support from the others' sign flips (scores)", () => {
    fc.assert(
      fc.property(scores, fc.nat({ max: 30 }), (d, ties) => {
        const { p } = signFlip({ d, label: "ties" });
        const more = [...d, ...Array<number>(ties).fill(0)];
        fc.pre(stats.signFlipExact({ d }).midP !== null);
        expect(signFlip({ d: more, label: "ties" }).p).toBeCloseTo(p, 9);
        const after = stats.comparePairedScores({ d: more }, { range: 1 });
        expect(p > 0.05 && isDirected(after)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test("that tie lower the p of a mean by the smaller quantile of t and nothing else", () => {
    const d = [-0.25, -0.5, 0.5, -1, -0.75, -0.75, -1];
    const likelihoodOf = (ties: number): number => {
      const { n, p } = likelihoodInterval({ d: [...d, ...Array<number>(ties).fill(0)], range: 1 });
      return (stats.tPpf(1 - (p ?? 0) / 2, n - 1) ** 2 * n) / (n - 1);
    };
    expect(likelihoodOf(20)).toBeCloseTo(likelihoodOf(8), 6);
    expect(likelihoodOf(200)).toBeCloseTo(likelihoodOf(8), 6);
  });

  test("with a missing side change only the count", () => {
    fc.assert(
      fc.property(scores, (b) => {
        const a = b.map(() => 0);
        const whole = stats.comparePairedScores({ a, b }, { range: 1 });
        const holed = stats.comparePairedScores({ a: [...a, NaN, 1], b: [...b, 1, null] }, { range: 1 });
        expect(holed).toEqual({ ...whole, dropped: 2 });
      }),
      { numRuns: 60 },
    );
  });
});

describe("intervals", () => {
  test("contain their estimate and shrink with the confidence", () => {
    fc.assert(
      fc.property(table, (cells) => {
        fc.pre(cells.a + cells.b + cells.c + cells.d > 0);
        const wide = stats.tango({ ...cells, conf: 0.95 });
        const narrow = stats.tango({ ...cells, conf: 0.9 });
        expect(narrow.lo).toBeGreaterThanOrEqual(wide.lo);
        expect(narrow.hi).toBeLessThanOrEqual(wide.hi);
        expect(narrow.lo).toBeLessThanOrEqual((wide.estimate ?? NaN) + 1e-12);
        expect(narrow.hi).toBeGreaterThanOrEqual((wide.estimate ?? NaN) - 1e-12);
        expect(wide.lo).toBeGreaterThanOrEqual(-1);
        expect(wide.hi).toBeLessThanOrEqual(1);
      }),
      law,
    );
  });

  test("of scores contain the mean and stay in the range when sparse", () => {
    fc.assert(
      fc.property(scores, (d) => {
        const { estimate, interval } = stats.comparePairedScores({ d }, { range: 1 });
        expect(interval?.lo).toBeLessThanOrEqual((estimate ?? NaN) + 1e-12);
        expect(interval?.hi).toBeGreaterThanOrEqual((estimate ?? NaN) - 1e-12);
      }),
      { numRuns: 60 },
    );
  });

  test("of proportions contain the share", () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.nat({ max: 200 }), (k, more) => {
        const n = k + more;
        fc.pre(n > 0);
        const exact = stats.clopperPearson(k, n);
        expect(exact.lo).toBeLessThanOrEqual(k / n);
        expect(exact.hi).toBeGreaterThanOrEqual(k / n);
        const score = stats.wilson(k, n);
        expect(score.lo).toBeLessThanOrEqual(k / n);
        expect(score.hi).toBeGreaterThanOrEqual(k / n);
      }),
      law,
    );
  });
});

describe("tests", () => {
  test("Tango's z at 0 is McNemar's, and his interval leaves 0 out exactly when z is beyond 1.96", () => {
    fc.assert(
      fc.property(table, ({ a, b, c, d }) => {
        fc.pre(b + c > 0);
        const { chi2 } = stats.mcnemar({ b, c });
        const { z } = stats.tangoZ({ b, c, n: a + b + c + d, delta: 0 });
        expect((z ?? NaN) ** 2).toBeCloseTo(chi2 ?? NaN, 9);
        const { lo, hi } = stats.tango({ a, b, c, d });
        const isBeyond = Math.abs(z ?? 0) > stats.normPpf(0.975);
        expect(lo > 0 || hi < 0).toBe(isBeyond);
      }),
      law,
    );
  });

  test("the sign-flip test on 0/1 pairs is the exact McNemar test, by patterns and on the grid", () => {
    fc.assert(
      fc.property(fc.nat({ max: 40 }), fc.nat({ max: 40 }), (b, c) => {
        const d = [...Array<number>(b).fill(-1), ...Array<number>(c).fill(1), 0];
        expect(stats.signFlipExact({ d }).p).toBeCloseTo(stats.mcnemar({ b, c }).exact, 10);
      }),
      law,
    );
  });

  test("a case added beyond 20 moves from patterns to the grid without a break", () => {
    const d = [0.2, 0.4, -0.2, 0.6, 0.2, 0.2, -0.4, 0.2, 0.8, 0.2, -0.2, 0.4, 0.2, 0.2, 0.6, -0.2, 0.2, 0.4, 0.2, 0.2];
    const onGrid = stats.signFlipExact({ d });
    const brute = stats.signFlipMonteCarlo({ d, label: "brute", B: 200_000 });
    expect(onGrid.p).toBeCloseTo(brute.p, 2);
    const more = stats.signFlipExact({ d: [...d, 0.2] });
    expect(more.nonTied).toBe(21);
    expect(more.p).toBeLessThan(onGrid.p ?? 0);
    expect(more.p).toBeGreaterThan((onGrid.p ?? 0) / 4);
  });

  test("clusters of one case give the paired t", () => {
    fc.assert(
      fc.property(fc.array(real, { minLength: 3, maxLength: 30 }), (d) => {
        const names = d.map((_, index) => `case ${index}`);
        const clustered = stats.clusterMean({ d, cluster: names });
        const paired = stats.pairedT({ a: d.map(() => 0), b: d });
        expect(clustered.cr2 ?? -1).toBeCloseTo(paired.se ?? -1, 10);
        expect(clustered.df).toBe(paired.df);
      }),
      law,
    );
  });

  test("the e-value is a fair bet: its mean over the next discordant pair equals its value", () => {
    fc.assert(
      fc.property(count, count, (b, c) => {
        const now = stats.mcnemarEValue({ b, c }).uniform;
        const next = [stats.mcnemarEValue({ b: b + 1, c }), stats.mcnemarEValue({ b, c: c + 1 })];
        const mean = next.reduce((sum, look) => sum + look.uniform / 2, 0);
        expect(mean / now).toBeCloseTo(1, 9);
      }),
      law,
    );
  });
});

describe("adjusted p-values", () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

  test("are never below the raw ones, keep their order, and Holm stays under Bonferroni", () => {
    fc.assert(
      fc.property(pValues, (p) => {
        const byHolm = stats.holm({ p });
        const byBonferroni = stats.bonferroni({ p });
        const byRate = stats.benjaminiHochberg({ p });
        for (const [index, raw] of p.entries()) {
          const adjusted = byHolm[index] ?? NaN;
          expect(adjusted).toBeGreaterThanOrEqual(raw);
          expect(adjusted).toBeLessThanOrEqual(byBonferroni[index] ?? NaN);
          expect(byRate[index]).toBeGreaterThanOrEqual(raw - 1e-15);
          expect(byRate[index]).toBeLessThanOrEqual(adjusted + 1e-12);
          for (const [other, rawOther] of p.entries()) {
            expect(raw < rawOther && adjusted > (byHolm[other] ?? NaN)).toBe(false);
          }
        }
      }),
      law,
    );
  });
});

describe("quantile functions", () => {
  const probability = fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true });
  const shape = fc.double({ min: 0.3, max: 300, noNaN: true });

  test("invert their distribution functions", () => {
    fc.assert(
      fc.property(probability, shape, shape, (p, left, right) => {
        expect(stats.normCdf(stats.normPpf(p)) / p).toBeCloseTo(1, 9);
        expect(stats.tSf(-stats.tPpf(p, left), left) / p).toBeCloseTo(1, 8);
        expect(stats.betaCdf(stats.betaPpf(p, left, right), left, right) / p).toBeCloseTo(1, 7);
      }),
      law,
    );
  });

  test("of a sample stay inside it and never fall", () => {
    fc.assert(
      fc.property(fc.array(real, { minLength: 1, maxLength: 50 }), (x) => {
        const values = stats.quantile7({ x, q: [0, 0.1, 0.5, 0.9, 1] });
        expect(values[0]).toBe(Math.min(...x));
        expect(values.at(-1)).toBe(Math.max(...x));
        expect(values.toSorted((left, right) => (left ?? 0) - (right ?? 0))).toEqual(values);
      }),
      law,
    );
  });
});
