import { cohenKappa, tableShares, type AgreementTable } from "./kappa.ts";

export interface GwetAC1 {
  readonly n: number;
  /** Null without pairs, and where only one category is known. */
  readonly ac1: number | null;
  /** Cohen's kappa beside it, for the paradox of skewed labels. */
  readonly kappa: number | null;
  readonly agreement: number | null;
}

/** Gwet's AC1 (Gwet 2008): agreement beyond chance that does not collapse when one label is rare. */
export function gwetAC1(input: { readonly table: AgreementTable }): GwetAC1 {
  const { size, rows, columns } = tableShares(input.table);
  const { n, kappa, agreement } = cohenKappa(input);
  if (agreement === null || size < 2) return { n, ac1: null, kappa, agreement };
  const chance =
    rows.reduce((sum, row, index) => {
      const share = (row + (columns[index] ?? 0)) / 2;
      return sum + share * (1 - share);
    }, 0) /
    (size - 1);
  return { n, ac1: (agreement - chance) / (1 - chance), kappa, agreement };
}
