import { requireAtLeast, requireSameLength } from "../argument-checks.ts";
import { fSf } from "../distributions/chi-squared.ts";
import { isMissing, type Numbers } from "../missing-values.ts";
import { groupValues, type ClusterIds, type GroupedValues } from "../paired/cluster-groups.ts";
import { clusterMean } from "../paired/cluster-mean.ts";
import { RandomStream } from "../random/random-stream.ts";

/** Groups with fewer cases are too little evidence about a mean. */
const FEWEST_IN_SLICE = 6;
const ROUNDS = 1999;
/** The rounds end after this many that are as extreme: p is known well enough by then. */
const ENOUGH_EXTREME = 20;
const FLIP_UP_TO = 5000;

/** Whether the mean difference depends on the slice. Null where fewer than two slices are large enough. */
export interface SliceInteraction {
  /** Slices with 6 cases or more, and the cases in them. */
  readonly slices: number;
  readonly n: number;
  /** Welch's weighted sum of squares between slices. */
  readonly statistic: number | null;
  readonly p: number | null;
  readonly method: "wild sign flips" | "permuted slices" | "Welch F" | "none";
}

interface Sample {
  readonly values: Float64Array;
  /** Dense slice number of each value. */
  readonly slice: Int32Array;
  readonly sizes: readonly number[];
  /** The cases that change their sign together. */
  readonly units: GroupedValues;
  /** Mean of the squared deviations from the slice means. */
  readonly pooled: number;
}

/**
 * Tests whether the mean of d is the same in all slices. The statistic is Welch's (1951, On the Comparison of
 * Several Mean Values). Up to 5,000 cases p is the larger of two: by random signs of the residuals inside
 * each slice (the wild bootstrap of Liu 1988, Bootstrap Procedures under Some Non-I.I.D. Models), which holds
 * where slices differ in variance; and by a random reassignment of the cases to the slices (Chung & Romano
 * 2013, Exact and Asymptotically Robust Permutation Tests), which holds for skewed values, where a small
 * slice may have missed a rare value. Rounds stop after 20 that are as extreme (Besag & Clifford 1991). With
 * clusters only signs are used, one per cluster. Above 5,000 cases Welch's F with cluster-robust errors.
 * Slices under 6 cases and missing values are left out.
 */
export function sliceInteraction(input: {
  readonly d: Numbers;
  /** Slice number of each case, from 0; negative: in no slice. */
  readonly slice: ArrayLike<number>;
  readonly cluster?: ClusterIds | undefined;
  readonly label: string;
}): SliceInteraction {
  const { d, slice, cluster, label } = input;
  requireSameLength(d, slice, "d and slice");
  const kept = largeSlices(d, slice);
  const sample = sampleOf(d, { slice, numbers: kept, cluster });
  const base = { slices: kept.size, n: sample.values.length };
  if (kept.size < 2) return { ...base, statistic: null, p: null, method: "none" };
  if (sample.pooled === 0 && spread(sample) === 0) return { ...base, statistic: 0, p: 1, method: "none" };
  if (sample.values.length > FLIP_UP_TO) {
    const welch = welchF({ d, slice, cluster }, { numbers: kept, pooled: sample.pooled });
    return { ...base, ...welch, method: welch.p === null ? "none" : "Welch F" };
  }
  const flips = { ...bySigns(sample, label), method: "wild sign flips" } as const;
  if (cluster !== undefined) return { ...base, ...flips };
  const dealt = { ...byDealing(sample, `${label}|dealt`), method: "permuted slices" } as const;
  return { ...base, ...(dealt.p > flips.p ? dealt : flips) };
}

/** The slices that are large enough, each with a dense number. */
function largeSlices(d: Numbers, slice: ArrayLike<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let index = 0; index < d.length; index++) {
    const number = slice[index] as number;
    requireAtLeast(number, -1, "slice");
    if (number >= 0 && !isMissing(d[index], "d")) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const large = [...counts].filter(([, count]) => count >= FEWEST_IN_SLICE).map(([number]) => number);
  return new Map(large.toSorted((left, right) => left - right).map((number, dense) => [number, dense]));
}

