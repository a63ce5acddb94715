import type { Numbers } from "../missing-values.ts";
import { finiteValues } from "../missing-values.ts";
import { integerGrid } from "./integer-grid.ts";

/** Up to this many non-ties all 2^n sign patterns are counted. */
const ALL_PATTERNS_UP_TO = 20;

/** Work (non-ties times the sum of grid steps) above which the shift algorithm is not used. */
const SHIFT_WORK_LIMIT = 5e7;

/** A sum counts as "as extreme" within this share of sum |d|, or ties are lost to rounding. */
export const TIE_SHARE = 1e-12;

export interface SignFlipExact {
  readonly n: number;
  readonly nonTied: number;
  readonly dropped: number;
  /** Two-sided p; null where no exact method is affordable, with the reason. */
  readonly p: number | null;
  /** p less half the probability of the sum observed (Lancaster 1961, Significance Tests in Discrete Distributions). */
  readonly midP: number | null;
  readonly reason: string | null;
}

/** Every signed sum of a few magnitudes, sorted. */
function signedSums(magnitudes: Float64Array): Float64Array {
  let sums = Float64Array.of(0);
  for (const magnitude of magnitudes) {
    const grown = new Float64Array(2 * sums.length);
    for (let index = 0; index < sums.length; index++) {
      grown[2 * index] = (sums[index] as number) + magnitude;
      grown[2 * index + 1] = (sums[index] as number) - magnitude;
    }
    sums = grown;
  }
  return sums.toSorted();
}

interface Tails {
  readonly p: number;
  readonly midP: number;
}

/** How many pairs of two sorted lists of sums reach the threshold. */
function countReaching(left: Float64Array, right: Float64Array, threshold: number): number {
  let count = 0;
  let partner = right.length;
  for (const sum of left) {
    while (partner > 0 && sum + (right[partner - 1] as number) >= threshold) partner--;
    count += right.length - partner;
  }
  return count;
}

/** The share of all sign patterns with |sum| >= observed > 0, by meeting in the middle of two sorted halves. */
function shareOfPatterns(magnitudes: Float64Array, observed: number, tie: number): Tails {
  const half = magnitudes.length >> 1;
  const left = signedSums(magnitudes.subarray(0, half));
  const right = signedSums(magnitudes.subarray(half));
  const reached = countReaching(left, right, observed - tie);
  const exceeded = countReaching(left, right, observed + tie);
  // Flipping every sign mirrors the sums: the lower tail has equally many patterns.
  const patterns = 2 ** magnitudes.length;
  return { p: (2 * reached) / patterns, midP: (reached + exceeded) / patterns };
}

/** The share by the shift algorithm of Streitberg & Rohmel 1986: the distribution of the sum of positive steps. */
function shareOfGrid(steps: Int32Array, observed: number): Tails {
  const total = steps.reduce((sum, step) => sum + step, 0);
  const mass = new Float64Array(total + 1);
  mass[0] = 1;
  let reached = 0;
  for (const step of steps) {
    reached += step;
    for (let sum = reached; sum >= 0; sum--) {
      const from = sum >= step ? (mass[sum - step] as number) : 0;
      mass[sum] = ((mass[sum] as number) + from) / 2;
    }
  }
  let tail = 0;
  let last = 0;
  for (let sum = 0; 2 * sum <= total - observed; sum++) {
    last = mass[sum] as number;
    tail += last;
  }
  return { p: Math.min(1, 2 * tail), midP: Math.min(1, 2 * tail - last) };
}

/**
 * The exact two-sided sign-flip permutation test of the mean difference (Fisher 1935; Pitman 1937): by all patterns
 * up to 20 non-ties, else by the shift algorithm where the differences lie on an integer grid. On 0/1 pairs it is the
 * exact McNemar test. No non-tie: p = 1. Neither way possible: p is null with a reason.
 */
export function signFlipExact(input: { readonly d: Numbers }): SignFlipExact {
  const { values, dropped } = finiteValues(input.d, "d");
  const magnitudes = values.filter((value) => value !== 0).map(Math.abs);
  const nonTied = magnitudes.length;
  const base = { n: values.length, nonTied, dropped };
  let sum = 0;
  let size = 0;
  for (const value of values) {
    sum += value;
    size += Math.abs(value);
  }
  const tie = TIE_SHARE * size;
  if (nonTied === 0 || Math.abs(sum) <= tie) return { ...base, p: 1, midP: 1, reason: null };
  if (nonTied <= ALL_PATTERNS_UP_TO) {
    return { ...base, ...shareOfPatterns(magnitudes, Math.abs(sum), tie), reason: null };
  }
  const grid = integerGrid(values, SHIFT_WORK_LIMIT);
  if (grid === null) {
    const reason = "more than 20 non-ties that lie on no integer grid of affordable size";
    return { ...base, p: null, midP: null, reason };
  }
  return { ...base, ...shareOfGrid(grid.steps, Math.abs(grid.sum)), reason: null };
}
