/** Counts of each independent unit: a case, or a cluster of cases. */
export type Counts = readonly ArrayLike<number>[];

/** Two counts share a number: the larger one begins at this. */
const SHIFT = 2 ** 26;
/** Numbers that are added up at a time. */
const LANES = 5;

/** Whether the sums of any draw of units are exact, in any order, and two of them fit one number. */
export function isPackable(counts: Counts, mostWeight: number): boolean {
  const places = counts[0]?.length ?? 0;
  const most = new Float64Array(places);
  for (const unit of counts) {
    for (let place = 0; place < places; place++) {
      const count = unit[place]!;
      if (!Number.isInteger(count) || count < 0) return false;
      // Weights are the counts of draws with repetition, or 1.
      most[place] = mostWeight === 1 ? most[place]! + count : Math.max(most[place]!, count * mostWeight);
    }
  }
  return most.every((sum) => sum < SHIFT);
}

/** Which units count, and how often each of them. */
export interface Drawn {
  /** How many of the two lists are used. */
  readonly length: number;
  readonly units: Uint32Array;
  readonly weights: Uint32Array;
}

/** Counts of several variants over the same units, in a layout for quick sums over a draw of units. */
export class PackedCounts {
  readonly #units: number;
  /** By five numbers of a unit, then by unit. */
  readonly #lanes: Float64Array;
  /** Where the numbers of each column begin. */
  readonly #starts: readonly number[];
  readonly #packed: Float64Array;

  constructor(columns: readonly Counts[]) {
    this.#units = columns[0]?.length ?? 0;
    const sizes = columns.map((counts) => Math.ceil((counts[0]?.length ?? 0) / 2));
    const starts = sizes.map((_, column) => sizes.slice(0, column).reduce((sum, size) => sum + size, 0));
    const blocks = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / LANES);
    this.#starts = starts;
    this.#lanes = new Float64Array(blocks * LANES * this.#units);
    this.#packed = new Float64Array(blocks * LANES);
    for (const [column, counts] of columns.entries()) this.#pack(counts, starts[column]!);
  }

  /** Whether adding up each unit per draw is quicker than counting the draws first. */
  get isNarrow(): boolean {
    return this.#packed.length <= 2 * LANES;
  }

  /** Adds up all columns over the drawn units; `sums` then reads them. */
  add({ length, units, weights }: Drawn): void {
    const lanes = this.#lanes;
    for (let block = 0; block * LANES < this.#packed.length; block++) {
      const start = block * LANES * this.#units;
      let [one, two, three, four, five] = [0, 0, 0, 0, 0];
      for (let draw = 0; draw < length; draw++) {
        const weight = weights[draw]!;
        const at = start + LANES * units[draw]!;
        one += weight * lanes[at]!;
        two += weight * lanes[at + 1]!;
        three += weight * lanes[at + 2]!;
        four += weight * lanes[at + 3]!;
        five += weight * lanes[at + 4]!;
      }
      this.#packed.set([one, two, three, four, five], block * LANES);
    }
  }

  /** The last sums of a column, written to `target`. */
  sums(column: number, target: Float64Array): Float64Array {
    const start = this.#starts[column]!;
    for (let place = 0; place < target.length; place += 2) {
      const packed = this.#packed[start + place / 2]!;
      const high = Math.floor(packed / SHIFT);
      target[place] = packed - high * SHIFT;
      if (place + 1 < target.length) target[place + 1] = high;
    }
    return target;
  }

  #pack(counts: Counts, start: number): void {
    for (const [unit, values] of counts.entries()) {
      for (let place = 0; place < values.length; place += 2) {
        const lane = start + place / 2;
        const block = Math.floor(lane / LANES);
        const at = (block * this.#units + unit) * LANES + (lane % LANES);
        this.#lanes[at] = values[place]! + (values[place + 1] ?? 0) * SHIFT;
      }
    }
  }
}
