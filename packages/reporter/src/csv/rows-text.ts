import { isCounted, type Manifest, type Row } from "@sameseed/core";
import { csvHeader, csvLine, type CsvOptions } from "./csv-line.ts";
import { rowsTable } from "./rows-table.ts";

export type RowsTextFormat = "csv" | "tsv" | "json" | "jsonl";

/**
 * The rows as text, piece by piece, in the order of the rows. `csv` and `tsv` are the tidy table of `rows.csv`; `jsonl` and
 * `json` are the whole rows, which `Row` of @sameseed/core reads back.
 */
export async function* rowsText(
  manifest: Manifest,
  rows: AsyncIterable<Row> | Iterable<Row>,
  { format, ...options }: CsvOptions & { readonly format: RowsTextFormat },
): AsyncGenerator<string> {
  const table = rowsTable(manifest);
  const csv = format === "tsv" ? { ...options, delimiter: "\t" } : options;
  const isTable = format === "csv" || format === "tsv";
  if (isTable) yield csvHeader(table.columns, csv);
  let written = 0;
  for await (const row of rows) {
    if (!isCounted(manifest, row)) continue;
    if (isTable) yield csvLine(table.cells(row), csv);
    else if (format === "jsonl") yield `${JSON.stringify(row)}\n`;
    else yield `${written === 0 ? "[\n" : ",\n"}${JSON.stringify(row)}`;
    written++;
  }
  if (format === "json") yield written === 0 ? "[]\n" : "\n]\n";
}
