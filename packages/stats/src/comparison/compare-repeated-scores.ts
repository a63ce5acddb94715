import { requireSameLength } from "../argument-checks.ts";
import { meanSd } from "../descriptive/mean-sd.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { crnDecomposition, type CrnDecomposition } from "../variance/crn-decomposition.ts";
import { suiteInterval, type SuiteInterval } from "../variance/suite-interval.ts";
import type { RepeatedScores } from "../variance/variance-decomposition.ts";
import { comparePairedScores, type PairedScoresOptions } from "./compare-paired-scores.ts";
import type { Comparison } from "./comparison.ts";

/** Both estimands of a comparison with repeats. */
export interface RepeatedComparison {
  /** P: another draw of cases. The default, and the only one that carries a verdict. */
  readonly population: Comparison;
  /** S: these cases only. Null ends with one repeat. */
  readonly suite: SuiteInterval;
  /** What shared cases and shared seeds bought. */
  readonly sharing: CrnDecomposition;
}

/**
 * Compares repeated scores: repeats are averaged inside the case first, since the case is the unit. `a[i][r]` and
 * `b[i][r]` share case and seed; missing repeats (null, NaN) are left out, numbers of repeats may differ.
 */
export function compareRepeatedScores(
  scores: {
    readonly a: RepeatedScores;
    readonly b: RepeatedScores;
    readonly cluster?: ClusterIds | undefined;
  },
  options: PairedScoresOptions,
): RepeatedComparison {
  requireSameLength(scores.a, scores.b, "a and b");
  const caseMeans = (rows: RepeatedScores): (number | null)[] => rows.map((x) => meanSd({ x }).mean);
  const a = caseMeans(scores.a);
  const b = caseMeans(scores.b);
  return {
    population: comparePairedScores({ a, b, cluster: scores.cluster }, options),
    suite: suiteInterval({ a: scores.a, b: scores.b, conf: 1 - (options.alpha ?? 0.05) }),
    sharing: crnDecomposition({ a: scores.a, b: scores.b }),
  };
}
