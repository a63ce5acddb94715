type Column = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** A typed array that grows as it is written. Unwritten places contain `empty`. */
export class GrowingColumn<T extends Column> {
  readonly #make: new (length: number) => T;
  readonly #empty: number;
  #values: T;

  constructor(make: new (length: number) => T, empty = 0) {
    this.#make = make;
    this.#empty = empty;
    this.#values = this.#filled(1024);
  }

  set(place: number, value: number): void {
    if (place >= this.#values.length) this.#grow(place + 1);
    this.#values[place] = value;
  }

  /** The first `length` values. */
  take(length: number): T {
    if (length > this.#values.length) this.#grow(length);
    return this.#values.subarray(0, length) as T;
  }

  #grow(length: number): void {
    const before = this.#values;
    this.#values = this.#filled(Math.max(length, 2 * before.length));
    this.#values.set(before);
  }

  #filled(length: number): T {
    const values = new this.#make(length);
    if (this.#empty !== 0) values.fill(this.#empty);
    return values;
  }
}
