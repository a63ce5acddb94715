import { csvHeader, csvLines, type CsvOptions } from "./csv-line.ts";

/** A small table that fits in memory; null or undefined where a cell is empty. */
export interface Table {
  readonly columns: readonly string[];
  readonly lines: readonly (readonly unknown[])[];
}

export function tableCsv({ columns, lines }: Table, options: CsvOptions = {}): string {
  return csvHeader(columns, options) + csvLines(lines, options);
}
