import { metricValue, type Row } from "@sameseed/core";

/** One case on two variants: `a` before, `b` after. */
export interface CaseChange {
  readonly id: string;
  readonly a: string;
  readonly b: string;
  /** Means over the repeats in [0, 1]; failed trials count 0, as in comparisons. */
  readonly scoreA: number;
  readonly scoreB: number;
  /** `scoreB` − `scoreA`. */
  readonly difference: number;
  /** `lost`: `b` scores less; `gained`: more. */
  readonly change: "lost" | "gained" | "same";
}

export interface CaseChanges {
  /**
   * Lost first, then gained, then the others; by size, then in the order of the cases. At most the requested
   * number.
   */
  readonly shown: readonly CaseChange[];
  /** Of all lines, shown or not. */
  readonly counts: { readonly lost: number; readonly gained: number; readonly same: number };
  /** The means of each pair over the cases that both have a score of, in the order of the pairs. */
  readonly means: readonly PairMeans[];
}

export interface PairMeans {
  readonly a: string;
  readonly b: string;
  readonly n: number;
  /** Null without a case. */
  readonly meanA: number | null;
  readonly meanB: number | null;
}

/** Two means of one case closer than this are equal: sums of repeats round. */
const SMALLEST = 1e-9;
const ORDER = { lost: 0, gained: 1, same: 2 } as const;

interface Sums {
  readonly sums: number[];
  readonly counts: number[];
}

/** Adds up rows in any order. Memory: 16 bytes per case and variant, plus the id. A class because sums are state. */
export class CaseChangeBuilder {
  readonly #pairs: readonly (readonly [a: string, b: string])[];
  readonly #metric: string;
  readonly #numbers = new Map<string, number>();
  readonly #sides: ReadonlyMap<string, Sums>;

  /** Pairs of variants, or of the labels that rows are added under. */
  constructor(pairs: readonly (readonly [a: string, b: string])[], metric: string) {
    this.#pairs = pairs;
    this.#metric = metric;
    this.#sides = new Map(pairs.flat().map((label) => [label, { sums: [], counts: [] }]));
  }

  /** Rows of variants in no pair are left out. */
  add(row: Row, label = row.trial.variant): void {
    const side = this.#sides.get(label);
    if (side === undefined) return;
    const value = row.outcome.status === "failed" ? 0 : metricValue(row, this.#metric);
    if (value === null) return;
    const number = this.#numberOf(row.trial.case.id);
    side.sums[number] = (side.sums[number] ?? 0) + value;
    side.counts[number] = (side.counts[number] ?? 0) + 1;
  }

  /** Cases that both variants of a pair have a score of. */
  changes(most = Infinity): CaseChanges {
    const counts = { lost: 0, gained: 0, same: 0 };
    const found: CaseChange[] = [];
    const means: PairMeans[] = [];
    for (const [a, b] of this.#pairs) {
      let [n, sumA, sumB] = [0, 0, 0];
      for (const [id, number] of this.#numbers) {
        const change = changeOf({ id, a, b }, [
          meanOf(this.#sides.get(a)!, number),
          meanOf(this.#sides.get(b)!, number),
        ]);
        if (change === null) continue;
        counts[change.change]++;
        n++;
        sumA += change.scoreA;
        sumB += change.scoreB;
        if (change.change !== "same" || found.length < most) found.push(change);
      }
      means.push({ a, b, n, meanA: n === 0 ? null : sumA / n, meanB: n === 0 ? null : sumB / n });
    }
    found.sort((left, right) => ORDER[left.change] - ORDER[right.change] || sizeOf(right) - sizeOf(left));
    return { counts, means, shown: found.slice(0, most) };
  }

  #numberOf(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#numbers.set(id, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

function meanOf({ sums, counts }: Sums, number: number): number | null {
  const count = counts[number] ?? 0;
  return count === 0 ? null : sums[number]! / count;
}

function changeOf(
  of: Pick<CaseChange, "id" | "a" | "b">,
  [scoreA, scoreB]: readonly [number | null, number | null],
): CaseChange | null {
  if (scoreA === null || scoreB === null) return null;
  const difference = scoreB - scoreA;
  const change = Math.abs(difference) < SMALLEST ? "same" : difference < 0 ? "lost" : "gained";
  return { ...of, scoreA, scoreB, difference, change };
}

function sizeOf({ difference }: CaseChange): number {
  return Math.abs(difference);
}
