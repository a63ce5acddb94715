import { MOST_CASES } from "../resampling/bootstrap-statistic.ts";
import type { CorpusMetric } from "./corpus-metric.ts";
import { type Counts, type Drawn, isPackable, PackedCounts } from "./packed-counts.ts";

/** The values of a corpus metric for columns of counts of the same units, over draws of these units. */
export interface CorpusValues {
  /** The value of each column over these units, with repetitions; valid until the next call. */
  over(units: Uint32Array): Float64Array;
  /** The value of each column without this unit; valid until the next call. */
  without(unit: number): Float64Array;
  /** Exchanges the answers of the units marked with 1, for `exchanged`. */
  exchange(marks: Uint32Array): void;
  /** The values of two columns after the exchange. */
  exchanged(a: number, b: number): readonly [a: number, b: number];
}

export interface CorpusColumns {
  readonly columns: readonly Counts[];
  readonly metric: CorpusMetric;
}

/**
 * Whole counts have the same sums in any order, so one pass adds up all columns; other counts are added one
 * column at a time.
 */
export function corpusValues({ columns, metric }: CorpusColumns): CorpusValues {
  const units = columns[0]?.length ?? 0;
  const mostWeight = units <= MOST_CASES ? units : 1;
  const isPacked = columns.every((counts) => isPackable(counts, mostWeight));
  return isPacked ? new PackedValues({ columns, metric }) : new OrderedValues({ columns, metric });
}

class PackedValues implements CorpusValues {
  readonly #columns: readonly Counts[];
  readonly #metric: CorpusMetric;
  readonly #packed: PackedCounts;
  readonly #values: Float64Array;
  readonly #totals: readonly Float64Array[];
  readonly #sums: readonly Float64Array[];
  readonly #counts: Uint32Array;
  readonly #ones: Uint32Array;
  readonly #drawn: { length: number; readonly units: Uint32Array; readonly weights: Uint32Array };

  constructor({ columns, metric }: CorpusColumns) {
    const units = columns[0]?.length ?? 0;
    this.#columns = columns;
    this.#metric = metric;
    this.#packed = new PackedCounts(columns);
    this.#values = new Float64Array(columns.length);
    this.#sums = columns.map((counts) => new Float64Array(counts[0]?.length ?? 0));
    this.#drawn = { length: 0, units: new Uint32Array(units), weights: new Uint32Array(units) };
    this.#counts = new Uint32Array(units);
    this.#ones = new Uint32Array(units).fill(1);
    this.#draw(this.#ones);
    this.#totals = this.#sums.map((sums) => sums.slice());
  }

  over(units: Uint32Array): Float64Array {
    if (this.#packed.isNarrow) this.#add({ length: units.length, units, weights: this.#ones });
    else {
      this.#counts.fill(0);
      for (let draw = 0; draw < units.length; draw++) this.#counts[units[draw]!]!++;
      this.#draw(this.#counts);
    }
    return this.#filled((column) => this.#metric.valueOf(this.#sums[column]!));
  }

  without(unit: number): Float64Array {
    return this.#filled((column) => {
      const [sums, counts] = [this.#sums[column]!, this.#columns[column]![unit]!];
      for (const [place, total] of this.#totals[column]!.entries()) sums[place] = total - counts[place]!;
      return this.#metric.valueOf(sums);
    });
  }

  exchange(marks: Uint32Array): void {
    this.#draw(marks);
  }

  exchanged(a: number, b: number): readonly [number, number] {
    const [ofA, ofB] = [this.#sums[a]!, this.#sums[b]!];
    const value = (totals: Float64Array, given: Float64Array, taken: Float64Array): number =>
      this.#metric.valueOf(totals.map((total, place) => total - given[place]! + taken[place]!));
    return [value(this.#totals[a]!, ofA, ofB), value(this.#totals[b]!, ofB, ofA)];
  }

  /** Adds up all columns, with each unit weighted by its count. */
  #draw(counts: Uint32Array): void {
    const drawn = this.#drawn;
    drawn.length = 0;
    for (let unit = 0; unit < counts.length; unit++) {
      if (counts[unit] === 0) continue;
      drawn.units[drawn.length] = unit;
      drawn.weights[drawn.length++] = counts[unit]!;
    }
    this.#add(drawn);
  }

  #add(drawn: Drawn): void {
    this.#packed.add(drawn);
    for (const [column, sums] of this.#sums.entries()) this.#packed.sums(column, sums);
  }

  #filled(valueOf: (column: number) => number): Float64Array {
    for (let column = 0; column < this.#values.length; column++) this.#values[column] = valueOf(column);
    return this.#values;
  }
}

class OrderedValues implements CorpusValues {
  readonly #columns: readonly Counts[];
  readonly #metric: CorpusMetric;
  readonly #values: Float64Array;
  #marks: Uint32Array = new Uint32Array();

  constructor({ columns, metric }: CorpusColumns) {
    this.#columns = columns;
    this.#metric = metric;
    this.#values = new Float64Array(columns.length);
  }

  over(units: Uint32Array): Float64Array {
    for (const [column, counts] of this.#columns.entries()) this.#values[column] = this.#valueOf(units, () => counts);
    return this.#values;
  }

  without(unit: number): Float64Array {
    return this.over(this.#allUnits().filter((other) => other !== unit));
  }

  exchange(marks: Uint32Array): void {
    this.#marks = marks;
  }

  exchanged(a: number, b: number): readonly [number, number] {
    const [ofA, ofB] = [this.#columns[a]!, this.#columns[b]!];
    const units = this.#allUnits();
    return [
      this.#valueOf(units, (unit) => (this.#marks[unit] === 1 ? ofB : ofA)),
      this.#valueOf(units, (unit) => (this.#marks[unit] === 1 ? ofA : ofB)),
    ];
  }

  #allUnits(): Uint32Array {
    return Uint32Array.from(this.#columns[0]!, (_, unit) => unit);
  }

  #valueOf(units: Uint32Array, columnOf: (unit: number) => Counts): number {
    const sums = new Float64Array(this.#columns[0]![0]?.length ?? 0);
    for (const unit of units) {
      const counts = columnOf(unit)[unit]!;
      for (let place = 0; place < sums.length; place++) sums[place]! += counts[place]!;
    }
    return this.#metric.valueOf(sums);
  }
}
