import fc from "fast-check";
import { expect, test } from "vitest";
import { rateInterval } from "../comparison/rate-interval.ts";
import { compareOverPhrasings } from "./compare-over-phrasings.ts";
import { phrasingSpread } from "./phrasing-spread.ts";
import { phrasingVariance } from "./phrasing-variance.ts";

/** 5 phrasings × 8 cases; the expected values are from a two-way analysis of variance in numpy and scipy. */
const A = [
  [0.09, 0.24, 0.8, 0.58, 0.09, 0.43, 0.48, 0.16],
  [0.73, 0.11, 0.39, 0.52, 0.43, 0.59, 0.74, 0.96],
  [0.28, 0.65, 0.7, 0.29, 0, 0.97, 0.3, 0.31],
  [0.89, 0.59, 0.47, 0.77, 0.03, 0.71, 0.37, 0.09],
  [0.66, 0.93, 0.21, 0.63, 0.3, 0.74, 0.72, 0.22],
].map((row) => Float64Array.from(row));
const B = [
  [0.03, 0.17, 0.94, 0.63, 0.05, 0.53, 0.38, 0],
  [0.95, 0.33, 0.49, 0.53, 0.59, 0.34, 0.97, 1],
  [0.2, 0.83, 0.73, 0.57, 0, 1, 0.58, 0.65],
  [0.62, 0.57, 0.57, 0.73, 0.32, 0.59, 0.48, 0],
  [0.86, 0.92, 0.15, 0.36, 0.54, 0.85, 0.83, 0.38],
].map((row) => Float64Array.from(row));

test("the parts of the variance equal those of a two-way analysis of variance", () => {
  const [cases, phrasings, residual] = [0.0160425, 0.0323275, 0.02561035714285714];
  const d = B.map((row, place) => row.map((value, column) => value - A[place]![column]!));
  const { mean, between, noise, added } = phrasingVariance(d);
  expect(mean).toBeCloseTo(0.05225, 12);
  expect(between).toBeCloseTo(phrasings / 40, 12);
  expect(noise).toBeCloseTo(residual / 40, 12);
  expect(added).toBeCloseTo((phrasings - residual) / 40, 12);
  const { comparison } = compareOverPhrasings({ a: A, b: B, isCrossed: true }, { range: 1 });
  expect(comparison.se).toBeCloseTo(Math.sqrt((cases + phrasings - residual) / 40), 12);
});

test("Satterthwaite's degrees of freedom are at least those of the phrasings", () => {
  const { comparison } = compareOverPhrasings({ a: A, b: B, isCrossed: true }, { range: 1 });
  expect(comparison.df).toBe(4); // 1.61 by the formula
});

test("prompts with different phrasings add the variance of both sides", () => {
  const { comparison } = compareOverPhrasings({ a: A, b: B, isCrossed: false }, { range: 1 });
  expect(comparison.se).toBeCloseTo(0.03367849568238717, 12);
});

test("the spread over phrasings is the standard deviation beyond noise", () => {
  const { mean, sd, p, sdInterval } = phrasingSpread(B, { range: 1 });
  expect(mean).toBeCloseTo(0.5315, 12);
  expect(sd).toBeCloseTo(0.06054661722295355, 12);
  expect(p).toBeCloseTo(0.28623803374783, 10);
  expect(sdInterval?.lo).toBe(0);
  expect(sdInterval?.hi).toBeCloseTo(0.3361020139450084, 9);
});

test("the interval of the mean is never narrower than that for these phrasings, also where all passes are equal", () => {
  const ones = Array.from({ length: 4 }, () => new Float64Array(8).fill(1));
  const wilson = rateInterval({ x: ones[0]! });
  expect(wilson.lo).toBeCloseTo(0.6756, 4);
  expect(phrasingSpread(ones, { range: 1 }).interval).toEqual({ lo: wilson.lo, hi: 1 });
  const none = phrasingSpread(
    ones.map((row) => row.map(() => 0)),
    { range: 5 },
  ).interval!;
  expect(none.lo).toBe(0);
  expect(none.hi).toBeCloseTo(5 * (1 - wilson.lo!), 12);
  const pairs = Int32Array.from({ length: 8 }, (_, place) => place >> 1);
  const clustered = phrasingSpread(ones, { range: 1, cluster: pairs }).interval!;
  expect(clustered.lo).toBe(rateInterval({ x: ones[0]!, cluster: pairs }).lo);
  expect(clustered.lo).toBeLessThan(wilson.lo!);
});

test("phrasings that shift every case by the same amount differ: p is 0", () => {
  const shifted = [0, 1, 2, 3].map((place) => Float64Array.from([0, 1, 1, 0, 1, 0, 1], (x) => x / 2 + place / 8));
  expect(phrasingSpread(shifted, { range: 1 }).p).toBe(0);
  expect(phrasingSpread([shifted[0]!, shifted[0]!, shifted[0]!, shifted[0]!], { range: 1 }).p).toBe(1);
});

