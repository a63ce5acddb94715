import { type FileHandle, open, rm } from "node:fs/promises";
import { type Manifest, type Row, withPath } from "@sameseed/core";
import { cellColumns, cellsHeader, CellsBuilder, padded } from "@sameseed/viewer";

/** Cells that are kept in memory. */
const CELLS_A_PART = 1 << 16;
const ZEROS = new Uint8Array(3);

/** Position of a piece of a column in the file. */
interface Piece {
  readonly offset: number;
  readonly length: number;
}

/**
 * The cells of a run in a temporary file, a piece of each column after the other. In memory they would take
 * about 45 bytes per trial, and as much again while they are written. Returns the bytes of `encodeCells`.
 */
export class CellsSpool {
  readonly #builder: CellsBuilder;
  readonly #file: string;
  readonly #casesAPart: number;
  /** By column; the first has the ids of the cases as JSON. */
  readonly #pieces: Piece[][] = [];
  #handle: FileHandle | null = null;
  #size = 0;
  #waiting = 0;
  #largest = 0;

  constructor(file: string, manifest: Manifest, metrics: readonly string[]) {
    this.#file = file;
    this.#builder = new CellsBuilder(manifest, metrics);
    this.#casesAPart = Math.max(1, Math.floor(CELLS_A_PART / manifest.repeats / manifest.variants.length));
  }

  /** The rows of one case, in table order. Resolves once a part is in the file; undefined where none is full. */
  addCase(rows: readonly Row[]): Promise<void> | undefined {
    if (rows.length === 0) return undefined;
    this.#builder.addCase(rows);
    return ++this.#waiting < this.#casesAPart ? undefined : this.#flush();
  }

  /** How many bytes `parts` gives, and the bytes; each part is valid until the next. */
  async encoded(): Promise<{ readonly size: number; readonly parts: AsyncIterable<Uint8Array> }> {
    if (this.#waiting > 0 || this.#pieces.length === 0) await this.#flush();
    const names = this.#builder.names();
    const [before, after] = cellsHeader(names).map((text) => new TextEncoder().encode(text)) as [
      Uint8Array,
      Uint8Array,
    ];
    const [ids, ...columns] = this.#pieces as [Piece[], ...Piece[][]];
    const codes = names.groups.map((group) => group.codes);
    const header = before.length + lengthOf(ids) + after.length;
    const sizes = [header, ...columns.map(lengthOf), ...codes.map(({ byteLength }) => byteLength)];
    const read = (pieces: readonly Piece[]) => this.#read(pieces);
    async function* parts(): AsyncGenerator<Uint8Array> {
      const first = new Uint8Array(4);
      new DataView(first.buffer).setUint32(0, header, true);
      yield first;
      yield before;
      yield* read(ids);
      yield after;
      yield padding(header);
      for (const pieces of columns) {
        yield* read(pieces);
        yield padding(lengthOf(pieces));
      }
      for (const column of codes) {
        yield bytesOf(column);
        yield padding(column.byteLength);
      }
    }
    return { size: sizes.reduce((sum, size) => sum + padded(size), 4), parts: parts() };
  }

  /** Removes the file. */
  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
    await rm(this.#file, { force: true });
  }

  async #flush(): Promise<void> {
    this.#handle ??= await open(this.#file, "w+");
    this.#waiting = 0;
    const part = this.#builder.drain();
    const ids = part.caseIds.map((id) => JSON.stringify(id)).join(",");
    const isFirst = this.#pieces.length === 0;
    const columns = [new TextEncoder().encode(isFirst ? ids : `,${ids}`), ...cellColumns(part).map(bytesOf)];
    for (const [place, bytes] of columns.entries()) {
      (this.#pieces[place] ??= []).push({ offset: this.#size, length: bytes.length });
      await this.#append(this.#handle, bytes);
      this.#largest = Math.max(this.#largest, bytes.length);
    }
  }

  /** Errors: those of the system, such as a full disk, with the file's name. */
  async #append(handle: FileHandle, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const writing = handle.write(bytes, done, bytes.length - done, this.#size + done);
      const { bytesWritten } = await writing.catch((error: unknown) => {
        throw withPath(error, this.#file);
      });
      done += bytesWritten;
    }
    this.#size += bytes.length;
  }

  async *#read(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(this.#largest);
    for (const { offset, length } of pieces) {
      for (let done = 0; done < length;) {
        const { bytesRead } = await this.#handle!.read(buffer, done, length - done, offset + done);
        if (bytesRead === 0) throw new Error(`${this.#file} was cut off while it was read`);
        done += bytesRead;
      }
      yield buffer.subarray(0, length);
    }
  }
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function padding(length: number): Uint8Array {
  return ZEROS.subarray(0, padded(length) - length);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
