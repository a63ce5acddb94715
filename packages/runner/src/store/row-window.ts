import { readSync } from "node:fs";
import type { RowIndex } from "./row-index.ts";

/** Bytes that are read at once, for many rows. */
const WINDOW_BYTES = 1 << 24;
/** A window with more bytes between its rows than this share of them is not read: their texts are read one by one. */
const FEWEST_USED = 1 / 4;

/** Reads the texts of rows in table order. The file has them in the order of the answers: blocks are shuffled in windows. */
export class RowWindow {
  readonly #descriptor: number;
  readonly #index: Pick<RowIndex, "offsets" | "lengths">;
  readonly #windowBytes: number;
  #buffer = Buffer.alloc(1 << 16);
  /** The file's bytes from `#start` on, for the trials before `#next`; null where they are read one by one. */
  #start: number | null = null;
  #next = 0;

  constructor(descriptor: number, index: Pick<RowIndex, "offsets" | "lengths">, windowBytes = WINDOW_BYTES) {
    this.#descriptor = descriptor;
    this.#index = index;
    this.#windowBytes = windowBytes;
  }

  /** The row's text; indices ascend from call to call. */
  text(index: number): string {
    const [offset, length] = [this.#index.offsets[index]!, this.#index.lengths[index]!];
    if (index >= this.#next) this.#fill(index);
    if (this.#start !== null) return this.#buffer.toString("utf8", offset - this.#start, offset - this.#start + length);
    this.#read(offset, length);
    return this.#buffer.toString("utf8", 0, length);
  }

  /** Reads the rows from `first` on that lie together in the file. */
  #fill(first: number): void {
    const { offsets, lengths } = this.#index;
    let [start, end, used, next] = [Infinity, 0, 0, first];
    for (; next < lengths.length; next++) {
      const length = lengths[next]!;
      if (length === 0) continue;
      const [from, to] = [Math.min(start, offsets[next]!), Math.max(end, offsets[next]! + length)];
      if (to - from > this.#windowBytes) break;
      [start, end] = [from, to];
      used += length;
    }
    this.#next = Math.max(next, first + 1);
    this.#start = used >= FEWEST_USED * (end - start) && used > 0 ? start : null;
    if (this.#start !== null) this.#read(start, end - start);
  }

  #read(offset: number, length: number): void {
    if (length > this.#buffer.length)
      this.#buffer = Buffer.alloc(Math.max(length, Math.min(2 * length, this.#windowBytes)));
    for (let done = 0; done < length;) {
      const read = readSync(this.#descriptor, this.#buffer, done, length - done, offset + done);
      if (read === 0) return void this.#buffer.fill(0, done, length); // cut off since it was indexed: this is no row
      done += read;
    }
  }
}
