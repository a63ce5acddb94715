export interface ChrfFormula {
  /** How much recall weighs. Default 2. */
  readonly beta?: number | undefined;
  /** The mean over all orders, also those a text is too short for, as chrF++.py. Default false. */
  readonly epsSmoothing?: boolean | undefined;
}

/** By order: n-grams of the answer, of the reference, in both. */
export type ChrfStatistics = readonly (readonly [answer: number, reference: number, both: number])[];

/** chrF from its statistics, in [0, 1], as sacreBLEU computes it (Popović 2015). */
export function chrfOf(rows: ChrfStatistics, { beta = 2, epsSmoothing = false }: ChrfFormula = {}): number {
  const factor = beta ** 2;
  const fOf = (precision: number, recall: number): number =>
    precision + recall === 0 ? 0 : ((1 + factor) * precision * recall) / (factor * precision + recall);
  const used = rows.filter(([answer, reference]) => answer > 0 && reference > 0);
  if (epsSmoothing)
    return used.reduce((sum, [answer, reference, both]) => sum + fOf(both / answer, both / reference), 0) / rows.length;
  if (used.length === 0) return 0;
  const mean = (share: (row: ChrfStatistics[number]) => number): number =>
    used.reduce((sum, row) => sum + share(row), 0) / used.length;
  return fOf(
    mean(([answer, , both]) => both / answer),
    mean(([, reference, both]) => both / reference),
  );
}
