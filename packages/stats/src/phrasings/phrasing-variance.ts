import { requireSameLength } from "../argument-checks.ts";
import { moments } from "../descriptive/mean-sd.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { clusterMean } from "../paired/cluster-mean.ts";

/** Values of the same complete cases under each phrasing: one row per phrasing, one column per case. */
export type PhrasedValues = readonly Float64Array[];

/** The parts of the variance of a mean over cases and phrasings, both drawn at random. */
export interface PhrasingVariance {
  readonly phrasings: number;
  readonly mean: number;
  /** The mean of each phrasing. */
  readonly means: readonly number[];
  /** Variance that phrasings add to the mean; 0 where their means differ no more than by noise. */
  readonly added: number;
  /** Variance of the phrasing means over their number, noise included. */
  readonly between: number;
  /** The noise in it: the contribution of cases that react differently to phrasings. */
  readonly noise: number;
}

/**
 * How much the choice of phrasings adds to the variance of the mean. Phrasing means differ by noise alone: the residuals
 * of each case around its own mean say by how much, with CR2 errors where there are clusters. Without clusters `added` is
 * max(0, MS between phrasings - MS residual) / (cases × phrasings), as in a two-way analysis of variance.
 */
export function phrasingVariance(values: PhrasedValues, cluster?: ClusterIds): PhrasingVariance {
  const phrasings = values.length;
  for (const row of values) requireSameLength(row, values[0]!, "the phrasings' values");
  const { mean, squares } = moments(Float64Array.from(values, meanOf));
  const means = values.map(meanOf);
  const none = { phrasings, mean, means, added: 0, between: 0, noise: 0 };
  if (phrasings < 2) return none;
  const caseMeans = averaged(values);
  const pairs = phrasings * (phrasings - 1);
  const noise = values.reduce((sum, row) => {
    const d = row.map((value, place) => value - caseMeans[place]!);
    return sum + squaredError(d, cluster);
  }, 0);
  const between = squares / pairs;
  return { ...none, between, noise: noise / pairs, added: Math.max(0, between - noise / pairs) };
}

/** The squared standard error of a mean; 0 if the spread between cases or clusters cannot be estimated. */
function squaredError(d: Float64Array, cluster: ClusterIds | undefined): number {
  if (cluster !== undefined) return (clusterMean({ d, cluster }).cr2 ?? 0) ** 2;
  return d.length < 2 ? 0 : moments(d).squares / (d.length - 1) / d.length;
}

/** The mean of each case over the phrasings. */
export function averaged(values: PhrasedValues): Float64Array {
  const means = new Float64Array(values[0]?.length ?? 0);
  for (const row of values) for (let place = 0; place < means.length; place++) means[place]! += row[place]!;
  return means.map((sum) => sum / values.length);
}

function meanOf(row: Float64Array): number {
  return row.length === 0 ? 0 : moments(row).mean;
}
