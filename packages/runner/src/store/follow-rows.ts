import { dirname } from "node:path";
import type { Row } from "@sameseed/core";
import { readLabels } from "../labels/label-store.ts";
import { type EarlyOptions, EarlyRows } from "./early-rows.ts";
import { RowReader } from "./read-rows.ts";
import { GrowingIndex, type MayGrow, type RowIndex, wholeLines } from "./row-index.ts";

/** Rows per batch: each time the window reads everything between them. */
const ROWS_AT_A_TIME = 1000;

/** The rows of a run that is still being written. */
export interface FollowedRows {
  /**
   * The rows in table order, each as soon as those before it are stored; at the end of the file the others. Errors:
   * as of `readRows`, and one where a row that was given is replaced by a later one, or people have labelled the run.
   */
  readonly rows: AsyncGenerator<Row>;
  /** What `indexRows` gives of the complete file. */
  readonly index: Promise<RowIndex>;
}

interface FollowOptions {
  readonly mayGrow: MayGrow;
  /** Parses rows as soon as they are stored, as far as they fit into memory. Default: rows are parsed in their turn. */
  readonly early?: EarlyOptions | undefined;
}

/** Reads the rows of a run while they are being written. */
export function followRows(file: string, trials: number, { mayGrow, early }: FollowOptions): FollowedRows {
  const { promise: index, resolve } = Promise.withResolvers<RowIndex>();
  async function* rows(): AsyncGenerator<Row> {
    const growing = new GrowingIndex(file, trials);
    const shown = new ShownIndex(growing);
    const reader = new RowReader(file, shown);
    const { trialsPerCase = 1 } = early ?? {};
    const parsed = early && new EarlyRows(early);
    const onRow = parsed && ((index: number, line: Buffer): void => parsed.add(index, line));
    const rowAt = (index: number): Row => parsed?.take(index) ?? reader.row(index);
    try {
      let next = 0;
      for await (const lines of wholeLines(file, mayGrow)) {
        // A case may be known as a whole as soon as its first row is given.
        const given = Math.ceil(next / trialsPerCase) * trialsPerCase;
        if (growing.add(lines, onRow) < given) throw new Error(`${file} has a later row for a trial that was read`);
        if (!shown.grow(ROWS_AT_A_TIME)) continue;
        for (; next < shown.size; next++) yield rowAt(next);
      }
      if ((await readLabels(dirname(file))).length > 0) throw new Error(`${file} has labels`);
      resolve(growing);
      shown.showAll();
      for (; next < trials; next++) if (growing.lengths[next] !== 0) yield rowAt(next);
    } finally {
      reader.close();
    }
  }
  return { rows: rows(), index };
}

/** The part of an index up to the first trial without a row. */
class ShownIndex {
  lengths: Uint32Array;
  readonly #growing: GrowingIndex;
  #ready = 0;

  constructor(growing: GrowingIndex) {
    this.#growing = growing;
    this.lengths = growing.lengths.subarray(0, 0);
  }

  get offsets(): Uint32Array | Float64Array {
    return this.#growing.offsets;
  }

  get size(): number {
    return this.lengths.length;
  }

  /** Shows more if there are `least` more rows without a gap, or all rows are stored; whether it did. */
  grow(least: number): boolean {
    const { lengths } = this.#growing;
    while (this.#ready < lengths.length && lengths[this.#ready] !== 0) this.#ready++;
    const isAll = this.#ready === lengths.length;
    if (this.#ready - this.size < (isAll ? 1 : least)) return false;
    this.lengths = lengths.subarray(0, this.#ready);
    return true;
  }

  showAll(): void {
    this.lengths = this.#growing.lengths;
  }
}