test.each([1, 2, 3])("%i phrasings have no verdict and no interval", (phrasings) => {
  const scores = { a: A.slice(0, phrasings), b: B.slice(0, phrasings), isCrossed: true };
  const { comparison } = compareOverPhrasings(scores, { range: 1 });
  expect(comparison.verdict.verdict).toBe("insufficient");
  expect(comparison.insufficient).toBe("fewer than 4 phrasings");
  expect([comparison.interval, comparison.p]).toEqual([null, null]);
  expect(phrasingSpread(scores.b, { range: 1 }).interval).toBeNull();
});

test("no number of phrasings is advised from one phrasing or from fewer than 6 cases", () => {
  const row = (passes: number, cases: number): Float64Array =>
    Float64Array.from({ length: cases }, (_, place) => (place < passes ? 1 : 0));
  const needed = (phrasings: number, cases: number): number | null => {
    const side = (share: number): Float64Array[] =>
      Array.from({ length: phrasings }, (_, place) => row(Math.round(share * cases) + (place % 2), cases));
    return compareOverPhrasings({ a: side(0), b: side(1), isCrossed: true }, { range: 1 }).phrasingsNeeded;
  };
  expect(needed(2, 100)).not.toBeNull();
  expect(needed(1, 100)).toBeNull();
  expect(needed(4, 5)).toBeNull();
});

test("fewer than 6 cases are insufficient for any number of phrasings", () => {
  const few = (rows: readonly Float64Array[]): Float64Array[] => rows.map((row) => row.slice(0, 5));
  const { comparison } = compareOverPhrasings({ a: few(A), b: few(B), isCrossed: true }, { range: 1 });
  expect(comparison.insufficient).toBe("fewer than 6 cases");
});

test("a difference that one of four phrasings reverses has a verdict for these phrasings only", () => {
  const row = (passes: number): Float64Array =>
    Float64Array.from({ length: 100 }, (_, place) => (place < passes ? 1 : 0));
  const a = [row(50), row(50), row(50), row(50)];
  const { comparison, fixed, phrasingsNeeded, phrasingShare } = compareOverPhrasings(
    { a, b: [row(80), row(75), row(70), row(45)], isCrossed: true },
    { range: 1 },
  );
  expect(fixed.verdict.verdict).toBe("better");
  expect(comparison.verdict.verdict).toBe("inconclusive");
  expect(phrasingShare).toBeGreaterThan(0.5);
  expect(phrasingsNeeded).toBeGreaterThan(4);
});

const tables = fc.tuple(fc.integer({ min: 4, max: 6 }), fc.integer({ min: 6, max: 12 })).chain(([phrasings, cases]) => {
  const row = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: cases, maxLength: cases });
  const side = fc
    .array(row, { minLength: phrasings, maxLength: phrasings })
    .map((rows) => rows.map((values) => Float64Array.from(values, (value) => value / 4)));
  return fc.tuple(side, side);
});

test("swapping the sides negates the comparison; the interval is never narrower than for these phrasings", () => {
  fc.assert(
    fc.property(tables, fc.boolean(), ([a, b], isCrossed) => {
      const there = compareOverPhrasings({ a, b, isCrossed }, { range: 1 });
      const back = compareOverPhrasings({ a: b, b: a, isCrossed }, { range: 1 });
      expect(back.comparison.interval?.lo ?? 0).toBeCloseTo(-(there.comparison.interval?.hi ?? 0), 8);
      expect(back.comparison.p ?? 0).toBeCloseTo(there.comparison.p ?? 0, 8);
      const [wide, narrow] = [there.comparison.interval!, there.fixed.interval!];
      expect(wide.lo).toBeLessThanOrEqual(narrow.lo + 1e-12);
      expect(wide.hi).toBeGreaterThanOrEqual(narrow.hi - 1e-12);
      expect(there.comparison.p!).toBeGreaterThanOrEqual(there.fixed.p!);
    }),
    { numRuns: 60 },
  );
});

test("cases of one cluster widen the interval", () => {
  const doubled = (rows: readonly Float64Array[]): Float64Array[] =>
    rows.map((row) => Float64Array.from({ length: 16 }, (_, place) => row[place >> 1]!));
  const cluster = Int32Array.from({ length: 16 }, (_, place) => place >> 1);
  const scores = { a: doubled(A), b: doubled(B), isCrossed: true };
  const alone = compareOverPhrasings(scores, { range: 1 }).fixed.se!;
  const clustered = compareOverPhrasings({ ...scores, cluster }, { range: 1 });
  expect(clustered.fixed.se!).toBeGreaterThan(alone);
  // Pairs of equal cases are worth one case: the result is that of the cases themselves.
  const single = compareOverPhrasings({ a: A, b: B, isCrossed: true }, { range: 1 });
  expect(clustered.comparison.se!).toBeCloseTo(single.comparison.se!, 12);
  expect(clustered.comparison.df!).toBeCloseTo(single.comparison.df!, 9);
});
