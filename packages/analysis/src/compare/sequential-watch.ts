import { type Manifest, overallScore, type Row, type SequentialRun } from "@sameseed/core";
import { type DeclaredLooks, SequenceTally } from "@sameseed/stats";
import { declaredLooksOf } from "./declared-looks.ts";

/** What a sequential run is watched for. */
export type WatchedRun = Pick<Manifest, "variants" | "baseline" | "repeats" | "margin"> & {
  readonly sequential: SequentialRun;
};

/** Trials of one case that are in. */
interface OpenCase {
  trials: number;
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/**
 * Looks at a sequential run after every case and says when its rule ends it: when every variant is better, worse or
 * equivalent. Rows may come in any order; a case counts when all its trials are in and all cases before it in the
 * order of the plan are counted, so that the decision depends on neither latency nor concurrency.
 */
export class SequentialWatch {
  readonly #run: WatchedRun;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #baseline: number;
  readonly #spending: DeclaredLooks | undefined;
  readonly #tallies: readonly (readonly [position: number, tally: SequenceTally])[];
  readonly #open = new Map<number, OpenCase>();
  #counted = 0;
  #decision: Pick<SequentialRun, "method" | "stoppedAt"> | null = null;

  constructor(run: WatchedRun) {
    this.#run = run;
    this.#positions = new Map(run.variants.map(({ id }, position) => [id, position]));
    this.#baseline = this.#positions.get(run.baseline)!;
    this.#tallies = run.variants.flatMap(({ control }, position) =>
      control || position === this.#baseline ? [] : [[position, new SequenceTally()] as const],
    );
    this.#spending = declaredLooksOf(run.sequential, this.#tallies.length);
  }

  /** Null as long as the run goes on. */
  get decision(): Pick<SequentialRun, "method" | "stoppedAt"> | null {
    return this.#decision;
  }

  add(row: Row): void {
    if (this.#decision !== null) return;
    const { variants, repeats } = this.#run;
    const place = Math.floor(row.trial.order / (variants.length * repeats));
    this.#into(place, row);
    for (
      let next = this.#open.get(this.#counted);
      next?.trials === variants.length * repeats;
      next = this.#open.get(this.#counted)
    ) {
      this.#open.delete(this.#counted++);
      if (this.#look(next)) return;
    }
  }

  /** No answer is no right answer: failed trials count 0. A score that a scorer could not give is left out. */
  #into(place: number, row: Row): void {
    const size = this.#run.variants.length;
    const open = this.#open.get(place) ?? { trials: 0, sums: new Float64Array(size), counts: new Float64Array(size) };
    this.#open.set(place, open);
    const position = this.#positions.get(row.trial.variant)!;
    const value = row.outcome.status === "failed" ? 0 : overallScore(row);
    open.trials++;
    if (value === null) return;
    open.sums[position]! += value;
    open.counts[position]! += 1;
  }

  #look({ sums, counts }: OpenCase): boolean {
    const mean = (position: number): number => sums[position]! / counts[position]!;
    for (const [position, tally] of this.#tallies) tally.add(mean(this.#baseline), mean(position));
    if (this.#spending?.looks.includes(this.#counted) === false) return false;
    const { sequential, margin, repeats } = this.#run;
    const options = {
      plannedN: sequential.plannedCases,
      alpha: sequential.alpha,
      comparisons: this.#tallies.length,
      margin,
      isSingleDraw: repeats === 1,
      spending: this.#spending,
    };
    const looks = this.#tallies.map(([, tally]) => tally.look(options));
    if (!looks.every(({ verdict }) => isDecided(verdict.verdict))) return false;
    const method =
      this.#spending !== undefined
        ? "group sequential"
        : looks.some(({ methods }) => methods.p === "e-value")
          ? "e-value"
          : "confidence sequence";
    this.#decision = { method, stoppedAt: this.#counted };
    this.#open.clear();
    return true;
  }
}

function isDecided(verdict: string): boolean {
  return verdict === "better" || verdict === "worse" || verdict === "equivalent";
}
