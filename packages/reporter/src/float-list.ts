/** Numbers in one growing Float64Array: 8 bytes each, where an array of a million objects would be 50 times that. */
export class FloatList {
  #items = new Float64Array(64);
  #length = 0;

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
