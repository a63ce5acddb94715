import { type Manifest, overallScore, type Row } from "@sameseed/core";
import { CellColumn } from "./cell-column.ts";

/** Bits of what happened to a trial. */
export const Mark = { present: 1, failed: 2, truncated: 4, refused: 8, cached: 16, retried: 32 } as const;
export type MarkName = Exclude<keyof typeof Mark, "present">;

export type ManifestVariant = Manifest["variants"][number];

/**
 * One variant's trials as columns: the cell of (case number, repeat) is `case * repeats + repeat`. About 30
 * bytes a trial and 8 more a metric, so a million pairs fit in memory with ease.
 */
export class Arm {
  readonly variant: ManifestVariant;
  readonly #repeats: number;
  readonly #columns: ReadonlyMap<string, CellColumn>;
  readonly #marks = new CellColumn();
  readonly #seeds = new CellColumn();
  readonly #orders = new CellColumn();
  readonly #fingerprints = new CellColumn();

  constructor(variant: ManifestVariant, repeats: number, metrics: readonly string[]) {
    this.variant = variant;
    this.#repeats = repeats;
    this.#columns = new Map(metrics.map((metric) => [metric, new CellColumn()]));
  }

  /** `fingerprint` numbers the row's system fingerprint; NaN where it has none. */
  add(row: Row, caseNumber: number, fingerprint: number): void {
    const cell = caseNumber * this.#repeats + row.trial.repeat;
    const { outcome } = row;
    const hasAnswer = outcome.status !== "failed";
    for (const [metric, column] of this.#columns) column.set(cell, hasAnswer ? (metricOf(row, metric) ?? NaN) : NaN);
    this.#marks.set(cell, marksOf(row));
    this.#seeds.set(cell, row.trial.seed ?? -1);
    this.#orders.set(cell, row.trial.order);
    this.#fingerprints.set(cell, fingerprint);
  }

  /** Scores of the first `cases` cases by cell; NaN where there is none. */
  scores(metric: string, cases: number): Float64Array {
    return this.#columns.get(metric)!.values(cases * this.#repeats);
  }

  /** 0 for a cell without a row. */
  marks(cell: number): number {
    return this.#marks.at(cell) || 0;
  }

  /** -1 where no seed was sent. */
  seed(cell: number): number {
    return this.#seeds.at(cell);
  }

  order(cell: number): number {
    return this.#orders.at(cell);
  }

  fingerprint(cell: number): number {
    return this.#fingerprints.at(cell);
  }
}

function metricOf(row: Row, metric: string): number | null {
  if (metric === "score") return overallScore(row);
  return Object.hasOwn(row.scores, metric) ? (row.scores[metric]?.value ?? null) : null;
}

function marksOf({ outcome }: Row): number {
  const retried = outcome.attempts > 1 ? Mark.retried : 0;
  if (outcome.status === "failed") return Mark.present | Mark.failed | retried;
  const ending = outcome.status === "truncated" ? Mark.truncated : outcome.status === "refused" ? Mark.refused : 0;
  return Mark.present | ending | retried | (outcome.cached ? Mark.cached : 0);
}
