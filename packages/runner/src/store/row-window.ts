import { readSync } from "node:fs";
import type { RowIndex } from "./row-index.ts";

/** Bytes of rows that are kept at a time. A file of this size is read at once. */
const WINDOW_BYTES = 1 << 23;
/** Bytes of one read. */
const PIECE_BYTES = 1 << 18;
/** Rows of a window that are farther apart in bytes than this are read one by one, which reads less. */
const MOST_BYTES_PER_BYTE = 16;
/** Rows of a window: a place and a number fit into one number, by which they are sorted. */
const MOST_ROWS = 1 << 16;

/**
 * Reads the texts of rows in table order. The file has them in the order of the answers, with shuffled
 * blocks: a window reads everything between its rows, because a system call for each row takes longer.
 */
export class RowWindow {
  readonly #descriptor: number;
  readonly #index: Pick<RowIndex, "offsets" | "lengths">;
  readonly #windowBytes: number;
  readonly #pieceBytes: number;
  /** The texts of the window's rows, one after the other. */
  #rows = Buffer.alloc(0);
  #starts = new Uint32Array(0);
  #piece = Buffer.alloc(0);
  #first = 0;
  /** The first row after the window. */
  #next = 0;
  /** Rows before this one are read one by one. */
  #aloneUntil = 0;

  constructor(
    descriptor: number,
    index: Pick<RowIndex, "offsets" | "lengths">,
    { windowBytes = WINDOW_BYTES, pieceBytes = PIECE_BYTES } = {},
  ) {
    this.#descriptor = descriptor;
    this.#index = index;
    this.#windowBytes = windowBytes;
    this.#pieceBytes = pieceBytes;
  }

  /** The row's text; indices ascend from call to call. */
  text(index: number): string {
    if (index >= this.#next) this.#fill(index);
    const start = this.#starts[index - this.#first]!;
    return this.#rows.toString("utf8", start, start + this.#index.lengths[index]!);
  }

  #fill(first: number): void {
    if (first < this.#aloneUntil) return this.#readAlone(first);
    const { next, from, to, used } = this.#extent(first);
    if (next - first === 1 || to - from > MOST_BYTES_PER_BYTE * used) {
      this.#aloneUntil = next;
      return this.#readAlone(first);
    }
    this.#hold(first, { next, size: used });
    this.#gather(from, to);
  }

  #readAlone(index: number): void {
    const size = this.#index.lengths[index]!;
    this.#hold(index, { next: index + 1, size });
    this.#starts[0] = 0;
    this.#read(this.#rows, this.#index.offsets[index]!, size);
  }

  /** Makes room for the rows from `first` until `next`. */
  #hold(first: number, { next, size }: { readonly next: number; readonly size: number }): void {
    this.#first = first;
    this.#next = next;
    if (size > this.#rows.length) this.#rows = Buffer.alloc(Math.max(size, Math.min(2 * size, this.#windowBytes)));
    if (next - first > this.#starts.length) this.#starts = new Uint32Array(next - first);
  }

  /** The rows from `first` on that fill a window, with their positions in the file. */
  #extent(first: number): { next: number; from: number; to: number; used: number } {
    const { lengths, offsets } = this.#index;
    const last = Math.min(lengths.length, first + MOST_ROWS);
    let [from, to, used, next] = [Infinity, 0, 0, first];
    for (; next < last; next++) {
      const length = lengths[next]!;
      if (length === 0) continue;
      if (used > 0 && used + length > this.#windowBytes) break;
      used += length;
      from = Math.min(from, offsets[next]!);
      to = Math.max(to, offsets[next]! + length);
    }
    return { next, from, to, used };
  }

  /** Copies the rows of the window out of the bytes between `from` and `to`, which are read piece by piece. */
  #gather(from: number, to: number): void {
    const { lengths, offsets } = this.#index;
    const places: number[] = [];
    let size = 0;
    for (let row = 0; row < this.#next - this.#first; row++) {
      const length = lengths[this.#first + row]!;
      this.#starts[row] = size;
      size += length;
      if (length !== 0) places.push((offsets[this.#first + row]! - from) * MOST_ROWS + row);
    }
    let [start, end] = [0, 0];
    for (const place of Float64Array.from(places).toSorted()) {
      const row = place % MOST_ROWS;
      const [offset, length] = [offsets[this.#first + row]!, lengths[this.#first + row]!];
      if (offset + length > end) {
        [start, end] = [offset, Math.max(offset + length, Math.min(offset + this.#pieceBytes, to))];
        if (end - start > this.#piece.length) this.#piece = Buffer.alloc(Math.max(end - start, this.#pieceBytes));
        this.#read(this.#piece, start, end - start);
      }
      this.#piece.copy(this.#rows, this.#starts[row], offset - start, offset - start + length);
    }
  }

  /** Bytes of the file at the start of a buffer; zeros, which are not a row, where it was cut off after indexing. */
  #read(into: Buffer, offset: number, length: number): void {
    for (let done = 0; done < length;) {
      const read = readSync(this.#descriptor, into, done, length - done, offset + done);
      if (read === 0) return void into.fill(0, done, length);
      done += read;
    }
  }
}
