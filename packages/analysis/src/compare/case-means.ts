import { answersCase, type Manifest, overallScore, type Row } from "@sameseed/core";

/** Trials of one case that are in. */
interface OpenCase {
  readonly trials: Int32Array;
  readonly sums: Float64Array;
  readonly scored: Int32Array;
  /** By position: whether the case is for the variant. */
  readonly isAsked: readonly boolean[];
}

/**
 * Gathers rows in any order and gives the mean score of every variant, case by case in the order of the plan. A case is
 * complete when all its trials are in of the variants that are still needed, and all cases before it are complete. Failed
 * trials count 0; a variant without a score, or no longer needed, has NaN.
 */
export class CaseMeans {
  readonly #repeats: number;
  readonly #variants: Manifest["variants"];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #open = new Map<number, OpenCase>();
  /** Position → cases after which the variant is needed no more. */
  readonly #dropped = new Map<number, number>();
  #counted = 0;

  constructor({ variants, repeats }: Pick<Manifest, "variants" | "repeats">) {
    this.#repeats = repeats;
    this.#variants = variants;
    this.#positions = new Map(variants.map(({ id }, position) => [id, position]));
  }

  /** Complete cases so far. */
  get counted(): number {
    return this.#counted;
  }

  add({ trial, outcome, ...row }: Row): void {
    const size = this.#positions.size;
    const place = Math.floor(trial.order / (size * this.#repeats));
    const position = this.#positions.get(trial.variant)!;
    if (!this.#isNeeded(position, place)) return;
    const open = this.#open.get(place) ?? {
      trials: new Int32Array(size),
      sums: new Float64Array(size),
      scored: new Int32Array(size),
      isAsked: this.#variants.map((variant) => answersCase(variant, trial.case)),
    };
    this.#open.set(place, open);
    open.trials[position]!++;
    const value = outcome.status === "failed" ? 0 : overallScore({ trial, outcome, ...row });
    if (value === null) return;
    open.sums[position]! += value;
    open.scored[position]!++;
  }

  /** The means of the next complete case, by position; null until it is complete. */
  next(): Float64Array | null {
    const open = this.#open.get(this.#counted);
    if (open === undefined) return null;
    const place = this.#counted;
    const isComplete = open.trials.every(
      (trials, position) => trials === this.#repeats || !open.isAsked[position]! || !this.#isNeeded(position, place),
    );
    if (!isComplete) return null;
    this.#open.delete(this.#counted++);
    return open.sums.map((sum, position) =>
      this.#isNeeded(position, place) && open.scored[position]! > 0 ? sum / open.scored[position]! : NaN,
    );
  }

  /** The variant at the position is not needed after the cases that are complete. */
  drop(position: number): void {
    this.#dropped.set(position, this.#counted);
  }

  clear(): void {
    this.#open.clear();
  }

  #isNeeded(position: number, place: number): boolean {
    return place < (this.#dropped.get(position) ?? Infinity);
  }
}
