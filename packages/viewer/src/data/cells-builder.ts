import { answerText, type Manifest, metricValue, type Row } from "@sameseed/core";
import { type CellColumns, type Cells, CellStatus } from "./cells.ts";
import { reviewBits } from "./cell-review.ts";
import { GroupsBuilder, groupKeys } from "./groups-builder.ts";
import { GrowingColumn } from "./growing-column.ts";

const MOST_FINGERPRINTS = 65_534;

/** Cases since the last call of `drain`. */
export interface CellsPart extends CellColumns {
  readonly caseIds: readonly string[];
}

/**
 * Collects `Cells` from rows, case by case in table order. About 25 bytes per trial, and 4 more per metric;
 * less if they are drained.
 */
export class CellsBuilder {
  readonly #manifest: Pick<Manifest, "repeats" | "variants">;
  readonly #metrics: readonly string[];
  readonly #startMs: number;
  readonly #fingerprints = new Map<string, number>();
  readonly #groups: GroupsBuilder;
  #caseIds: string[] = [];
  #columns: ReturnType<typeof emptyColumns>;
  /** Cases that were drained. */
  #drained = 0;

  constructor(
    manifest: Pick<Manifest, "repeats" | "variants" | "startedAt" | "cases" | "slices">,
    metrics: readonly string[],
  ) {
    this.#manifest = manifest;
    this.#groups = new GroupsBuilder(groupKeys(manifest));
    this.#metrics = metrics;
    this.#startMs = Date.parse(manifest.startedAt);
    this.#columns = emptyColumns(metrics);
  }

  /** The rows of one case; cases come in the order of the table. */
  addCase(rows: readonly Row[]): void {
    const first = rows[0];
    if (first === undefined) return;
    const perCase = this.#manifest.repeats * this.#manifest.variants.length;
    const caseNumber = Math.floor(first.trial.index / perCase);
    const base = this.#caseIds.length * perCase;
    this.#columns.caseNumbers.set(this.#caseIds.length, caseNumber);
    this.#groups.add(this.#drained + this.#caseIds.length, first.trial.case);
    this.#caseIds.push(first.trial.case.id);
    for (const row of rows) this.#addRow(base + row.trial.index - caseNumber * perCase, row);
  }

  /** All cases, where none was drained. */
  cells(): Cells {
    return { ...this.#part(), ...this.names() };
  }

  /** The cases since the last call, which the builder then forgets. */
  drain(): CellsPart {
    const part = this.#part();
    this.#drained += part.caseIds.length;
    this.#caseIds = [];
    this.#columns = emptyColumns(this.#metrics);
    return part;
  }

  /** The parts that belong to all cases, drained or not. */
  names(): Omit<Cells, keyof CellsPart> {
    return {
      repeats: this.#manifest.repeats,
      variants: this.#manifest.variants.map(({ id }) => id),
      metrics: this.#metrics,
      fingerprints: [...this.#fingerprints.keys()],
      groups: this.#groups.groups(this.#drained + this.#caseIds.length),
    };
  }

  #part(): CellsPart {
    const { caseNumbers, scores, ...columns } = this.#columns;
    const cases = this.#caseIds.length;
    const size = cases * this.#manifest.repeats * this.#manifest.variants.length;
    return {
      caseIds: this.#caseIds,
      caseNumbers: caseNumbers.take(cases),
      status: columns.status.take(size),
      scores: scores.map((column) => column.take(size)),
      latencyMs: columns.latencyMs.take(size),
      startedS: columns.startedS.take(size),
      fingerprint: columns.fingerprint.take(size),
      answer: columns.answer.take(size),
      costUsd: columns.costUsd.take(size),
      review: columns.review.take(size),
    };
  }

  #addRow(cell: number, row: Row): void {
    const { outcome } = row;
    const columns = this.#columns;
    columns.status.set(cell, CellStatus[outcome.status]);
    for (const [position, metric] of this.#metrics.entries()) {
      const value = metricValue(row, metric);
      if (value !== null) columns.scores[position]!.set(cell, value);
    }
    if (row.labels !== undefined) columns.review.set(cell, reviewBits(row.labels));
    columns.startedS.set(cell, (Date.parse(outcome.startedAt) - this.#startMs) / 1000);
    const isFresh = outcome.status === "failed" || !outcome.cached;
    if (outcome.latencyMs !== null && isFresh) columns.latencyMs.set(cell, outcome.latencyMs);
    if (outcome.status === "failed") return;
    if (outcome.costUsd !== null) columns.costUsd.set(cell, outcome.costUsd);
    const answer = answerText(outcome);
    if (answer !== null) columns.answer.set(cell, textHash(answer));
    if (outcome.systemFingerprint !== null) columns.fingerprint.set(cell, this.#numberOf(outcome.systemFingerprint));
  }

  #numberOf(fingerprint: string): number {
    const known = this.#fingerprints.get(fingerprint);
    if (known !== undefined) return known;
    if (this.#fingerprints.size === MOST_FINGERPRINTS) return MOST_FINGERPRINTS;
    this.#fingerprints.set(fingerprint, this.#fingerprints.size + 1);
    return this.#fingerprints.size;
  }
}

function emptyColumns(metrics: readonly string[]) {
  return {
    caseNumbers: new GrowingColumn(Uint32Array),
    status: new GrowingColumn(Uint8Array),
    scores: metrics.map(() => new GrowingColumn(Float32Array, NaN)),
    latencyMs: new GrowingColumn(Float32Array, NaN),
    startedS: new GrowingColumn(Float32Array, NaN),
    fingerprint: new GrowingColumn(Uint16Array),
    answer: new GrowingColumn(Uint32Array),
    costUsd: new GrowingColumn(Float32Array, NaN),
    review: new GrowingColumn(Uint8Array),
  };
}

/** FNV-1a over UTF-16 units, never 0: distinguishes equal answers from others, with two errors in a billion pairs. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  return hash >>> 0 || 1;
}
