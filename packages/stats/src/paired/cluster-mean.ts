import { requireConfidence } from "../argument-checks.ts";
import { ROUNDING_SHARE, largestMagnitude } from "../descriptive/t-interval.ts";
import { moments } from "../descriptive/mean-sd.ts";
import { tPpf, tSf } from "../distributions/student-t.ts";
import type { Numbers } from "../missing-values.ts";
import { groupValues, type ClusterIds, type GroupedValues } from "./cluster-groups.ts";
import { constantShiftP } from "./paired-t.ts";

/** A mean with cluster-robust standard errors, in the unit of d. Undefined values are null. */
export interface ClusterMean {
  readonly n: number;
  /** Number of clusters. */
  readonly G: number;
  readonly dropped: number;
  readonly mean: number | null;
  /** The plain sandwich error (Liang & Zeger 1986; Miller 2024): for comparison, it is too small with few clusters. */
  readonly cr0: number | null;
  /** cr0 times sqrt(G / (G - 1)). */
  readonly cr1: number | null;
  /** The bias-reduced error of Bell & McCaffrey 2002, which the interval uses. */
  readonly cr2: number | null;
  /** Satterthwaite df of Bell & McCaffrey. */
  readonly df: number | null;
  readonly t: number | null;
  readonly p: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly degenerate: boolean;
}

interface Sandwich {
  readonly cr0: number;
  readonly cr2: number;
  readonly df: number;
}

/** The closed forms of CR0, CR2 and its df for a mean under an independence working model. */
function sandwich({ values, group, groups }: GroupedValues, mean: number): Sandwich {
  const n = values.length;
  const residuals = new Float64Array(groups);
  const sizes = new Float64Array(groups);
  for (let index = 0; index < n; index++) {
    const number = group[index] as number;
    residuals[number] = (residuals[number] as number) + ((values[index] as number) - mean);
    sizes[number] = (sizes[number] as number) + 1;
  }
  let [plain, reduced, sumW2, sumU, sumU2] = [0, 0, 0, 0, 0];
  for (let number = 0; number < groups; number++) {
    const weight = (sizes[number] as number) / n;
    const square = (residuals[number] as number) ** 2;
    const u = weight ** 2 / (1 - weight);
    plain += square;
    reduced += square / (1 - weight);
    sumW2 += weight ** 2;
    sumU += u;
    sumU2 += u * u;
  }
  return {
    cr0: Math.sqrt(plain) / n,
    cr2: Math.sqrt(reduced) / n,
    df: groups === n ? n - 1 : 1 / (sumW2 + sumU ** 2 - sumU2),
  };
}

/**
 * The mean of d with a CR2 t interval and Bell-McCaffrey df (Bell & McCaffrey 2002; Imbens & Kolesar 2016); cases
 * weigh equally. With clusters of one case (or no `cluster`) it is exactly the paired t. One cluster: errors are null.
 * One pass, O(n). Missing values are left out and counted.
 */
export function clusterMean(input: {
  readonly d: Numbers;
  readonly cluster?: ClusterIds;
  readonly conf?: number;
}): ClusterMean {
  const conf = input.conf ?? 0.95;
  requireConfidence(conf);
  const grouped = groupValues(input.d, input.cluster);
  const { values, groups, dropped } = grouped;
  const n = values.length;
  const base = { n, G: groups, dropped };
  const none = { cr0: null, cr1: null, cr2: null, df: null, t: null, p: null, lo: null, hi: null };
  if (n === 0) return { ...base, mean: null, ...none, degenerate: false };
  const { mean, squares } = moments(values);
  if (groups === 1) return { ...base, mean, ...none, degenerate: false };
  const { cr0, cr2, df } = sandwich(grouped, mean);
  const size = largestMagnitude(values);
  if (Math.sqrt(squares / n) <= ROUNDING_SHARE * size) {
    const p = constantShiftP(groups, size === 0 ? 0 : mean);
    const flat = { cr0: 0, cr1: 0, cr2: 0, df, t: null, p, lo: mean, hi: mean };
    return { ...base, mean, ...flat, degenerate: true };
  }
  const cr1 = cr0 * Math.sqrt(groups / (groups - 1));
  // Residuals that cancel inside every cluster leave no spread between clusters to judge by.
  if (cr2 * Math.sqrt(n) <= ROUNDING_SHARE * size) {
    return { ...base, mean, cr0, cr1, cr2: 0, df, t: null, p: null, lo: mean, hi: mean, degenerate: true };
  }
  const t = mean / cr2;
  const half = tPpf(1 - (1 - conf) / 2, df) * cr2;
  const p = 2 * tSf(Math.abs(t), df);
  return { ...base, mean, cr0, cr1, cr2, df, t, p, lo: mean - half, hi: mean + half, degenerate: false };
}
