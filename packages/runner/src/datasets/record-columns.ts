import type { TestCase, Vars } from "@sameseed/core";
import type { DataRecord } from "./read-records.ts";

/** What columns of a record say that another tool gives a meaning, and the record without them. */
export interface ColumnValues {
  readonly record: Vars;
  readonly expected?: unknown;
  readonly metadata?: Vars | undefined;
  readonly scorers?: TestCase["scorers"];
}

/** Reads such columns; undefined for a record that has none. Errors: `BAD_DATASET` for what has no place in a case. */
export type RecordColumns = (data: DataRecord) => ColumnValues | undefined;
