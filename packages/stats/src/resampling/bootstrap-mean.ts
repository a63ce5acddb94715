import { requireAtLeast, requireConfidence } from "../argument-checks.ts";
import { ROUNDING_SHARE, largestMagnitude } from "../descriptive/t-interval.ts";
import { moments } from "../descriptive/mean-sd.ts";
import { normCdf, normPpf } from "../distributions/normal.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";
import { groupSums, groupValues, type ClusterIds } from "../paired/cluster-groups.ts";
import { quantileOfSorted } from "../quantiles/quantile7.ts";
import { RandomStream } from "../random/random-stream.ts";

export interface BootstrapInput {
  readonly d: Numbers;
  /** The label of the random stream: same label, same interval. */
  readonly label: string;
  /** Number of resamples. Default 9,999. */
  readonly B?: number;
  readonly conf?: number;
}

/** A bootstrap interval of a mean; null with fewer than 2 values, `degenerate` without variance. */
export interface BootstrapInterval {
  readonly n: number;
  readonly dropped: number;
  readonly mean: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly degenerate: boolean;
}

type Settled = { readonly done: BootstrapInterval };
type Ready = {
  readonly values: Float64Array;
  readonly dropped: number;
  readonly mean: number;
  readonly squares: number;
  readonly B: number;
  readonly tail: number;
};

/** Checks the arguments and settles the samples that need no resampling. */
function prepare(input: BootstrapInput): Settled | Ready {
  const { B = 9999, conf = 0.95 } = input;
  requireAtLeast(B, 1, "B");
  requireConfidence(conf);
  const { values, dropped } = finiteValues(input.d, "d");
  const n = values.length;
  if (n === 0) return { done: { n, dropped, mean: null, lo: null, hi: null, degenerate: false } };
  const { mean, squares } = moments(values);
  if (n === 1) return { done: { n, dropped, mean, lo: null, hi: null, degenerate: false } };
  if (Math.sqrt(squares / n) <= ROUNDING_SHARE * largestMagnitude(values)) {
    return { done: { n, dropped, mean, lo: mean, hi: mean, degenerate: true } };
  }
  return { values, dropped, mean, squares, B, tail: (1 - conf) / 2 };
}

/** The means of B resamples, in the order drawn. */
function resampledMeans({ values, B }: Ready, label: string): Float64Array {
  const stream = new RandomStream(label);
  const n = values.length;
  return Float64Array.from({ length: B }, () => {
    let sum = 0;
    for (let draw = 0; draw < n; draw++) sum += values[stream.nextBelow(n)] as number;
    return sum / n;
  });
}

/** The percentile bootstrap of a mean (Efron 1979). For means the t intervals of this package are better. */
export function bootPercentile(input: BootstrapInput): BootstrapInterval & { readonly firstMeans: readonly number[] } {
  const ready = prepare(input);
  if ("done" in ready) return { ...ready.done, firstMeans: [] };
  const means = resampledMeans(ready, input.label);

  const sorted = means.toSorted();
  return {
    n: ready.values.length,
    dropped: ready.dropped,
    mean: ready.mean,
    lo: quantileOfSorted(sorted, ready.tail),
    hi: quantileOfSorted(sorted, 1 - ready.tail),
    degenerate: false,
    firstMeans: [...means.subarray(0, 3)],
  };
}

/**
 * The share of resampled statistics below the estimate as a normal quantile. Those within rounding of the estimate
 * count as half, and a share of 0 or 1 is kept half a resample away from the end.
 */
export function biasCorrection(
  replicates: ArrayLike<number>,
  { estimate, tolerance }: { readonly estimate: number; readonly tolerance: number },
): number {
  let below = 0;
  for (let index = 0; index < replicates.length; index++) {
    const distance = (replicates[index] as number) - estimate;
    if (Math.abs(distance) <= tolerance) below += 0.5;
    else if (distance < 0) below += 1;
  }
  const count = replicates.length;
  return normPpf(Math.min(Math.max(below, 0.5), count - 0.5) / count);
}

