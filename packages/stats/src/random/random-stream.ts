import { requireAtLeast } from "../argument-checks.ts";
import { sha256Characters } from "./sha256.ts";

export type XoshiroState = readonly [number, number, number, number];

const WORDS = 2 ** 32;
/** A word times this has at most 53 bits. */
const MOST_FILLED = 2 ** 21;

/** The four words of state for a label: the first 16 bytes of its SHA-256, little-endian. */
function stateFromLabel(label: string): XoshiroState {
  const digest = sha256Characters(label);
  const word = (at: number): number =>
    (digest.charCodeAt(at) |
      (digest.charCodeAt(at + 1) << 8) |
      (digest.charCodeAt(at + 2) << 16) |
      (digest.charCodeAt(at + 3) << 24)) >>>
    0;
  return [word(0), word(4), word(8), word(12)];
}

/**
 * A xoshiro128** stream (Blackman & Vigna 2021). A class because each draw changes its state. Give each use a
 * separate label (`stats/1|purpose|run=..|metric=..|A|B|stratum`): results then do not depend on the number
 * of other draws.
 */
export class RandomStream {
  #s0: number;
  #s1: number;
  #s2: number;
  #s3: number;

  /** A stream from a label, or from four words of state that are not all 0. */
  constructor(seed: string | XoshiroState) {
    const [s0, s1, s2, s3] = typeof seed === "string" ? stateFromLabel(seed) : seed;
    this.#s0 = s0 | 0;
    this.#s1 = s1 | 0;
    this.#s2 = s2 | 0;
    this.#s3 = s3 | 0;
    if ((this.#s0 | this.#s1 | this.#s2 | this.#s3) === 0) {
      throw new RangeError("state must hold at least one word that is not 0");
    }
  }

  /** The next 32 random bits, as an integer in [0, 2^32). */
  nextUint32(): number {
    const scaled = Math.imul(this.#s1, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = this.#s1 << 9;
    this.#s2 ^= this.#s0;
    this.#s3 ^= this.#s1;
    this.#s1 ^= this.#s2;
    this.#s0 ^= this.#s3;
    this.#s2 ^= shifted;
    this.#s3 = (this.#s3 << 11) | (this.#s3 >>> 21);
    return result;
  }

  /** A double in [0, 1) with 53 random bits. */
  nextDouble(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** An integer in [0, bound), without bias (Lemire 2019). Throws RangeError unless 1 <= bound <= 2^32. */
  nextBelow(bound: number): number {
    if (!(bound >= 1 && bound <= WORDS && Number.isInteger(bound))) {
      throw new RangeError(`bound must be an integer from 1 to ${WORDS}, got ${bound}`);
    }
    let word = this.nextUint32();
    let low = Math.imul(word, bound) >>> 0;
    if (low < bound) {
      const threshold = WORDS % bound;
      while (low < threshold) {
        word = this.nextUint32();
        low = Math.imul(word, bound) >>> 0;
      }
    }
    // A product beyond 2^53 is rounded, but its distance to the low word is a multiple of 2^32, which rounding finds.
    return Math.round((word * bound - low) / WORDS);
  }

  /**
   * Fills `target` with the numbers of as many calls of `nextBelow`, in less time: the state stays in local
   * variables.
   */
  fillBelow(target: Uint32Array, bound: number): void {
    if (!(bound >= 1 && bound <= MOST_FILLED && Number.isInteger(bound)))
      throw new RangeError(`bound must be an integer from 1 to ${MOST_FILLED}, got ${bound}`);
    const threshold = WORDS % bound;
    let [s0, s1, s2, s3] = [this.#s0, this.#s1, this.#s2, this.#s3];
    for (let place = 0; place < target.length;) {
      const scaled = Math.imul(s1, 5);
      const word = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
      // Exact: the product is below 2^53.
      if (Math.imul(word, bound) >>> 0 >= threshold) target[place++] = (word * bound) / WORDS;
    }
    [this.#s0, this.#s1, this.#s2, this.#s3] = [s0, s1, s2, s3];
  }

  /** Fills `target` with the signs of as many calls of `nextSign`, in less time: the state stays in local variables. */
  fillSigns(target: Float64Array): void {
    let [s0, s1, s2, s3] = [this.#s0, this.#s1, this.#s2, this.#s3];
    for (let place = 0; place < target.length; place++) {
      const scaled = Math.imul(s1, 5);
      const shifted = s1 << 9;
      target[place] = Math.imul((scaled << 7) | (scaled >>> 25), 9) < 0 ? -1 : 1;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
    }
    [this.#s0, this.#s1, this.#s2, this.#s3] = [s0, s1, s2, s3];
  }

  /** -1 or +1, from the top bit. */
  nextSign(): -1 | 1 {
    return this.nextUint32() >= 2 ** 31 ? -1 : 1;
  }
}

/** The first `count` words of a stream with the given state. */
export function xoshiro128ss(input: { readonly state: readonly number[]; readonly count: number }): number[] {
  requireAtLeast(input.count, 0, "count");
  const [s0, s1, s2, s3] = input.state;
  if (s0 === undefined || s1 === undefined || s2 === undefined || s3 === undefined) {
    throw new RangeError("state must hold four words");
  }
  const stream = new RandomStream([s0, s1, s2, s3]);
  return Array.from({ length: input.count }, () => stream.nextUint32());
}

/** The state of a label and the first `count` words of its stream. */
export function xoshiroFromLabel(input: { readonly label: string; readonly count: number }): {
  state: number[];
  u32: number[];
} {
  requireAtLeast(input.count, 0, "count");
  const state = stateFromLabel(input.label);
  return { state: [...state], u32: xoshiro128ss({ state, count: input.count }) };
}

/** One integer below each bound, drawn in order from the stream of a label. */
export function belowSequence(input: { readonly label: string; readonly n: readonly number[] }): number[] {
  const stream = new RandomStream(input.label);
  return input.n.map((bound) => stream.nextBelow(bound));
}

/** The first `count` doubles in [0, 1) of the stream of a label. */
export function doubleSequence(input: { readonly label: string; readonly count: number }): number[] {
  requireAtLeast(input.count, 0, "count");
  const stream = new RandomStream(input.label);
  return Array.from({ length: input.count }, () => stream.nextDouble());
}

/** A shuffled copy: Fisher-Yates from the end, from the stream of a label. */
export function shuffle<Item>(input: { readonly label: string; readonly items: readonly Item[] }): Item[] {
  const stream = new RandomStream(input.label);
  const items = [...input.items];
  for (let last = items.length - 1; last > 0; last--) {
    const chosen = stream.nextBelow(last + 1);
    const held = items[last] as Item;
    items[last] = items[chosen] as Item;
    items[chosen] = held;
  }
  return items;
}
