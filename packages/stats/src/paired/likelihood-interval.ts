import { requireConfidence, requirePositive } from "../argument-checks.ts";
import { ROUNDING_SHARE, largestMagnitude } from "../descriptive/t-interval.ts";
import { moments } from "../descriptive/mean-sd.ts";
import { findRoot } from "../distributions/find-root.ts";
import { normPpf, normSf } from "../distributions/normal.ts";
import { tPpf, tSf } from "../distributions/student-t.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";
import { logRatioAt, support, type Support } from "./likelihood-support.ts";

/** Above this many values skewness no longer matters: the t interval is the same and costs less. */
export const LIKELIHOOD_UP_TO = 5000;

/** A mean with its empirical-likelihood interval, in the unit of d. Undefined values are null. */
export interface LikelihoodInterval {
  readonly n: number;
  /** Missing values left out. */
  readonly dropped: number;
  readonly mean: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** Two-sided p of a mean of 0, which is at most 1 - conf where the interval leaves out 0. */
  readonly p: number | null;
  /** Values that differ from the most common one. */
  readonly varied: number;
  /** True where all values are equal and no range limits an unseen one. */
  readonly degenerate: boolean;
}

/** The upper end: where -2 log R reaches the critical value, by Newton's steps (its slope in the mean is 2 lambda). */
function upperEnd(values: Support, criticalValue: number): number {
  const { mean, top } = values;
  const reach = top - mean;
  if (!(reach > 0)) return top;
  const share = findRoot(
    (x) => {
      const { logRatio, lambda } = logRatioAt(values, mean + x * reach);
      return [-2 * logRatio - criticalValue, 2 * lambda * reach];
    },
    { lo: 0, hi: 1, isRising: true, tolerance: 1e-12 },
  );
  return mean + share * reach;
}

/** The p of a mean of 0 by the same likelihood ratio. */
function pOfZero({ mean, n }: Support, sides: { readonly above: Support; readonly below: Support }): number {
  if (mean === 0) return 1;
  const { logRatio } = mean < 0 ? logRatioAt(sides.above, 0) : logRatioAt(sides.below, 0);
  return Math.min(1, 2 * tSf(Math.sqrt((-2 * logRatio * (n - 1)) / n), n - 1));
}

/** The p of a mean of 0 where all values are equal: by the share of cases that would be at the end of the range. */
function constantP(value: number, { n, range }: { n: number; range: number }): number {
  const odds = Math.abs(value) / range; // share / (1 - share)
  return Math.min(1, 2 * normSf(Math.sqrt(n * odds)));
}

/** All values equal: the score interval for the share of cases that are at the end of the range instead. */
function constantInterval(value: number, { n, range, conf }: { n: number; range: number; conf: number }) {
  const square = normPpf(1 - (1 - conf) / 2) ** 2;
  const share = square / (n + square);
  return { lo: value - share * (range + value), hi: value + share * (range - value) };
}

/**
 * The empirical-likelihood interval of a mean (Owen 1988, Empirical Likelihood Ratio Confidence Intervals for
 * a Single Functional) with two changes. The support includes one unseen value on either side, as far from
 * the centre as the furthest value seen times 1 + 2/k, where k values differ from the most common one; it
 * never leaves [-range, range]. And the likelihood ratio is compared with t^2 n/(n - 1) with n - 1 degrees of
 * freedom instead of chi-squared, which gives the t interval for data that are close to normal. Skewed, tied
 * and sparse values keep their coverage. All values equal: the score interval for a share of unseen values at
 * the end of the range. Fewer than two: null. Throws RangeError for a value beyond the range or an infinity.
 */
export function likelihoodInterval(input: {
  readonly d: Numbers;
  /** The largest possible |d|; null for unbounded values. */
  readonly range: number | null;
  readonly conf?: number;
}): LikelihoodInterval {
  const { range, conf = 0.95 } = input;
  requireConfidence(conf);
  const { values, dropped } = finiteValues(input.d, "d");
  const largest = largestMagnitude(values);
  if (range !== null) {
    requirePositive(range, "range");
    if (largest > range * (1 + 1e-9)) {
      throw new RangeError(`range must be at least every |d|, got ${range} and d = ${largest}`);
    }
  }
  const n = values.length;
  const none = { n, dropped, lo: null, hi: null, p: null, varied: 0, degenerate: false };
  if (n === 0) return { ...none, mean: null };
  const { mean, squares } = moments(values);
  if (n === 1) return { ...none, mean };
  if (Math.sqrt(squares / n) <= ROUNDING_SHARE * Math.max(largest, range ?? 0)) {
    if (range === null) return { ...none, mean, lo: mean, hi: mean, degenerate: true };
    return { ...none, mean, ...constantInterval(mean, { n, range, conf }), p: constantP(mean, { n, range }) };
  }
  const criticalValue = (tPpf(1 - (1 - conf) / 2, n - 1) ** 2 * n) / (n - 1);
  const above = support(values, range);
  const below = support(
    values.map((value) => -value),
    range,
  );
  const [lo, hi] = [-upperEnd(below, criticalValue), upperEnd(above, criticalValue)];
  const p = pOfZero(above, { above, below });
  return { n, dropped, mean, lo, hi, p, varied: above.varied, degenerate: false };
}

/**
 * The likelihood interval of a mean of scores in [0, 1], by stretching them to [-1, 1]. Fewer than two: no interval.
 * Throws RangeError for a value outside [0, 1].
 */
export function meanScoreInterval(input: {
  readonly x: Numbers;
  readonly conf?: number;
}): Pick<LikelihoodInterval, "n" | "dropped" | "mean" | "lo" | "hi"> {
  const { values, dropped } = finiteValues(input.x, "x");
  const stretched = values.map((value) => 2 * value - 1);
  const { n, mean, lo, hi } = likelihoodInterval({ d: stretched, range: 1, conf: input.conf ?? 0.95 });
  const back = (value: number | null): number | null =>
    value === null ? null : Math.min(1, Math.max(0, (value + 1) / 2));
  return { n, dropped, mean: back(mean), lo: back(lo), hi: back(hi) };
}
