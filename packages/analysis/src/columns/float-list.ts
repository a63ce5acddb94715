/** Numbers in one growing Float64Array: 8 bytes each, where an array of a million objects would be 50 times that. */
export class FloatList {
  #items: Float64Array;
  #length = 0;

  /**
   * `capacity`: the expected number. Capacity that is not used takes no memory; after growth the process may
   * keep the old memory.
   */
  constructor(capacity = 64) {
    this.#items = new Float64Array(Math.max(1, capacity));
  }

  push(value: number): void {
    if (this.#length === this.#items.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.#length++] = value;
  }

  /** The numbers so far, as a view: valid until the next `push`. */
  values(): Float64Array {
    return this.#items.subarray(0, this.#length);
  }
}
