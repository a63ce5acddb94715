import type { Estimate } from "@sameseed/core";
import { clusterMean, meanSd, tInterval, wilson } from "@sameseed/stats";

export interface EstimateOptions {
  /** Draws of each case; above 1 a value is a mean over repeats and no longer a single yes or no. Default 1. */
  readonly repeats?: number;
  /** The cluster of each value, where cases are not independent. */
  readonly clusters?: Int32Array | null;
}

const NO_INTERVAL = { low: null, high: null };

/**
 * The mean of case values in [0, 1] with its 95 % interval. One value a case: repeats are averaged before.
 *
 * - clusters: CR2 with Bell-McCaffrey degrees of freedom (Bell & McCaffrey 2002);
 * - one draw a case and every value 0 or 1: Wilson's score interval (Wilson 1927);
 * - otherwise the t interval, its ends held inside [0, 1].
 *
 * Where all values are 0, or all 1, the spread is nought and t would claim certainty: Wilson's interval stands in
 * (over clusters where there are any, since they are what is independent). Where all values are some other number
 * no interval is given.
 */
export function estimate(values: Float64Array, { repeats = 1, clusters = null }: EstimateOptions = {}): Estimate {
  const { n, mean, sd } = meanSd({ x: values });
  if (mean === null) return { mean, ...NO_INTERVAL, sd, n, method: "none" };
  const isAllOrNone = mean === 0 || mean === 1; // values lie in [0, 1]
  if (clusters !== null) {
    const { G, lo, hi, degenerate } = clusterMean({ d: values, cluster: clusters });
    if (isAllOrNone) return wilsonEstimate({ mean, sd, n }, G, "Wilson over clusters");
    return { mean, ...(degenerate ? NO_INTERVAL : bounded(lo, hi)), sd, n, method: "CR2 t" };
  }
  const isBinary = repeats === 1 && values.every((value) => value === 0 || value === 1);
  if (isBinary || isAllOrNone) return wilsonEstimate({ mean, sd, n }, n, "Wilson");
  const { lo, hi, degenerate } = tInterval({ x: values });
  return { mean, ...(degenerate ? NO_INTERVAL : bounded(lo, hi)), sd, n, method: "t" };
}

type Moments = Pick<Estimate, "mean" | "sd" | "n">;

function wilsonEstimate(moments: Moments, units: number, method: string): Estimate {
  const { lo, hi } = wilson(Math.round((moments.mean ?? 0) * units), units);
  return { ...moments, low: lo, high: hi, method };
}

function bounded(low: number | null, high: number | null): { low: number | null; high: number | null } {
  if (low === null || high === null) return NO_INTERVAL;
  return { low: Math.max(0, low), high: Math.min(1, high) };
}
