import type { CorpusPair } from "@sameseed/stats";
import { type CountColumn, unitsOf } from "./count-column.ts";

/**
 * The counts of two variants over the cases that both have. Pairs of the same cases get the same arrays,
 * which lets their comparisons add up each variant once.
 */
export class PairedUnits {
  readonly #clusters: readonly number[];
  readonly #known = new Map<string, CorpusPair["a"]>();
  readonly #numbers = new Map<CountColumn, number>();

  constructor(clusters: readonly number[]) {
    this.#clusters = clusters;
  }

  of(a: CountColumn, b: CountColumn): CorpusPair {
    const isBoth = a.cases.map((counts, number) => counts !== null && (b.cases[number] ?? null) !== null);
    const places = Math.max(a.places(), b.places());
    // The missing cases identify the rest: variants without gaps have all.
    const gaps = [a, b].map((column) => (column.cases.includes(null) ? this.#numberOf(column) : "")).toSorted();
    const units = (column: CountColumn): CorpusPair["a"] => {
      const key = [this.#numberOf(column), places, ...gaps].join("|");
      const known = this.#known.get(key) ?? this.#unitsOf(column, { isBoth, places });
      this.#known.set(key, known);
      return known;
    };
    return { a: units(a), b: units(b), cases: isBoth.filter(Boolean).length };
  }

  #unitsOf(
    { cases }: CountColumn,
    { isBoth, places }: { readonly isBoth: readonly boolean[]; readonly places: number },
  ): CorpusPair["a"] {
    const both = cases.map((counts, number) => (isBoth[number] ? counts : null));
    return unitsOf(both, this.#clusters).map((unit) => fit(unit, places));
  }

  #numberOf(column: CountColumn): number {
    const known = this.#numbers.get(column) ?? this.#numbers.size;
    this.#numbers.set(column, known);
    return known;
  }
}

/** Labels that only the other variant gave are zeros. */
function fit(unit: Float64Array, places: number): Float64Array {
  if (unit.length === places) return unit;
  const fitted = new Float64Array(places);
  fitted.set(unit);
  return fitted;
}
