import { SameseedError } from "@sameseed/core";
import { csvRecords } from "./csv-records.ts";
import { jsonlRecords, jsonRecords } from "./json-records.ts";
import { parquetRecords } from "./parquet-records.ts";
import type { Content } from "./read-text.ts";
import { withoutSecrets } from "../transport/redact.ts";
import { xlsxRecords } from "./xlsx-records.ts";
import { yamlRecords } from "./yaml-records.ts";

export const RECORD_FORMATS = ["csv", "jsonl", "json", "yaml", "xlsx", "parquet"] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

/** A record and its position. */
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
  yaml: "yaml",
  yml: "yaml",
  xlsx: "xlsx",
  parquet: "parquet",
};

const READERS: Readonly<Record<RecordFormat, (file: string, content?: Content) => RecordBatches>> = {
  csv: csvRecords,
  jsonl: jsonlRecords,
  json: jsonRecords,
  yaml: yamlRecords,
  xlsx: xlsxRecords,
  parquet: parquetRecords,
};

/** The format of a file's name, `.gz` aside. Errors: `BAD_BENCHMARK`. */
export function formatOf(file: string): RecordFormat {
  const extension = /\.([^./\\?#]+?)(?:\.gz)?(?:[?#].*)?$/i.exec(file)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
  if (format !== undefined) return format;
  const shown = URL.canParse(file) ? withoutSecrets(file) : file;
  throw new SameseedError("BAD_BENCHMARK", `${shown} does not tell its format by its name.`, {
    hint: `Known endings: ${Object.keys(FORMATS)
      .map((name) => `.${name}`)
      .join(", ")}, all but .xlsx and .parquet also with .gz. Or say it: {file: …, format: jsonl}.`,
  });
}

/**
 * The records of a CSV, JSONL, JSON, YAML, XLSX or Parquet file, one after the other; CSV, JSONL and Parquet
 * stream in constant memory. CSV values are text and stay text. Errors: `NOT_FOUND`; `BAD_DATASET` with the
 * line and, if known, the column.
 */
export async function* readRecords(
  file: string,
  format: RecordFormat = formatOf(file),
  content?: Content,
): AsyncGenerator<DataRecord> {
  for await (const batch of readRecordBatches(file, format, content)) for (const data of batch) yield data;
}

/** The records of `readRecords`, those of each chunk of the file together. Errors are thrown while a batch is read, too. */
export async function* readRecordBatches(
  file: string,
  format: RecordFormat = formatOf(file),
  content?: Content,
): AsyncGenerator<Iterable<DataRecord>> {
  let index = 0;
  function* numbered(batch: Iterable<PlacedRecord>): Generator<DataRecord> {
    for (const { record, place } of batch) yield { record, index: index++, place };
  }
  for await (const batch of READERS[format](file, content)) yield numbered(batch);
}
