import { normPpf } from "../distributions/normal.ts";
import type { AgreementTable } from "./kappa.ts";

export interface CoefficientInterval {
  readonly se: number | null;
  /** Held inside [-1, 1]. */
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * The jackknife error of a coefficient of a table and its normal interval (Efron & Stein 1981, The Jackknife Estimate
 * of Variance). Leaving out a pair changes one cell, so a table of k labels takes k² evaluations, whatever n is. Null
 * where the coefficient is not defined without some pair.
 */
export function jackknifeInterval(
  table: AgreementTable,
  coefficient: (table: AgreementTable) => number | null,
  conf: number,
): CoefficientInterval {
  const none = { se: null, lo: null, hi: null };
  const value = coefficient(table);
  if (value === null) return none;
  const without: { readonly pairs: number; readonly value: number }[] = [];
  for (const [place, row] of table.entries()) {
    for (const [column, pairs] of row.entries()) {
      if (pairs === 0) continue;
      const left = coefficient(table.with(place, row.with(column, pairs - 1)));
      if (left === null) return none;
      without.push({ pairs, value: left });
    }
  }
  const n = without.reduce((sum, { pairs }) => sum + pairs, 0);
  const mean = without.reduce((sum, one) => sum + one.pairs * one.value, 0) / n;
  const squares = without.reduce((sum, one) => sum + one.pairs * (one.value - mean) ** 2, 0);
  const se = Math.sqrt(((n - 1) / n) * squares);
  const half = normPpf(1 - (1 - conf) / 2) * se;
  return { se, lo: Math.max(-1, value - half), hi: Math.min(1, value + half) };
}