function sampleOf(
  d: Numbers,
  {
    slice,
    numbers,
    cluster,
  }: {
    readonly slice: ArrayLike<number>;
    readonly numbers: ReadonlyMap<number, number>;
    readonly cluster: ClusterIds | undefined;
  },
): Sample {
  const values: number[] = [];
  const groups: number[] = [];
  const names: (string | number | null | undefined)[] = [];
  const sums = new Float64Array(numbers.size);
  const sizes = Array.from({ length: numbers.size }, () => 0);
  for (let index = 0; index < d.length; index++) {
    const dense = numbers.get(slice[index] as number);
    if (dense === undefined || isMissing(d[index], "d")) continue;
    const value = d[index] as number;
    values.push(value);
    groups.push(dense);
    if (cluster !== undefined) names.push(cluster[index]);
    sums[dense] = (sums[dense] as number) + value;
    sizes[dense] = (sizes[dense] as number) + 1;
  }
  let squares = 0;
  for (const [index, value] of values.entries()) {
    const dense = groups[index] as number;
    squares += (value - (sums[dense] as number) / (sizes[dense] as number)) ** 2;
  }
  const pooled = values.length === 0 ? 0 : squares / values.length;
  const units = groupValues(values, cluster === undefined ? undefined : names);
  return { values: Float64Array.from(values), slice: Int32Array.from(groups), sizes, units, pooled };
}

/** Distance of the values from their mean. */
function spread({ values }: Sample): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** Sums of a sample's slices. Reused by every round, since there are thousands. */
interface Sums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

function emptySums({ sizes }: Pick<Sample, "sizes">): Sums {
  return { sums: new Float64Array(sizes.length), squares: new Float64Array(sizes.length) };
}

function fillSums({ sums, squares }: Sums, slice: Int32Array, values: Float64Array): void {
  sums.fill(0);
  squares.fill(0);
  for (let index = 0; index < values.length; index++) {
    const group = slice[index] as number;
    const value = values[index] as number;
    sums[group] = (sums[group] as number) + value;
    squares[group] = (squares[group] as number) + value * value;
  }
}

/**
 * Sum of n_s (mean_s - weighted mean)^2 / variance_s. Two values of the pooled variance are added to each
 * slice that varies less, so that a slice of equal values does not count as certain.
 */
function between({ sizes, pooled }: Pick<Sample, "sizes" | "pooled">, { sums, squares }: Sums): number {
  const means = sizes.map((n, group) => (sums[group] as number) / n);
  const prior = Math.max(pooled, 1e-300);
  const weights = sizes.map((n, group) => {
    const deviations = Math.max(0, (squares[group] as number) - n * (means[group] as number) ** 2);
    return n / ((deviations + 2 * Math.max(prior, deviations / (n - 1))) / (n + 1));
  });
  return weightedSquares(means, weights);
}

function weightedSquares(means: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = weights.reduce((sum, weight, group) => sum + weight * (means[group] as number), 0) / total;
  return weights.reduce((sum, weight, group) => sum + weight * ((means[group] as number) - centre) ** 2, 0);
}

interface Resampled {
  readonly statistic: number;
  readonly p: number;
}

/** The share of rounds with a statistic as extreme; ends once the share is precise enough. */
function shareAsExtreme(statistic: number, round: () => number): Resampled {
  const threshold = statistic * (1 - 1e-9);
  let extreme = 0;
  for (let count = 1; count <= ROUNDS; count++) {
    if (round() < threshold) continue;
    extreme++;
    if (extreme === ENOUGH_EXTREME) return { statistic, p: extreme / count };
  }
  return { statistic, p: (extreme + 1) / (ROUNDS + 1) };
}

