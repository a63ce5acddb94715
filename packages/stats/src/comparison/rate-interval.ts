import { requireConfidence } from "../argument-checks.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { clusterMean } from "../paired/cluster-mean.ts";
import { LIKELIHOOD_UP_TO, meanScoreInterval } from "../paired/likelihood-interval.ts";
import { clopperPearsonUpperOneSided } from "../proportions/clopper-pearson.ts";
import { clusteredWilson } from "../proportions/clustered-wilson.ts";
import { wilson } from "../proportions/wilson.ts";

/** One variant's mean score in [0, 1] with its interval; the ends are null without an interval. */
export interface RateInterval {
  readonly n: number;
  readonly dropped: number;
  readonly clusters: number | null;
  readonly estimate: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly method: "Wilson" | "Wilson, effective n" | "empirical likelihood" | "CR2 t" | "none";
  readonly degenerate: boolean;
  /** With no pass, the one-sided upper bound 1 - (1 - conf)^(1/n) ("rule of three"); else null. */
  readonly upperIfNone: number | null;
}

/**
 * One variant's pass rate or mean score from case means in [0, 1] (repeats averaged first): Wilson for 0/1 values without
 * clusters, with the effective n for clusters, else empirical likelihood on [0, 1] (t cut to [0, 1] above 5,000 cases); Wilson
 * again where every case is 1, or every case 0. n = 0 gives [0, 1].
 */
export function rateInterval(input: {
  readonly x: Numbers;
  readonly cluster?: ClusterIds | undefined;
  readonly conf?: number;
}): RateInterval {
  const { x, cluster, conf = 0.95 } = input;
  requireConfidence(conf);
  const { values, dropped } = finiteValues(x, "x");
  const n = values.length;
  let [passes, isBinary] = [0, true];
  for (const value of values) {
    if (value < 0 || value > 1) throw new RangeError(`x must lie in [0, 1], got ${value}`);
    if (value === 1) passes++;
    else if (value !== 0) isBinary = false;
  }
  const isConstant = isBinary && (passes === 0 || passes === n);
  const upperIfNone = n > 0 && isBinary && passes === 0 ? clopperPearsonUpperOneSided({ k: 0, n, conf }).hi : null;
  const clustered = cluster === undefined ? null : clusterMean({ d: x, cluster, conf });
  const base = { n, dropped, clusters: clustered?.G ?? null, upperIfNone };
  if (isBinary && (cluster === undefined || isConstant)) {
    const units = clustered?.G ?? n;
    const interval = wilson(clustered === null ? passes : passes === n ? units : 0, units, conf);
    const estimate = n === 0 ? null : passes / n;
    return { ...base, estimate, lo: interval.lo, hi: interval.hi, method: "Wilson", degenerate: false };
  }
  if (clustered === null && n >= 2 && n <= LIKELIHOOD_UP_TO) {
    const { mean, lo, hi } = meanScoreInterval({ x: values, conf });
    return { ...base, estimate: mean, lo, hi, method: "empirical likelihood", degenerate: false };
  }
  const effective = clustered === null ? null : clusteredWilson(clustered, conf);
  if (clustered !== null && effective !== null) {
    return { ...base, estimate: clustered.mean, ...effective, method: "Wilson, effective n", degenerate: false };
  }
  const { mean, lo, hi, degenerate } = clustered ?? clusterMean({ d: x, conf });
  if (lo === null || hi === null) {
    return { ...base, estimate: mean, lo, hi, method: "none", degenerate };
  }
  return { ...base, estimate: mean, lo: Math.max(0, lo), hi: Math.min(1, hi), method: "CR2 t", degenerate };
}
