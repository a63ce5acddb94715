import { metricValue, type Row } from "@sameseed/core";
import { FloatList } from "../columns/float-list.ts";

/** Draws and passes of each case of one variant. A request that failed is a draw that did not pass. */
export class PassColumn {
  readonly #of: string;
  readonly #draws = new FloatList();
  readonly #passes = new FloatList();
  #n = 0;
  #c = 0;
  /** Number of answers without a score, which neither pass nor fail. */
  unscored = 0;
  /** A value between 0 and 1 was seen: the scorer grades, and its answers neither pass nor fail. */
  isGraded = false;

  constructor(of: string) {
    this.#of = of;
  }

  add(row: Row): void {
    const value = row.outcome.status === "failed" ? 0 : metricValue(row, this.#of);
    if (value !== 0 && value !== 1) {
      if (value === null) this.unscored++;
      else this.isGraded = true;
      return;
    }
    this.#n++;
    this.#c += value;
  }

  closeCase(): void {
    this.#draws.push(this.#n);
    this.#passes.push(this.#c);
    this.#n = 0;
    this.#c = 0;
  }

  /** One value per case, NaN for a case without a value. */
  values(valueOf: (n: number, c: number) => number | null): Float64Array {
    const passes = this.#passes.values();
    return this.#draws.values().map((n, place) => (n === 0 ? NaN : (valueOf(n, passes[place]!) ?? NaN)));
  }
}
