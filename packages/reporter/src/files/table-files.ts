import { join } from "node:path";
import type { Manifest, Reporter } from "@sameseed/core";
import type { CsvOptions } from "../csv/csv-line.ts";
import { rowsTable } from "../csv/rows-table.ts";
import { WideTable } from "../csv/wide-table.ts";
import { CsvFile } from "./csv-file.ts";

const [ROWS, WIDE] = ["rows.csv", "wide.csv"] as const;

/** The files of `rowsCsvFile` and `wideCsvFile`. */
export const TABLE_FILES: readonly string[] = [ROWS, WIDE];

/** A reporter of a table of the rows. It needs no report at its end. */
export interface TableReporter extends Reporter {
  row: NonNullable<Reporter["row"]>;
  end(): Promise<void>;
}

/** `rows.csv` in `folder`, one line per trial, written as the rows arrive. */
export function rowsCsvFile(folder: string, manifest: Manifest, options: CsvOptions = {}): TableReporter {
  const table = rowsTable(manifest);
  const file = new CsvFile(join(folder, ROWS), table.columns, options);
  return {
    row: (row) => file.write(table.cells(row)),
    end: () => file.finish(),
  };
}

/** `wide.csv` in `folder`, one line per case, written as the cases are complete. */
export function wideCsvFile(folder: string, manifest: Manifest, options: CsvOptions = {}): TableReporter {
  const table = new WideTable(manifest);
  const file = new CsvFile(join(folder, WIDE), table.columns, options);
  const write = (cells: unknown[] | null) => (cells === null ? undefined : file.write(cells));
  return {
    row: (row) => write(table.add(row)),
    async end() {
      await write(table.end());
      await file.finish();
    },
  };
}
