/** A growing column of numbers that is written at any place; a place that was never written is NaN. */
export class CellColumn {
  #cells = new Float64Array(64).fill(NaN);
  #length = 0;

  set(cell: number, value: number): void {
    if (cell >= this.#cells.length) {
      const grown = new Float64Array(Math.max(cell + 1, 2 * this.#cells.length)).fill(NaN);
      grown.set(this.#cells);
      this.#cells = grown;
    }
    this.#cells[cell] = value;
    if (cell >= this.#length) this.#length = cell + 1;
  }

  at(cell: number): number {
    return cell < this.#length ? this.#cells[cell]! : NaN;
  }

  /** The first `length` places. */
  values(length: number): Float64Array {
    if (length > this.#length) this.set(length - 1, NaN);
    return this.#cells.subarray(0, length);
  }
}