/** Signs of the residuals inside each slice are flipped: every slice keeps its own variance. */
function bySigns(sample: Sample, label: string): Resampled {
  const { values, slice, units } = sample;
  const residuals = residualsOf(sample);
  const stream = new RandomStream(label);
  const signs = new Float64Array(units.groups);
  const flipped = emptySums(sample);
  fillSums(flipped, slice, values);
  const statistic = between(sample, flipped);
  fillSums(flipped, slice, residuals); // no sign changes a square
  return shareAsExtreme(statistic, () => {
    stream.fillSigns(signs);
    const { sums } = flipped;
    sums.fill(0);
    for (let index = 0; index < residuals.length; index++) {
      const group = slice[index] as number;
      const sign = signs[units.group[index] as number] as number;
      sums[group] = (sums[group] as number) + sign * (residuals[index] as number);
    }
    return between(sample, flipped);
  });
}

/** Residuals of the values from the mean of their slice, rescaled for the variance that the mean removed. */
function residualsOf({ values, slice, sizes }: Sample): Float64Array {
  const sums = new Float64Array(sizes.length);
  for (let index = 0; index < values.length; index++) {
    const group = slice[index] as number;
    sums[group] = (sums[group] as number) + (values[index] as number);
  }
  return values.map((value, index) => {
    const group = slice[index] as number;
    const n = sizes[group] as number;
    return (value - (sums[group] as number) / n) * Math.sqrt(n / (n - 1));
  });
}

/**
 * Reassigns the cases to the slices at random. The variance of all values does not depend on the assignment,
 * which keeps the test exact.
 */
function byDealing(sample: Sample, label: string): Resampled {
  const { slice, sizes } = sample;
  const pooled = spread(sample) / sample.values.length;
  const stream = new RandomStream(label);
  const dealt = Float64Array.from(sample.values);
  const sums = emptySums(sample);
  fillSums(sums, slice, dealt);
  return shareAsExtreme(between({ sizes, pooled }, sums), () => {
    for (let index = dealt.length - 1; index > 0; index--) {
      const other = stream.nextBelow(index + 1);
      const value = dealt[index] as number;
      dealt[index] = dealt[other] as number;
      dealt[other] = value;
    }
    fillSums(sums, slice, dealt);
    return between({ sizes, pooled }, sums);
  });
}

interface Welch {
  readonly statistic: number | null;
  readonly p: number | null;
}

/** Welch's F; within a slice the error and its degrees of freedom are cluster-robust. */
function welchF(
  { d, slice, cluster }: { d: Numbers; slice: ArrayLike<number>; cluster?: ClusterIds | undefined },
  { numbers, pooled }: { readonly numbers: ReadonlyMap<number, number>; readonly pooled: number },
): Welch {
  const members = Array.from(numbers, () => [] as number[]);
  for (let index = 0; index < d.length; index++) {
    const dense = numbers.get(slice[index] as number);
    if (dense !== undefined && !isMissing(d[index], "d")) (members[dense] as number[]).push(index);
  }
  const parts = members.flatMap((indices) => {
    const values = indices.map((index) => d[index] as number);
    const names = cluster === undefined ? {} : { cluster: indices.map((index) => cluster[index]) };
    const { mean, cr2, df } = clusterMean({ d: values, ...names });
    if (mean === null || cr2 === null || df === null || df < 2) return [];
    return [{ mean, df, weight: 1 / Math.max(cr2 ** 2, (2 * pooled) / (indices.length + 1) ** 2) }];
  });
  if (parts.length < 2) return { statistic: null, p: null };
  const means = parts.map(({ mean }) => mean);
  const weights = parts.map(({ weight }) => weight);
  const statistic = weightedSquares(means, weights);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const groups = parts.length;
  const lambda = parts.reduce((sum, { weight, df }) => sum + (1 - weight / total) ** 2 / df, 0) / (groups ** 2 - 1);
  const f = statistic / (groups - 1) / (1 + 2 * (groups - 2) * lambda);
  return { statistic, p: fSf(f, groups - 1, 1 / (3 * lambda)) };
}
