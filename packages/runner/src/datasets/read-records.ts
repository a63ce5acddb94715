import { SameseedError } from "@sameseed/core";
import { csvRecords } from "./csv-records.ts";
import { jsonlRecords, jsonRecords } from "./json-records.ts";

export type RecordFormat = "csv" | "jsonl" | "json";

/** A record and where it stands. */
export interface PlacedRecord {
  readonly record: Readonly<Record<string, unknown>>;
  /** For messages: `cases.csv, line 12`. */
  readonly place: string;
}

/** One record of a data file. */
export interface DataRecord extends PlacedRecord {
  /** Position among the records, from 0. */
  readonly index: number;
}

/** The records of one chunk of a file: handing them on together costs a third of handing on each alone. */
export type RecordBatches = AsyncGenerator<Iterable<PlacedRecord>>;

const FORMATS: Readonly<Record<string, RecordFormat>> = {
  csv: "csv",
  tsv: "csv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
};

/** The format that a file's name tells, `.gz` aside. Errors: `BAD_BENCHMARK`. */
export function formatOf(file: string): RecordFormat {
  const extension = /\.([^./\\]+)(?:\.gz)?$/i.exec(file)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  if (format !== undefined) return format;
  throw new SameseedError("BAD_BENCHMARK", `${file} is neither CSV, JSONL nor JSON by its name.`, {
    hint: `Known endings: ${Object.keys(FORMATS)
      .map((name) => `.${name}`)
      .join(", ")}, each also with .gz.`,
  });
}

/**
 * The records of a CSV, JSONL or JSON file (also `.gz`), one after the other; CSV and JSONL stream in
 * constant memory. CSV values are text and stay text. Errors: `NOT_FOUND`; `BAD_DATASET` with the line
 * and, where there is one, the column.
 */
export async function* readRecords(file: string, format: RecordFormat = formatOf(file)): AsyncGenerator<DataRecord> {
  const batches = { csv: csvRecords, jsonl: jsonlRecords, json: jsonRecords }[format](file);
  let index = 0;
  for await (const batch of batches) {
    for (const { record, place } of batch) yield { record, index: index++, place };
  }
}
