import { normPpf } from "../distributions/normal.ts";
import { tPpf } from "../distributions/student-t.ts";
import type { ClusterMean } from "../paired/cluster-mean.ts";
import { wilsonEnds } from "./wilson.ts";

/**
 * The interval of a mean of scores in [0, 1] over clusters: Wilson's with the effective number of cases, which is the number of
 * independent cases of pass or fail that gives the CR2 error (Korn & Graubard 1998, Confidence Intervals for Proportions with
 * Small Expected Number of Positive Counts Estimated from Survey Data), reduced by (z/t)^2 for the Bell-McCaffrey degrees of
 * freedom. Null without an error above 0, and for a mean of 0 or 1.
 */
export function clusteredWilson(
  { mean, cr2, df }: Pick<ClusterMean, "mean" | "cr2" | "df">,
  conf = 0.95,
): { readonly lo: number; readonly hi: number } | null {
  if (mean === null || cr2 === null || df === null || !(cr2 > 0) || !(mean > 0 && mean < 1)) return null;
  const level = 1 - (1 - conf) / 2;
  const z = normPpf(level);
  const cases = ((mean * (1 - mean)) / cr2 ** 2) * (z / tPpf(level, df)) ** 2;
  const { lo, hi } = wilsonEnds(mean, cases, z);
  return { lo: Math.max(0, lo), hi: Math.min(1, hi) };
}
