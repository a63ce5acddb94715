import type { Manifest, Row, SequentialRun } from "@sameseed/core";
import { type Comparison, type DeclaredLooks, SequentialTest } from "@sameseed/stats";
import { CaseMeans } from "./case-means.ts";
import { declaredLooksOf } from "./declared-looks.ts";

/** The fields of a sequential run's manifest that its watch needs. */
export type WatchedRun = Pick<Manifest, "variants" | "baseline" | "repeats" | "margin"> & {
  readonly sequential: SequentialRun;
};

/** The decision of a rule, final or so far. */
export type SequentialDecision = Pick<SequentialRun, "method" | "stoppedAt" | "endedBy" | "pruned">;

/** Watches a run and ends it by its rule. */
export interface RunWatch {
  add(row: Row): void;
  /** The decision so far; null without one. */
  readonly decision: SequentialDecision | null;
  readonly isEnded: boolean;
  /** Whether the trial is not needed any more, since its variant was dropped before it. */
  isPruned(trial: Pick<Row["trial"], "variant" | "order">): boolean;
}

/** A difference is ruled out when it is this many standard errors above the estimate, on either side. */
const FUTILE_ERRORS = 2;

/**
 * Looks at a sequential run after every case, or at its declared looks, and ends it by its rule: when every
 * variant is better, worse or equivalent, or, in a run with a planned difference, when a difference of that
 * size is ruled out. Rows may come in any order; a case counts when all its trials are in and all cases
 * before it in the order of the plan are counted, which makes the decision independent of latency and
 * concurrency.
 */
export class SequentialWatch implements RunWatch {
  readonly #run: WatchedRun;
  readonly #baseline: number;
  readonly #spending: DeclaredLooks | undefined;
  readonly #tallies: readonly (readonly [position: number, counter: SequentialTest])[];
  readonly #means: CaseMeans;
  #decision: SequentialDecision | null = null;

  constructor(run: WatchedRun) {
    this.#run = run;
    this.#baseline = run.variants.findIndex(({ id }) => id === run.baseline);
    this.#means = new CaseMeans(run);
    this.#tallies = run.variants.flatMap(({ control }, position) =>
      control || position === this.#baseline ? [] : [[position, new SequentialTest()] as const],
    );
    this.#spending = declaredLooksOf(run.sequential, this.#tallies.length);
  }

  /** Null while the run continues. */
  get decision(): SequentialDecision | null {
    return this.#decision;
  }

  get isEnded(): boolean {
    return this.#decision !== null;
  }

  add(row: Row): void {
    if (this.isEnded) return;
    this.#means.add(row);
    for (let next = this.#means.next(); next !== null; next = this.#means.next()) {
      if (this.#look(next)) return;
    }
  }

  /** All variants of a sequential run are needed to its end. */
  isPruned(): boolean {
    return false;
  }

  #look(means: Float64Array): boolean {
    const { counted } = this.#means;
    for (const [position, counter] of this.#tallies) counter.add(means[this.#baseline]!, means[position]!);
    if (this.#spending?.looks.includes(counted) === false) return false;
    const { sequential, margin, repeats } = this.#run;
    const options = {
      plannedN: sequential.plannedCases,
      alpha: sequential.alpha,
      comparisons: this.#tallies.length,
      margin,
      isSingleDraw: repeats === 1,
      spending: this.#spending,
    };
    const looks = this.#tallies.map(([, counter]) => counter.look(options));
    const isFutile = looks.map((look) => sequential.detect !== undefined && rulesOut(look, sequential.detect));
    if (!looks.every(({ verdict }, place) => isDecided(verdict.verdict) || isFutile[place])) return false;
    const method =
      this.#spending !== undefined
        ? "group sequential"
        : looks.some(({ methods }) => methods.p === "e-value")
          ? "e-value"
          : "confidence sequence";
    const endedBy = looks.every(({ verdict }) => isDecided(verdict.verdict)) ? "verdicts" : "futility";
    this.#decision = { method, stoppedAt: counted, ...(sequential.detect !== undefined && { endedBy }) };
    this.#means.clear();
    return true;
  }
}

function isDecided(verdict: string): boolean {
  return verdict === "better" || verdict === "worse" || verdict === "equivalent";
}

/**
 * Non-binding futility: continuing past it costs no error, and ending by it causes no false claim, since it
 * never claims a difference.
 */
function rulesOut({ estimate, se }: Comparison, difference: number): boolean {
  return estimate !== null && se !== null && Math.abs(estimate) + FUTILE_ERRORS * se < difference;
}
