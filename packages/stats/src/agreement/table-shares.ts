import { requireCount } from "../argument-checks.ts";

/** Counts of pairs of labels: row = first judge, column = second judge, same order of categories. */
export type AgreementTable = readonly (readonly number[])[];

/** A table of agreement as shares of its pairs. */
export interface Shares {
  readonly n: number;
  readonly size: number;
  /** Cell (i, j) as a share of n. */
  readonly cell: (row: number, column: number) => number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** Shares of a square table. Throws RangeError for a table that is not square or has values other than counts. */
export function tableShares(table: AgreementTable): Shares {
  for (const row of table) {
    if (row.length !== table.length) throw new RangeError("table must be square");
    for (const count of row) requireCount(count, "table");
  }
  return sharesOf(table);
}

/** Shares of a square table. Its cells need not be whole numbers. */
export function sharesOf(table: AgreementTable): Shares {
  const size = table.length;
  let n = 0;
  for (const row of table) for (const count of row) n += count;
  const cell = (row: number, column: number): number => (table[row]?.[column] ?? 0) / n;
  const indexes = Array.from({ length: size }, (_, index) => index);
  const rows = indexes.map((row) => indexes.reduce((sum, column) => sum + cell(row, column), 0));
  const columns = indexes.map((column) => indexes.reduce((sum, row) => sum + cell(row, column), 0));
  return { n, size, cell, rows, columns };
}

/** Share of pairs with the same label twice. Rounding of a sum of shares never makes it more than 1. */
export function sharedAgreement({ rows, cell }: Shares): number {
  return Math.min(
    1,
    rows.reduce((sum, _, index) => sum + cell(index, index), 0),
  );
}
