/** Sums and counts by place, of as many places as come. */
export class GrowingSums {
  #sums = new Float64Array(64);
  #counts = new Uint16Array(64);

  add(place: number, value: number): void {
    if (place >= this.#sums.length) this.#grow(place + 1);
    this.#sums[place]! += value;
    this.#counts[place]!++;
  }

  /** NaN for a place without a value. */
  means(places: number): Float64Array {
    return Float64Array.from({ length: places }, (_, place) =>
      place < this.#sums.length && this.#counts[place]! > 0 ? this.#sums[place]! / this.#counts[place]! : NaN,
    );
  }

  #grow(least: number): void {
    const size = Math.max(least, 2 * this.#sums.length);
    const [sums, counts] = [new Float64Array(size), new Uint16Array(size)];
    sums.set(this.#sums);
    counts.set(this.#counts);
    this.#sums = sums;
    this.#counts = counts;
  }
}
