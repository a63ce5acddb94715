/** Marks NaN among bytes. */
const MISSING = 2;

/**
 * Scores by place, 0 where no score was set. One byte each while all are 0, 1 or NaN, as for most scorers; 8
 * bytes each after the first other value.
 */
export class ScoreColumn {
  #bytes: Uint8Array | null;
  #numbers: Float64Array | null = null;
  #capacity: number;
  #length = 0;

  /**
   * `capacity`: the expected number. Capacity that is not used takes no memory; after growth the process may
   * keep the old memory.
   */
  constructor(capacity = 64) {
    this.#capacity = Math.max(1, capacity);
    this.#bytes = new Uint8Array(this.#capacity);
  }

  /** One more than the last place that was set. */
  get length(): number {
    return this.#length;
  }

  push(score: number): void {
    this.set(this.#length, score);
  }

  set(place: number, score: number): void {
    if (place >= this.#capacity) this.#grow(place + 1);
    if (place >= this.#length) this.#length = place + 1;
    if (this.#bytes === null) this.#numbers![place] = score;
    else if (score === 0 || score === 1) this.#bytes[place] = score;
    else if (Number.isNaN(score)) this.#bytes[place] = MISSING;
    else {
      this.#numbers = this.#widened(this.#capacity);
      this.#bytes = null;
      this.#numbers[place] = score;
    }
  }

  at(place: number): number {
    if (this.#bytes === null) return this.#numbers![place]!;
    const byte = this.#bytes[place]!;
    return byte === MISSING ? NaN : byte;
  }

  /** All scores up to the last that was set. */
  values(): Float64Array {
    return this.#numbers?.subarray(0, this.#length) ?? this.#widened(this.#length);
  }

  #widened(capacity: number): Float64Array {
    const numbers = new Float64Array(capacity);
    for (let place = 0; place < this.#length; place++) numbers[place] = this.at(place);
    return numbers;
  }

  #grow(least: number): void {
    this.#capacity = Math.max(least, 2 * this.#capacity);
    if (this.#bytes === null) {
      const numbers = new Float64Array(this.#capacity);
      numbers.set(this.#numbers!);
      this.#numbers = numbers;
    } else {
      const bytes = new Uint8Array(this.#capacity);
      bytes.set(this.#bytes);
      this.#bytes = bytes;
    }
  }
}
