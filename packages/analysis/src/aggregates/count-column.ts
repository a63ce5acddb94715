import type { Row, ScoreRecord } from "@sameseed/core";

/** Counts of each case of one variant, its draws added up; null for a case without any. */
export class CountColumn {
  readonly #scorer: string;
  readonly #countsOf: (record: ScoreRecord) => readonly number[] | null;
  readonly cases: (number[] | null)[] = [];
  #sums: number[] | null = null;
  /** Answers without counts. */
  unscored = 0;

  constructor(scorer: string, countsOf: (record: ScoreRecord) => readonly number[] | null) {
    this.#scorer = scorer;
    this.#countsOf = countsOf;
  }

  /** A request that failed has no counts: the set of answers is the smaller by it. */
  add({ outcome, scores }: Row): void {
    if (outcome.status === "failed") return;
    const record = Object.hasOwn(scores, this.#scorer) ? scores[this.#scorer] : undefined;
    const counts = record === undefined ? null : this.#countsOf(record);
    if (counts === null) {
      this.unscored++;
      return;
    }
    const sums = (this.#sums ??= []);
    for (const [place, count] of counts.entries()) sums[place] = (sums[place] ?? 0) + count;
  }

  /** How many counts a case has at most. */
  places(): number {
    return placesOf(this.cases);
  }

  closeCase(): void {
    this.cases.push(this.#sums);
    this.#sums = null;
  }
}

/** Numbers the labels of all variants and counts, for each, hits, answers and references. */
export class LabelCounts {
  readonly #numbers = new Map<string, number>();

  of({ answer, expected }: ScoreRecord): readonly number[] | null {
    if (expected === undefined) return null;
    const wanted = this.#numberOf(expected);
    const given = answer === undefined ? null : this.#numberOf(answer);
    const counts = Array.from({ length: 3 * this.#numbers.size }, () => 0);
    counts[3 * wanted + 2]!++;
    if (given !== null) counts[3 * given + 1]!++;
    if (given === wanted) counts[3 * wanted]!++;
    return counts;
  }

  #numberOf(label: string): number {
    const known = this.#numbers.get(label) ?? this.#numbers.size;
    this.#numbers.set(label, known);
    return known;
  }
}

/** How many counts a case has at most. */
function placesOf(cases: readonly (readonly number[] | null)[]): number {
  return cases.reduce((most, counts) => Math.max(most, counts?.length ?? 0), 0);
}

/** The counts of the units that are independent, cases or clusters, all of one length. */
export function unitsOf(cases: readonly (readonly number[] | null)[], clusters: readonly number[]): Float64Array[] {
  const places = placesOf(cases);
  const units = new Map<number, Float64Array>();
  for (const [number, counts] of cases.entries()) {
    if (counts === null) continue;
    const cluster = clusters[number]!;
    const unit = units.get(cluster) ?? new Float64Array(places);
    units.set(cluster, unit);
    for (const [place, count] of counts.entries()) unit[place]! += count;
  }
  return [...units.values()];
}
