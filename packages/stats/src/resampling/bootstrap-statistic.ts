import { requireAtLeast, requireConfidence } from "../argument-checks.ts";
import { quantileOfSorted } from "../quantiles/quantile7.ts";
import { RandomStream } from "../random/random-stream.ts";
import { bcaLevels, biasCorrection } from "./bootstrap-mean.ts";

const FEWEST_CASES = 15;
export const MOST_CASES = 5000;
const MOST_DRAWS = 5e7;

/** A statistic of a sample given by the indexes of its cases (with repetitions); NaN where it is undefined. */
export type IndexedStatistic = (cases: ArrayLike<number>) => number;

/** A bootstrap interval, or the reason why there is no interval. */
export interface StatisticInterval {
  readonly estimate: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly degenerate: boolean;
  readonly reason: string | null;
}

/** From the values of the statistic without each of the cases. */
function acceleration(left: Float64Array): number {
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length;
  let squares = 0;
  let cubes = 0;
  for (const value of left) {
    squares += (mean - value) ** 2;
    cubes += (mean - value) ** 3;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

function leftOut(n: number, statistic: IndexedStatistic): Float64Array {
  const others = Uint32Array.from({ length: n - 1 }, (_, index) => index + 1);
  const left = new Float64Array(n);
  for (let out = 0; out < n; out++) {
    left[out] = statistic(others);
    if (out < n - 1) others[out] = out;
  }
  return left;
}

/** The interval for a sample that needs no resampling; `raw` is the statistic of the sample. */
export function withoutResamples(n: number, raw: number, B: number): StatisticInterval | null {
  const none = { estimate: null, lo: null, hi: null, degenerate: false };
  if (n === 0) return { ...none, reason: "no cases" };
  if (!Number.isFinite(raw)) return { ...none, reason: "the statistic is undefined on the sample" };
  if (n < FEWEST_CASES) return { ...none, estimate: raw, reason: `fewer than ${FEWEST_CASES} cases` };
  if (n > MOST_CASES || n * B > MOST_DRAWS)
    return { ...none, estimate: raw, reason: "too many cases to resample; use a formula" };
  return null;
}

/** Intervals with each confidence, from the resamples' values and those without each of the cases. */
export function bcaIntervals(
  sample: { readonly estimate: number; readonly replicates: Float64Array; readonly left: Float64Array },
  confs: readonly number[],
): StatisticInterval[] {
  const { estimate, replicates, left } = sample;
  const sorted = replicates.filter((value) => Number.isFinite(value)).toSorted();
  if (sorted.length === 0) {
    const none = { estimate, lo: null, hi: null, degenerate: false, reason: "no resample had a value" };
    return confs.map(() => none);
  }
  const size = Math.max(Math.abs(sorted[0] as number), Math.abs(sorted.at(-1) as number));
  if ((sorted.at(-1) as number) - (sorted[0] as number) <= 1e-12 * size) {
    return confs.map(() => ({ estimate, lo: estimate, hi: estimate, degenerate: true, reason: null }));
  }
  const z0 = biasCorrection(sorted, { estimate, tolerance: 1e-12 * size });
  const bent = acceleration(left);
  return confs.map((conf) => {
    const [low, high] = bcaLevels((1 - conf) / 2, { z0, acceleration: bent });
    const [lo, hi] = [quantileOfSorted(sorted, low), quantileOfSorted(sorted, high)];
    return { estimate, lo, hi, degenerate: false, reason: null };
  });
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
  const estimate = statistic(Uint32Array.from({ length: n }, (_, index) => index));
  const settled = withoutResamples(n, estimate, B);
  if (settled !== null) return settled;
  const stream = new RandomStream(label);
  const drawn = new Uint32Array(n);
  const replicates = Float64Array.from({ length: B }, () => {
    stream.fillBelow(drawn, n);
    return statistic(drawn);
  });
  return bcaIntervals({ estimate, replicates, left: leftOut(n, statistic) }, [conf])[0]!;
}
