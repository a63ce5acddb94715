import type { ClassRate, ClassResult, ScoreRecord, VariantClasses } from "@sameseed/core";
import { f1OfShare, ratioInterval, type RatioInterval, type RatioSums } from "@sameseed/stats";

/** Precision, recall, and the share of hits among hits, misses and false alarms, from which F1 is computed. */
const RATES = 3;

/** Labels of all variants, numbered in order of appearance. */
export class LabelNumbers {
  readonly #numbers = new Map<string, number>();

  of(label: string): number {
    const known = this.#numbers.get(label) ?? this.#numbers.size;
    this.#numbers.set(label, known);
    return known;
  }

  get names(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}

/** Counts of one label in one unit: a case, or a cluster of cases. */
interface UnitCounts {
  expected: number;
  given: number;
  hits: number;
}

/**
 * The confusion matrix of one variant, with the counts for the intervals. Stores a few numbers per pair of
 * labels, and for clustered cases a few per cluster.
 */
export class LabelMatrix {
  readonly #numbers: LabelNumbers;
  /** Answers by expected label, then by given label; -1 for none. */
  readonly #counts: Map<number, number>[] = [];
  readonly #sums: RatioSums[][] = [];
  #unit = new Map<number, UnitCounts>();
  readonly #clusters = new Map<number, Map<number, UnitCounts>>();
  #n = 0;
  #failed = 0;

  constructor(numbers: LabelNumbers) {
    this.#numbers = numbers;
  }

  addFailed(): void {
    this.#failed++;
  }

  add({ answer, expected }: ScoreRecord): void {
    if (expected === undefined) return;
    const wanted = this.#numbers.of(expected);
    const given = answer === undefined ? -1 : this.#numbers.of(answer);
    this.#n++;
    const row = (this.#counts[wanted] ??= new Map());
    row.set(given, (row.get(given) ?? 0) + 1);
    count(this.#unit, wanted).expected++;
    if (given !== -1) count(this.#unit, given).given++;
    if (given === wanted) count(this.#unit, wanted).hits++;
  }

  /** Negative for a case without a cluster, which is a separate unit. */
  closeCase(cluster: number): void {
    if (this.#unit.size === 0) return;
    const known = this.#clusters.get(cluster);
    if (cluster < 0) this.#close(this.#unit);
    else if (known === undefined) this.#clusters.set(cluster, this.#unit);
    else for (const [label, counts] of this.#unit) addTo(count(known, label), counts);
    this.#unit = new Map();
  }

  /**
   * Labels in the order of `order`, which contains their numbers. `hasIntervals`: false after several looks
   * at the data.
   */
  report(
    variant: string,
    { names, hasIntervals }: { names: readonly string[]; hasIntervals: boolean },
  ): VariantClasses {
    for (const unit of this.#clusters.values()) this.#close(unit);
    this.#clusters.clear();
    const numbers = names.map((name) => this.#numbers.of(name));
    const confusion = numbers.map((wanted) => [...numbers, -1].map((given) => this.#counts[wanted]?.get(given) ?? 0));
    const classes = numbers.map((label, place): ClassResult => {
      const sums = this.#sums[label];
      const [precision, recall, hits] = [0, 1, 2].map((rate) => ratioInterval(sums?.[rate] ?? emptySums())) as [
        RatioInterval,
        RatioInterval,
        RatioInterval,
      ];
      const method = [recall, precision, hits].find((ratio) => ratio.method !== "none")?.method ?? "none";
      const rate = ({ estimate, lo, hi }: RatioInterval): ClassRate =>
        hasIntervals ? { value: estimate, low: lo, high: hi } : { value: estimate, low: null, high: null };
      return {
        label: names[place]!,
        expected: confusion[place]!.reduce((sum, each) => sum + each, 0),
        given: confusion.reduce((sum, row) => sum + row[place]!, 0),
        hits: confusion[place]![place]!,
        precision: rate(precision),
        recall: rate(recall),
        f1: mapped(rate(hits), f1OfShare),
        method: hasIntervals ? method : "none",
      };
    });
    return { variant, n: this.#n, failed: this.#failed, confusion, classes };
  }

  #close(unit: ReadonlyMap<number, UnitCounts>): void {
    for (const [label, { expected, given, hits }] of unit) {
      const sums = (this.#sums[label] ??= Array.from({ length: RATES }, emptySums));
      for (const [rate, total] of [given, expected, given + expected - hits].entries()) {
        sums[rate] = withUnit(sums[rate]!, hits, total);
      }
    }
  }
}

function emptySums(): RatioSums {
  return { units: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 };
}

function withUnit(sums: RatioSums, x: number, y: number): RatioSums {
  if (y === 0) return sums;
  return {
    units: sums.units + 1,
    x: sums.x + x,
    y: sums.y + y,
    xx: sums.xx + x * x,
    xy: sums.xy + x * y,
    yy: sums.yy + y * y,
  };
}

function count(unit: Map<number, UnitCounts>, label: number): UnitCounts {
  const known = unit.get(label) ?? { expected: 0, given: 0, hits: 0 };
  unit.set(label, known);
  return known;
}

function addTo(sum: UnitCounts, { expected, given, hits }: UnitCounts): void {
  sum.expected += expected;
  sum.given += given;
  sum.hits += hits;
}

function mapped({ value, low, high }: ClassRate, to: (share: number) => number): ClassRate {
  const each = (share: number | null): number | null => (share === null ? null : to(share));
  return { value: each(value), low: each(low), high: each(high) };
}
