import type { TestCase, Vars } from "@sameseed/core";
import type { DataRecord } from "./read-records.ts";

/** The data of columns with a meaning in another tool, and the record without them. */
export interface ColumnValues {
  readonly record: Vars;
  readonly expected?: unknown;
  readonly metadata?: Vars | undefined;
  readonly scorers?: TestCase["scorers"];
}

/** Columns to which another tool gives a meaning. Their reader is loaded at the first record that has one. */
export interface RecordColumns {
  readonly isMarked: (name: string) => boolean;
  /** Errors of the reader: `BAD_DATASET` for a value that has no place in a case. */
  readonly reader: () => Promise<(data: DataRecord) => ColumnValues | undefined>;
}

/** The values of a record's marked columns; undefined for a record without any. */
export class ColumnReader {
  readonly #columns: RecordColumns | undefined;
  #read: ((data: DataRecord) => ColumnValues | undefined) | undefined;

  constructor(columns: RecordColumns | undefined) {
    this.#columns = columns;
  }

  hasMarked({ record }: DataRecord): boolean {
    return this.#columns !== undefined && Object.keys(record).some(this.#columns.isMarked);
  }

  async values(data: DataRecord): Promise<ColumnValues | undefined> {
    this.#read ??= await this.#columns?.reader();
    return this.#read?.(data);
  }
}
