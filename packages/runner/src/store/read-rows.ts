import { closeSync, openSync, readSync } from "node:fs";
import { dirname } from "node:path";
import { Row } from "@sameseed/core";
import { isRow } from "./is-row.ts";
import { labelsByRow, readLabels } from "../labels/label-store.ts";
import { indexRows, type LinePlace, notARow, type RowIndex } from "./row-index.ts";
import { RowWindow } from "./row-window.ts";

/** Rows between two turns of the event loop: a server that reads a large run answers other requests meanwhile. */
const ROWS_PER_TURN = 2000;

/** The stored rows by trial index. */
export interface StoredRows {
  /** Null where no row is stored. */
  row(index: number): Row | null;
  close(): void;
}

/**
 * Opens the stored rows for reading in any order: 8 bytes per trial (12 in a large file) and one row in
 * memory. Errors, also of `row`: `BAD_RUN` for a line that is not a row.
 */
export async function openStoredRows(file: string, trials: number): Promise<StoredRows> {
  const { offsets, lengths, stored } = await indexRows(file, trials);
  if (stored === 0) return { row: () => null, close: () => {} };
  const descriptor = openSync(file, "r");
  let buffer = Buffer.alloc(1 << 16);
  const lineOf = (offset: number): LinePlace => ({ file, number: lineNumber(descriptor, offset) });
  return {
    row(index) {
      const length = lengths[index] ?? 0;
      if (length === 0) return null;
      if (length > buffer.length) buffer = Buffer.alloc(2 * length);
      // Blocks are shuffled in small windows: these reads come from the page cache, at 2 µs each, cheaper
      // than a promise.
      readSync(descriptor, buffer, 0, length, offsets[index]!);
      return parsed(buffer.toString("utf8", 0, length), () => lineOf(offsets[index]!));
    },
    close: () => closeSync(descriptor),
  };
}

/** The number of the line that begins at an offset, from 1. */
function lineNumber(descriptor: number, offset: number): number {
  const buffer = Buffer.alloc(1 << 16);
  let number = 1;
  for (let position = 0; position < offset;) {
    const read = readSync(descriptor, buffer, 0, Math.min(buffer.length, offset - position), position);
    if (read === 0) break;
    for (const byte of buffer.subarray(0, read)) if (byte === 10) number++;
    position += read;
  }
  return number;
}

function parsed(line: string, place: () => LinePlace): Row {
  try {
    return checkedRow(line);
  } catch (cause) {
    throw notARow(place(), line, cause);
  }
}

/** Checks a row's JSON. Throws what `JSON.parse` and the schema throw. */
export function checkedRow(line: string): Row {
  const stored: unknown = JSON.parse(line);
  return isRow(stored) ? stored : (Row.parse(stored) as Row);
}

/** Reads rows by an index, at ascending places. */
export class RowReader {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #window: RowWindow;
  readonly #index: Pick<RowIndex, "offsets" | "lengths">;

  constructor(file: string, index: Pick<RowIndex, "offsets" | "lengths">) {
    this.#file = file;
    this.#index = index;
    this.#descriptor = openSync(file, "r");
    this.#window = new RowWindow(this.#descriptor, index);
  }

  /** Errors: `BAD_RUN` for a line that is not a row. */
  row(index: number): Row {
    return parsed(this.#window.text(index), () => ({
      file: this.#file,
      number: lineNumber(this.#descriptor, this.#index.offsets[index]!),
    }));
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/**
 * The stored rows in table order (case, repeat, variant), for any order of writing: the same rows give the
 * same bytes downstream. Memory is constant plus 8 bytes per trial. A row that is still being written is left
 * out, which makes an unfinished run readable. Rows include people's labels. `known` is the result of
 * `indexRows`.
 */
export async function* readRows(file: string, trials: number, known?: Promise<RowIndex>): AsyncGenerator<Row> {
  const labels = labelsByRow(await readLabels(dirname(file)));
  const { offsets, lengths, stored } = await (known ?? indexRows(file, trials));
  if (stored === 0) return;
  const reader = new RowReader(file, { offsets, lengths });
  try {
    for (let index = 0; index < trials; index++) {
      if (lengths[index] === 0) continue;
      const row = reader.row(index);
      if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await new Promise<void>((resolve) => void setImmediate(resolve));
      const said = labels.get(index);
      yield said === undefined ? row : { ...row, labels: said };
    }
  } finally {
    reader.close();
  }
}
