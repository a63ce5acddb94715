import { adjustedInterval, type CoefficientInterval } from "./adjusted-interval.ts";
import { cohenKappa } from "./kappa.ts";
import { type AgreementTable, sharedAgreement, type Shares, tableShares } from "./table-shares.ts";

export interface GwetAC1 extends CoefficientInterval {
  readonly n: number;
  /** Null without pairs, and where only one category is known. */
  readonly ac1: number | null;
  /** Cohen's kappa of the same pairs. It is misleadingly low when one label is rare; AC1 is not. */
  readonly kappa: number | null;
  readonly agreement: number | null;
}

/**
 * Gwet's AC1 (Gwet 2008): agreement beyond chance that does not collapse when one label is rare. For the
 * interval see `adjustedInterval`.
 */
export function gwetAC1(input: { readonly table: AgreementTable; readonly conf?: number }): GwetAC1 {
  const { table, conf = 0.95 } = input;
  const { n, kappa, agreement } = cohenKappa({ table });
  return {
    n,
    ac1: coefficientOf(tableShares(table)),
    kappa,
    agreement,
    ...adjustedInterval(table, coefficientOf, conf),
  };
}

function coefficientOf(shares: Shares): number | null {
  const { n, size, rows, columns } = shares;
  if (n === 0 || size < 2) return null;
  const agreement = sharedAgreement(shares);
  const chance =
    rows.reduce((sum, row, index) => {
      const share = (row + (columns[index] ?? 0)) / 2;
      return sum + share * (1 - share);
    }, 0) /
    (size - 1);
  return (agreement - chance) / (1 - chance);
}
