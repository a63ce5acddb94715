import { quantile7, quantileOfSorted } from "@sameseed/stats";
import { FloatList } from "./float-list.ts";

const MOST_MICROSECONDS = 0xff_ff_ff_ff;

/**
 * Durations in milliseconds. 4 bytes each while all are whole microseconds below 71 minutes, as in runs; 8
 * bytes each after the first that is not.
 */
export class DurationList {
  #microseconds: Uint32Array | null;
  #length = 0;
  #milliseconds: FloatList | null = null;

  /** `capacity`: the expected number. Capacity that is not used takes no memory. */
  constructor(capacity = 64) {
    this.#microseconds = new Uint32Array(Math.max(1, capacity));
  }

  push(milliseconds: number): void {
    const microseconds = Math.round(milliseconds * 1000);
    const isExact = microseconds / 1000 === milliseconds && microseconds >= 0 && microseconds <= MOST_MICROSECONDS;
    if (this.#microseconds === null) this.#milliseconds!.push(milliseconds);
    else if (isExact) this.#pushWhole(microseconds);
    else this.#widen(milliseconds);
  }

  /** Type-7 quantiles; null without a duration. */
  quantiles(q: readonly number[]): (number | null)[] {
    if (this.#microseconds === null) return quantile7({ x: this.#milliseconds!.values(), q });
    const sorted = this.#microseconds.subarray(0, this.#length).toSorted();
    if (sorted.length === 0) return q.map(() => null);
    return q.map((each) => {
      const below = Math.floor((sorted.length - 1) * each);
      const next = Math.min(below + 1, sorted.length - 1);
      const near = { length: sorted.length, [below]: sorted[below]! / 1000, [next]: sorted[next]! / 1000 };
      return quantileOfSorted(near, each);
    });
  }

  #pushWhole(microseconds: number): void {
    if (this.#length === this.#microseconds!.length) {
      const grown = new Uint32Array(2 * this.#length);
      grown.set(this.#microseconds!);
      this.#microseconds = grown;
    }
    this.#microseconds![this.#length++] = microseconds;
  }

  #widen(milliseconds: number): void {
    const list = new FloatList(this.#microseconds!.length);
    for (const each of this.#microseconds!.subarray(0, this.#length)) list.push(each / 1000);
    list.push(milliseconds);
    this.#milliseconds = list;
    this.#microseconds = null;
  }
}
