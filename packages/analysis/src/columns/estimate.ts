import type { Estimate } from "@sameseed/core";
import {
  clusteredWilson,
  clusterMean,
  LIKELIHOOD_UP_TO,
  meanScoreInterval,
  meanSd,
  tInterval,
  wilson,
} from "@sameseed/stats";

export interface EstimateOptions {
  /** Draws of each case; above 1 a value is a mean over repeats and no longer a single yes or no. Default 1. */
  readonly repeats?: number;
  /** The cluster of each value, where cases are not independent. */
  readonly clusters?: Float64Array | null;
}

const NO_INTERVAL: Ends = { low: null, high: null };

/**
 * The mean of case values in [0, 1] with its 95 % interval. One value per case: repeats are averaged before.
 *
 * - clusters: Wilson's interval with the effective number of cases (`clusteredWilson` in stats);
 * - one draw a case and every value 0 or 1: Wilson's score interval (Wilson 1927);
 * - otherwise empirical likelihood on [0, 1] (Owen 1988; `likelihoodInterval` in stats), above 5,000 cases
 *   the t interval.
 *
 * Where all values are 0, or all 1, there is no spread: Wilson's interval is used, over clusters where there
 * are any, since clusters are the independent units. Clusters whose values are all some other number have no
 * interval.
 */
export function estimate(values: Float64Array, { repeats = 1, clusters = null }: EstimateOptions = {}): Estimate {
  const { n, mean: average, sd } = meanSd({ x: values });
  if (average === null) return { mean: null, ...NO_INTERVAL, sd, n, method: "none" };
  const hits = hitsOf(values);
  const mean = hits === null ? average : hits / n; // 7 of 10 are 0.7 and not 0.7000000000000001
  const isAllOrNone = mean === 0 || mean === 1;
  if (clusters !== null) {
    const clustered = clusterMean({ d: values, cluster: clusters });
    const { G } = clustered;
    if (isAllOrNone) return { mean, ...wilsonEnds(mean * G, G), sd, n, method: "Wilson over clusters" };
    const { lo = null, hi = null } = clusteredWilson(clustered) ?? {};
    return { mean, ...bounded(lo, hi), sd, n, method: "Wilson, effective n" };
  }
  if (hits !== null && (repeats === 1 || isAllOrNone)) return { mean, ...wilsonEnds(hits, n), sd, n, method: "Wilson" };
  if (n <= LIKELIHOOD_UP_TO) {
    const { lo, hi } = meanScoreInterval({ x: values });
    return { mean, low: lo, high: hi, sd, n, method: lo === null ? "none" : "empirical likelihood" };
  }
  const { lo, hi, degenerate } = tInterval({ x: values });
  return { mean, ...(degenerate ? NO_INTERVAL : bounded(lo, hi)), sd, n, method: "t" };
}

type Ends = Pick<Estimate, "low" | "high">;

/** Number of values that are 1, if all others are 0; null if any is between. */
function hitsOf(values: Float64Array): number | null {
  let hits = 0;
  for (const value of values) {
    if (value !== 0 && value !== 1) return null;
    hits += value;
  }
  return hits;
}

function wilsonEnds(hits: number, n: number): Ends {
  const { lo, hi } = wilson(hits, n);
  return { low: lo, high: hi };
}

function bounded(low: number | null, high: number | null): Ends {
  if (low === null || high === null) return NO_INTERVAL;
  return { low: Math.max(0, low), high: Math.min(1, high) };
}
