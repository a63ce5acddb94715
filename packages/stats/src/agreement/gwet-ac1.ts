import { requireConfidence } from "../argument-checks.ts";
import { type CoefficientInterval, jackknifeInterval } from "./jackknife-interval.ts";
import { cohenKappa, tableShares, type AgreementTable } from "./kappa.ts";

export interface GwetAC1 extends CoefficientInterval {
  readonly n: number;
  /** Null without pairs, and where only one category is known. */
  readonly ac1: number | null;
  /** Cohen's kappa of the same pairs. It is misleadingly low when one label is rare; AC1 is not. */
  readonly kappa: number | null;
  readonly agreement: number | null;
}

/**
 * Gwet's AC1 (Gwet 2008): agreement beyond chance that does not collapse when one label is rare. Its interval is the
 * jackknife's.
 */
export function gwetAC1(input: { readonly table: AgreementTable; readonly conf?: number }): GwetAC1 {
  const { table, conf = 0.95 } = input;
  requireConfidence(conf);
  const { n, kappa, agreement } = cohenKappa({ table });
  return { n, ac1: coefficientOf(table), kappa, agreement, ...jackknifeInterval(table, coefficientOf, conf) };
}

function coefficientOf(table: AgreementTable): number | null {
  const { n, size, cell, rows, columns } = tableShares(table);
  if (n === 0 || size < 2) return null;
  const agreement = rows.reduce((sum, _, index) => sum + cell(index, index), 0);
  const chance =
    rows.reduce((sum, row, index) => {
      const share = (row + (columns[index] ?? 0)) / 2;
      return sum + share * (1 - share);
    }, 0) /
    (size - 1);
  return (agreement - chance) / (1 - chance);
}
