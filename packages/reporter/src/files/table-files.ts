import { join } from "node:path";
import type { Manifest, Reporter } from "@sameseed/core";
import type { CsvOptions } from "../csv/csv-line.ts";
import { rowsTable } from "../csv/rows-table.ts";
import { WideTable } from "../csv/wide-table.ts";
import { CsvFile } from "./csv-file.ts";

const [ROWS, WIDE] = ["rows.csv", "wide.csv"] as const;

/** The files that `tableFiles` writes. */
export const TABLE_FILES: readonly string[] = [ROWS, WIDE];

/** The tables of a run's rows in `folder`. They need the rows, but not the report. */
export function tableFiles(folder: string, manifest: Manifest, options: CsvOptions = {}): readonly TableReporter[] {
  return [rowsCsvFile(join(folder, ROWS), manifest, options), wideCsvFile(join(folder, WIDE), manifest, options)];
}

/** A reporter that needs no report at its end. */
export interface TableReporter extends Reporter {
  row: NonNullable<Reporter["row"]>;
  end(): Promise<void>;
}

/** `rows.csv`, one line a trial, written as the rows come. */
function rowsCsvFile(path: string, manifest: Manifest, options: CsvOptions): TableReporter {
  const table = rowsTable(manifest);
  const file = new CsvFile(path, table.columns, options);
  return {
    row: (row) => file.write(table.cells(row)),
    end: () => file.finish(),
  };
}

/** `wide.csv`, one line a case, written as the cases are complete. */
function wideCsvFile(path: string, manifest: Manifest, options: CsvOptions): TableReporter {
  const table = new WideTable(manifest);
  const file = new CsvFile(path, table.columns, options);
  const write = (cells: unknown[] | null) => (cells === null ? undefined : file.write(cells));
  return {
    row: (row) => write(table.add(row)),
    async end() {
      await write(table.end());
      await file.finish();
    },
  };
}
