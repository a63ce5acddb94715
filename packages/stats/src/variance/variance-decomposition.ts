import { moments } from "../descriptive/mean-sd.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";

/** Repeated scores: one row per case, one entry per repeat. Rows may differ in length; missing entries are left out. */
export type RepeatedScores = readonly Numbers[];

/** One-way random effects of cases and repeats. Undefined values (K = 1, one case, no variance) are null. */
export interface VarianceDecomposition {
  /** Cases with at least one score. */
  readonly n: number;
  readonly dropped: number;
  /** Mean over cases of the case means. */
  readonly mean: number | null;
  readonly msBetween: number | null;
  readonly msWithin: number | null;
  /** Variance of the true case means; 0 where the estimate would be negative. */
  readonly varBetween: number | null;
  /** Variance of one repeat inside a case. */
  readonly varWithin: number | null;
  readonly icc: number | null;
  /** sd of the case means / sqrt(n). */
  readonly seMean: number | null;
  /** Share of seMean^2 that more repeats would remove. */
  readonly noiseShareOfSe2: number | null;
  /**
   * The change that reduces the error most: more cases (share under 0.2), more repeats (over 0.5), or neither
   * clearly.
   */
  readonly advice: "more cases" | "more repeats" | "either" | null;
}

function adviceFor(share: number | null): VarianceDecomposition["advice"] {
  if (share === null) return null;
  if (share < 0.2) return "more cases";
  return share > 0.5 ? "more repeats" : "either";
}

/**
 * Splits the variance of repeated scores into cases and sampling noise (Searle, Casella & McCulloch 1992, Variance
 * Components; Miller 2024). Unequal numbers of repeats use K0 of that book.
 */
export function varianceDecomposition(input: { readonly scores: RepeatedScores }): VarianceDecomposition {
  const rows = input.scores.map((row) => finiteValues(row, "scores"));
  const dropped = rows.reduce((sum, row) => sum + row.dropped, 0);
  const cases = rows.map((row) => row.values).filter((values) => values.length > 0);
  const n = cases.length;
  const total = cases.reduce((sum, values) => sum + values.length, 0);
  const perCase = cases.map((values) => ({ size: values.length, ...moments(values) }));
  const means = moments(perCase.map((one) => one.mean));
  const mean = n === 0 ? null : means.mean;
  const varMeans = n < 2 ? null : means.squares / (n - 1);
  const seMean = varMeans === null ? null : Math.sqrt(varMeans / n);
  const dfWithin = total - n;
  const within = perCase.reduce((sum, one) => sum + one.squares, 0);
  const msWithin = dfWithin > 0 ? within / dfWithin : null;
  const grand = perCase.reduce((sum, one) => sum + one.size * one.mean, 0) / total;
  const between = perCase.reduce((sum, one) => sum + one.size * (one.mean - grand) ** 2, 0);
  const msBetween = n < 2 ? null : between / (n - 1);
  const base = { n, dropped, mean, msBetween, msWithin, varWithin: msWithin, seMean };
  if (msBetween === null || msWithin === null || varMeans === null) {
    return { ...base, varBetween: null, icc: null, noiseShareOfSe2: null, advice: null };
  }
  const squaredSizes = perCase.reduce((sum, one) => sum + one.size ** 2, 0);
  const repeats = (total - squaredSizes / total) / (n - 1);
  const varBetween = Math.max(0, (msBetween - msWithin) / repeats);
  const sum = varBetween + msWithin;
  const meanInverse = perCase.reduce((inverse, one) => inverse + 1 / one.size, 0) / n;
  const noiseShareOfSe2 = varMeans > 0 ? (msWithin * meanInverse) / varMeans : null;
  return {
    ...base,
    varBetween,
    icc: sum > 0 ? varBetween / sum : null,
    noiseShareOfSe2,
    advice: adviceFor(noiseShareOfSe2),
  };
}
