import { join } from "node:path";
import type { ReportReader } from "@sameseed/analysis";
import type { Manifest, Row } from "@sameseed/core";
import type { CsvOptions } from "../csv/csv-line.ts";
import { rowsTable } from "../csv/rows-table.ts";
import { WideTable } from "../csv/wide-table.ts";
import { CsvFile } from "./csv-file.ts";

const [ROWS, WIDE] = ["rows.csv", "wide.csv"] as const;

const MOST_LENGTH = 1 << 24;

/** Options of a table file. */
export interface TableFileOptions extends CsvOptions {
  /** Characters of the lines that are kept in memory before the turn of their rows. Default 16 million. */
  readonly mostEarly?: number;
}

/** The files of `rowsCsvFile` and `wideCsvFile`. */
export const TABLE_FILES: readonly string[] = [ROWS, WIDE];

/** A reporter of a table of the rows. It needs no report at its end. */
export interface TableReporter extends ReportReader {
  row: NonNullable<ReportReader["row"]>;
  end(): Promise<void>;
}

/** `rows.csv` in `folder`, one line per trial, written as the rows arrive. */
export function rowsCsvFile(folder: string, manifest: Manifest, options: TableFileOptions = {}): TableReporter {
  const table = rowsTable(manifest);
  const file = new CsvFile(join(folder, ROWS), table.columns, options);
  const lines = new EarlyLines(options.mostEarly);
  return {
    early(rows) {
      for (const row of rows) lines.make(row, () => file.line(table.cells(row)));
    },
    row(row) {
      const line = lines.take(row);
      return line === undefined ? file.write(table.cells(row)) : file.writeLine(line);
    },
    end: () => file.finish(),
  };
}

/** `wide.csv` in `folder`, one line per case, written as the cases are complete. */
export function wideCsvFile(folder: string, manifest: Manifest, options: TableFileOptions = {}): TableReporter {
  const table = new WideTable(manifest);
  const file = new CsvFile(join(folder, WIDE), table.columns, options);
  const write = (cells: unknown[] | null) => (cells === null ? undefined : file.write(cells));
  const lines = new EarlyLines(options.mostEarly);
  const ahead = new WideTable(manifest);
  /** The case whose line is written. */
  let written: string | null = null;
  return {
    early(rows) {
      lines.make(rows[0]!, () => {
        for (const row of rows) ahead.add(row);
        return file.line(ahead.end()!);
      });
    },
    row(row) {
      if (row.trial.case.id === written) return undefined;
      const line = lines.take(row);
      if (line === undefined) return write(table.add(row));
      written = row.trial.case.id;
      const before = write(table.end());
      return before === undefined ? file.writeLine(line) : before.then(() => file.writeLine(line));
    },
    async end() {
      await write(table.end());
      await file.finish();
    },
  };
}

/** Lines that were made before the turn of their rows. */
class EarlyLines {
  readonly #lines = new Map<Row, string>();
  readonly #most: number;
  #length = 0;

  constructor(most = MOST_LENGTH) {
    this.#most = most;
  }

  /** Makes a line if there is room for it. */
  make(row: Row, line: () => string): void {
    this.take(row);
    if (this.#length >= this.#most) return;
    const made = line();
    this.#lines.set(row, made);
    this.#length += made.length;
  }

  /** The row's line, which is then forgotten; undefined if there is none. */
  take(row: Row): string | undefined {
    const line = this.#lines.get(row);
    if (line === undefined) return undefined;
    this.#lines.delete(row);
    this.#length -= line.length;
    return line;
  }
}
