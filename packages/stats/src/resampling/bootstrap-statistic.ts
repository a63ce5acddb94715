import { requireAtLeast, requireConfidence } from "../argument-checks.ts";
import { quantileOfSorted } from "../quantiles/quantile7.ts";
import { RandomStream } from "../random/random-stream.ts";
import { bcaLevels, biasCorrection } from "./bootstrap-mean.ts";

const FEWEST_CASES = 15;
const MOST_CASES = 5000;
const MOST_DRAWS = 5e7;

/** A statistic of a sample given by the indexes of its cases (with repetitions); NaN where it is undefined. */
export type IndexedStatistic = (cases: ArrayLike<number>) => number;

/** A bootstrap interval, or why there is none. */
export interface StatisticInterval {
  readonly estimate: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly degenerate: boolean;
  readonly reason: string | null;
}

function acceleration(n: number, statistic: IndexedStatistic): number {
  const left = new Float64Array(n);
  const others = Uint32Array.from({ length: n - 1 }, (_, index) => index + 1);
  for (let out = 0; out < n; out++) {
    left[out] = statistic(others);
    if (out < n - 1) others[out] = out;
  }
  const mean = left.reduce((sum, value) => sum + value, 0) / n;
  let squares = 0;
  let cubes = 0;
  for (const value of left) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/**
 * The BCa bootstrap (Efron 1987) of any statistic without a formula: a ratio of means, a median, a composite. Cases
 * are resampled, never repeats. Affordable and honest only for 15 <= n <= 5,000 and n x B <= 5e7; else null with a
 * reason. Resamples where the statistic is not finite are left out.
 */
export function bootStatistic(input: {
  readonly n: number;
  readonly statistic: IndexedStatistic;
  readonly label: string;
  readonly B?: number;
  readonly conf?: number;
}): StatisticInterval {
  const { n, statistic, label, B = 9999, conf = 0.95 } = input;
  requireAtLeast(n, 0, "n");
  requireAtLeast(B, 1, "B");
  requireConfidence(conf);
  const none = { estimate: null, lo: null, hi: null, degenerate: false };
  if (n === 0) return { ...none, reason: "no cases" };
  const raw = statistic(Uint32Array.from({ length: n }, (_, index) => index));
  const estimate = Number.isFinite(raw) ? raw : null;
  if (estimate === null) return { ...none, reason: "the statistic is undefined on the sample" };
  if (n < FEWEST_CASES) return { ...none, estimate, reason: `fewer than ${FEWEST_CASES} cases` };
  if (n > MOST_CASES || n * B > MOST_DRAWS) {
    return { ...none, estimate, reason: "too many cases to resample; use a formula" };
  }
  const stream = new RandomStream(label);
  const drawn = new Uint32Array(n);
  const replicates: number[] = [];
  for (let replicate = 0; replicate < B; replicate++) {
    for (let draw = 0; draw < n; draw++) drawn[draw] = stream.nextBelow(n);
    const value = statistic(drawn);
    if (Number.isFinite(value)) replicates.push(value);
  }
  if (replicates.length === 0) return { ...none, estimate, reason: "no resample had a value" };
  const sorted = Float64Array.from(replicates).toSorted();
  const size = Math.max(Math.abs(sorted[0] as number), Math.abs(sorted.at(-1) as number));
  if ((sorted.at(-1) as number) - (sorted[0] as number) <= 1e-12 * size) {
    return { estimate, lo: estimate, hi: estimate, degenerate: true, reason: null };
  }
  const z0 = biasCorrection(sorted, { estimate, tolerance: 1e-12 * size });
  const [low, high] = bcaLevels((1 - conf) / 2, { z0, acceleration: acceleration(n, statistic) });
  return {
    estimate,
    lo: quantileOfSorted(sorted, low),
    hi: quantileOfSorted(sorted, high),
    degenerate: false,
    reason: null,
  };
}
