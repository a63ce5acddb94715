import { SameseedError } from "@sameseed/core";
import type { AsyncBuffer } from "hyparquet";
import type { RecordBatches } from "./read-records.ts";
import { type Content, refuseIrregular, unreadable } from "./read-text.ts";

/** The rows of a Parquet file, one row group in memory at a time. */
export async function* parquetRecords(file: string, content?: Content): RecordBatches {
  if (content === undefined) refuseIrregular(file);
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  try {
    const buffer: AsyncBuffer = content === undefined ? await asyncBufferFromFile(file) : bufferOf(await content());
    const metadata = await parquetMetadataAsync(buffer);
    let start = 0;
    for (const { num_rows: count } of metadata.row_groups) {
      const rowStart = start;
      start += Number(count);
      const rows = await parquetReadObjects({ file: buffer, metadata, compressors, rowStart, rowEnd: start });
      yield rows.map((row, index) => ({
        record: plain(row) as Record<string, unknown>,
        place: `${file}, row ${rowStart + index + 1}`,
      }));
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== undefined) throw unreadable(file, cause as NodeJS.ErrnoException);
    throw new SameseedError("BAD_DATASET", `${file} is not a readable Parquet file: ${message}.`, {
      hint: "Write it again, or save it as JSONL.",
      cause,
    });
  }
}

function bufferOf(bytes: Uint8Array): AsyncBuffer {
  const { buffer, byteOffset } = bytes;
  return {
    byteLength: bytes.byteLength,
    slice: (start, end = bytes.byteLength) => buffer.slice(byteOffset + start, byteOffset + end) as ArrayBuffer,
  };
}

/** As JSON has it: a date as ISO 8601, a large integer as text where a number would not be exact. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