/** The BCa levels of the two ends (Efron 1987). */
export function bcaLevels(
  tail: number,
  { z0, acceleration }: { readonly z0: number; readonly acceleration: number },
): [number, number] {
  const level = (z: number): number => normCdf(z0 + (z0 + z) / (1 - acceleration * (z0 + z)));
  return [level(normPpf(tail)), level(normPpf(1 - tail))];
}

/** The BCa bootstrap of a mean (Efron 1987, Better Bootstrap Confidence Intervals). */
export function bootBca(
  input: BootstrapInput,
): BootstrapInterval & { readonly z0: number | null; readonly acceleration: number | null } {
  const ready = prepare(input);
  if ("done" in ready) return { ...ready.done, z0: null, acceleration: null };
  const { values, dropped, mean, squares, tail } = ready;
  const means = resampledMeans(ready, input.label).toSorted();
  let size = 0;
  let cubes = 0;
  for (const value of values) {
    size += Math.abs(value);
    cubes += (value - mean) ** 3;
  }
  const tolerance = (1e-12 * size) / values.length;
  const z0 = biasCorrection(means, { estimate: mean, tolerance });
  const acceleration = cubes / (6 * squares ** 1.5);
  const [low, high] = bcaLevels(tail, { z0, acceleration });
  return {
    n: values.length,
    dropped,
    mean,
    lo: quantileOfSorted(means, low),
    hi: quantileOfSorted(means, high),
    degenerate: false,
    z0,
    acceleration,
  };
}

/** The studentised bootstrap of a mean (Hall 1992). Resamples without variance are left out. */
export function bootT(input: BootstrapInput): BootstrapInterval {
  const ready = prepare(input);
  if ("done" in ready) return ready.done;
  const { values, dropped, mean, squares, B, tail } = ready;
  const n = values.length;
  const stream = new RandomStream(input.label);
  const resample = new Float64Array(n);
  const studentised: number[] = [];
  for (let replicate = 0; replicate < B; replicate++) {
    for (let draw = 0; draw < n; draw++) resample[draw] = values[stream.nextBelow(n)] as number;
    const drawn = moments(resample);
    const error = Math.sqrt(drawn.squares / (n - 1) / n);
    if (error > ROUNDING_SHARE * largestMagnitude(resample)) {
      studentised.push((drawn.mean - mean) / error);
    }
  }
  const sorted = Float64Array.from(studentised).toSorted();
  const se = Math.sqrt(squares / (n - 1) / n);
  const end = (q: number): number | null => (sorted.length === 0 ? null : mean - quantileOfSorted(sorted, q) * se);
  return { n, dropped, mean, lo: end(1 - tail), hi: end(tail), degenerate: false };
}

/** The cluster bootstrap: whole clusters are drawn, the mean is the ratio of sums (Davison & Hinkley 1997). One cluster: null. */
export function bootCluster(
  input: BootstrapInput & { readonly cluster: ClusterIds },
): BootstrapInterval & { readonly G: number } {
  const grouped = groupValues(input.d, input.cluster);
  const G = grouped.groups;
  const ready = prepare({ ...input, d: grouped.values });
  if ("done" in ready) return { ...ready.done, dropped: grouped.dropped, G };
  const { values, mean, B, tail } = ready;
  const base = { n: values.length, dropped: grouped.dropped, mean, G, degenerate: false };
  if (G === 1) return { ...base, lo: null, hi: null };
  const sums = groupSums(grouped);
  const sizes = groupSums({ ...grouped, values: new Float64Array(values.length).fill(1) });
  const stream = new RandomStream(input.label);
  const means = Float64Array.from({ length: B }, () => {
    let sum = 0;
    let size = 0;
    for (let draw = 0; draw < G; draw++) {
      const chosen = stream.nextBelow(G);
      sum += sums[chosen] as number;
      size += sizes[chosen] as number;
    }
    return sum / size;
  }).toSorted();
  return { ...base, lo: quantileOfSorted(means, tail), hi: quantileOfSorted(means, 1 - tail) };
}
