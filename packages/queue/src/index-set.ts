/** A set of trial indices: one bit each, 1.25 MB for ten million. A class because it has state. */
export class IndexSet {
  readonly #bits: Uint8Array;
  #size = 0;

  /** `capacity`: one more than the largest index. */
  constructor(capacity: number) {
    this.#bits = new Uint8Array(Math.ceil(capacity / 8));
  }

  get size(): number {
    return this.#size;
  }

  has(index: number): boolean {
    return ((this.#bits[Math.floor(index / 8)] ?? 0) & (1 << (index % 8))) !== 0;
  }

  /** False for an index that was added already, or lies beyond the capacity. */
  add(index: number): boolean {
    const place = Math.floor(index / 8);
    const bit = 1 << (index % 8);
    if (place >= this.#bits.length || (this.#bits[place]! & bit) !== 0) return false;
    this.#bits[place]! |= bit;
    this.#size++;
    return true;
  }
}
