import type { Row } from "@sameseed/core";
import { checkedRow } from "./read-rows.ts";

/** Bytes of stored rows that are kept as objects, which take about twice as much. */
const MOST_BYTES = 1 << 24;

export interface EarlyOptions {
  /** Trials of a case. Trials of one case follow one another in table order. */
  readonly trialsPerCase: number;
  /**
   * Gets the rows of a case in table order once all of them are stored, and again if one of them is replaced. Cases come
   * in any order. Cases that do not fit into memory do not come.
   */
  readonly onCase: (rows: readonly Row[]) => void;
}

interface Kept {
  readonly row: Row;
  readonly bytes: number;
}

/** Rows that were parsed when they were stored, until their turn in table order. */
export class EarlyRows {
  readonly #options: EarlyOptions;
  readonly #mostBytes: number;
  readonly #kept = new Map<number, Kept>();
  /** Kept rows by case. */
  readonly #counts = new Map<number, number>();
  #bytes = 0;

  constructor(options: EarlyOptions, { mostBytes = MOST_BYTES } = {}) {
    this.#options = options;
    this.#mostBytes = mostBytes;
  }

  /** Takes the line of a trial, which replaces an earlier one. */
  add(index: number, line: Buffer): void {
    const isReplaced = this.take(index) !== undefined;
    const row = this.#bytes + line.length > this.#mostBytes ? null : rowOf(line);
    if (row !== null) this.#keep(index, { row, bytes: line.length });
    else if (isReplaced) this.#forgetCase(index);
  }

  #keep(index: number, kept: Kept): void {
    const { trialsPerCase, onCase } = this.#options;
    const number = Math.floor(index / trialsPerCase);
    const count = (this.#counts.get(number) ?? 0) + 1;
    this.#counts.set(number, count);
    this.#kept.set(index, kept);
    this.#bytes += kept.bytes;
    if (count < trialsPerCase) return;
    const first = number * trialsPerCase;
    const rows = Array.from({ length: trialsPerCase }, (_, place) => this.#kept.get(first + place)!.row);
    const { id } = rows[0]!.trial.case;
    if (rows.every(({ trial }) => trial.case.id === id)) onCase(rows); // those of a damaged file may differ
  }

  /** What was made of the case is not found again, because its rows are read again. */
  #forgetCase(index: number): void {
    const { trialsPerCase } = this.#options;
    const first = index - (index % trialsPerCase);
    for (let place = 0; place < trialsPerCase; place++) this.take(first + place);
  }

  /** The row of a trial, which is then forgotten; undefined if it was not kept. */
  take(index: number): Row | undefined {
    const kept = this.#kept.get(index);
    if (kept === undefined) return undefined;
    this.#kept.delete(index);
    this.#bytes -= kept.bytes;
    const number = Math.floor(index / this.#options.trialsPerCase);
    const count = this.#counts.get(number)! - 1;
    if (count === 0) this.#counts.delete(number);
    else this.#counts.set(number, count);
    return kept.row;
  }
}

/** Null for a line that is not a row: the error names its place when the row is read in its turn. */
function rowOf(line: Buffer): Row | null {
  try {
    return checkedRow(line.toString("utf8"));
  } catch {
    return null;
  }
}
