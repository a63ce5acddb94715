import { type Manifest, metricValue, type Row } from "@sameseed/core";
import { ScoreColumn } from "../columns/score-column.ts";

/** Bits for the events of a trial. */
export const Mark = { present: 1, failed: 2, truncated: 4, refused: 8, cached: 16, retried: 32 } as const;
export type MarkName = Exclude<keyof typeof Mark, "present">;

export type ManifestVariant = Manifest["variants"][number];

/** Means "no seed was sent" and "no fingerprint was returned". */
const NONE = -1;
/** Fingerprints are numbered from 0 in 2 bytes; further ones share the next number. */
const MOST_FINGERPRINTS = 65_534;

export interface TrialsLayout {
  readonly repeats: number;
  readonly metrics: readonly string[];
  /**
   * The expected number. Capacity that is not used takes no memory; after growth the process may keep the old
   * memory.
   */
  readonly trials?: number | undefined;
}

/**
 * One variant's trials as columns: the cell of (case number, repeat) is `case * repeats + repeat`. 11 bytes
 * per trial, and 1 or 8 more per metric: a million pairs fit in memory easily.
 */
export class VariantTrials {
  readonly variant: ManifestVariant;
  /** Models that the service reports. */
  readonly versions = new Set<string>();
  readonly #repeats: number;
  readonly #metrics: readonly string[];
  readonly #scores: readonly ScoreColumn[];
  #capacity: number;
  #marks: Uint8Array;
  #seeds: Int32Array;
  #orders: Int32Array;
  /** One more than the number; 0 for none. */
  #fingerprints: Uint16Array;

  constructor(variant: ManifestVariant, { repeats, metrics, trials = 64 }: TrialsLayout) {
    this.variant = variant;
    this.#repeats = repeats;
    this.#metrics = metrics;
    this.#scores = metrics.map(() => new ScoreColumn(trials));
    this.#capacity = Math.max(1, trials);
    this.#marks = new Uint8Array(this.#capacity);
    this.#seeds = new Int32Array(this.#capacity);
    this.#orders = new Int32Array(this.#capacity);
    this.#fingerprints = new Uint16Array(this.#capacity);
  }

  /** `fingerprint`: number of the row's system fingerprint; -1 without one. */
  add(row: Row, caseNumber: number, fingerprint: number): void {
    const cell = caseNumber * this.#repeats + row.trial.repeat;
    if (cell >= this.#capacity) this.#grow(cell + 1);
    const hasAnswer = row.outcome.status !== "failed";
    for (let metric = 0; metric < this.#metrics.length; metric++) {
      this.#scores[metric]!.set(cell, hasAnswer ? (metricValue(row, this.#metrics[metric]!) ?? NaN) : NaN);
    }
    this.#marks[cell] = marksOf(row);
    this.#seeds[cell] = row.trial.seed ?? NONE;
    this.#orders[cell] = row.trial.order;
    this.#fingerprints[cell] = 1 + Math.min(fingerprint, MOST_FINGERPRINTS);
    if (row.outcome.status !== "failed" && row.outcome.modelVersion !== null)
      this.versions.add(row.outcome.modelVersion);
  }

  /** Scores by cell; NaN without a score. The value of a cell without a row is undefined. */
  scores(metric: string): ScoreColumn {
    return this.#scores[this.#metrics.indexOf(metric)]!;
  }

  /** 0 for a cell without a row. */
  marks(cell: number): number {
    return cell < this.#capacity ? this.#marks[cell]! : 0;
  }

  /** -1 where no seed was sent. */
  seed(cell: number): number {
    return this.#seeds[cell]!;
  }

  order(cell: number): number {
    return this.#orders[cell]!;
  }

  /** -1 where none came back. */
  fingerprint(cell: number): number {
    return cell < this.#capacity && this.#marks[cell] !== 0 ? this.#fingerprints[cell]! - 1 : NONE;
  }

  #grow(least: number): void {
    this.#capacity = Math.max(least, 2 * this.#capacity);
    const grown = <A extends Uint8Array | Uint16Array | Int32Array>(cells: A, larger: A): A => {
      larger.set(cells);
      return larger;
    };
    this.#marks = grown(this.#marks, new Uint8Array(this.#capacity));
    this.#seeds = grown(this.#seeds, new Int32Array(this.#capacity));
    this.#orders = grown(this.#orders, new Int32Array(this.#capacity));
    this.#fingerprints = grown(this.#fingerprints, new Uint16Array(this.#capacity));
  }
}

function marksOf({ outcome }: Row): number {
  const retried = outcome.attempts > 1 ? Mark.retried : 0;
  if (outcome.status === "failed") return Mark.present | Mark.failed | retried;
  const ending = outcome.status === "truncated" ? Mark.truncated : outcome.status === "refused" ? Mark.refused : 0;
  return Mark.present | ending | retried | (outcome.cached ? Mark.cached : 0);
}
