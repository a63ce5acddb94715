import { answerText, type Manifest, metricValue, type Row } from "@sameseed/core";
import { type Cells, CellStatus } from "./cells.ts";
import { reviewBits } from "./cell-review.ts";
import { GroupsBuilder, groupKeys } from "./groups-builder.ts";
import { GrowingColumn } from "./growing-column.ts";

const MOST_FINGERPRINTS = 65_534;

/** Gathers `Cells` from rows, case by case in table order. Some 25 bytes a trial, and 4 more a metric. */
export class CellsBuilder {
  readonly #manifest: Pick<Manifest, "repeats" | "variants">;
  readonly #metrics: readonly string[];
  readonly #startMs: number;
  readonly #caseIds: string[] = [];
  readonly #fingerprints = new Map<string, number>();
  readonly #caseNumbers = new GrowingColumn(Uint32Array);
  readonly #status = new GrowingColumn(Uint8Array);
  readonly #scores: readonly GrowingColumn<Float32Array<ArrayBuffer>>[];
  readonly #latencyMs = new GrowingColumn(Float32Array, NaN);
  readonly #startedS = new GrowingColumn(Float32Array, NaN);
  readonly #fingerprint = new GrowingColumn(Uint16Array);
  readonly #answer = new GrowingColumn(Uint32Array);
  readonly #costUsd = new GrowingColumn(Float32Array, NaN);
  readonly #review = new GrowingColumn(Uint8Array);
  readonly #groups: GroupsBuilder;

  constructor(
    manifest: Pick<Manifest, "repeats" | "variants" | "startedAt" | "cases" | "slices">,
    metrics: readonly string[],
  ) {
    this.#manifest = manifest;
    this.#groups = new GroupsBuilder(groupKeys(manifest));
    this.#metrics = metrics;
    this.#startMs = Date.parse(manifest.startedAt);
    this.#scores = metrics.map(() => new GrowingColumn(Float32Array, NaN));
  }

  /** The rows of one case; cases come in the order of the table. */
  addCase(rows: readonly Row[]): void {
    const first = rows[0];
    if (first === undefined) return;
    const perCase = this.#manifest.repeats * this.#manifest.variants.length;
    const caseNumber = Math.floor(first.trial.index / perCase);
    const base = this.#caseIds.length * perCase;
    this.#caseNumbers.set(this.#caseIds.length, caseNumber);
    this.#groups.add(this.#caseIds.length, first.trial.case);
    this.#caseIds.push(first.trial.case.id);
    for (const row of rows) this.#addRow(base + row.trial.index - caseNumber * perCase, row);
  }

  cells(): Cells {
    const cases = this.#caseIds.length;
    const size = cases * this.#manifest.repeats * this.#manifest.variants.length;
    return {
      repeats: this.#manifest.repeats,
      variants: this.#manifest.variants.map(({ id }) => id),
      metrics: this.#metrics,
      fingerprints: [...this.#fingerprints.keys()],
      caseIds: this.#caseIds,
      caseNumbers: this.#caseNumbers.take(cases),
      status: this.#status.take(size),
      scores: this.#scores.map((column) => column.take(size)),
      latencyMs: this.#latencyMs.take(size),
      startedS: this.#startedS.take(size),
      fingerprint: this.#fingerprint.take(size),
      answer: this.#answer.take(size),
      costUsd: this.#costUsd.take(size),
      review: this.#review.take(size),
      groups: this.#groups.groups(cases),
    };
  }

  #addRow(cell: number, row: Row): void {
    const { outcome } = row;
    this.#status.set(cell, CellStatus[outcome.status]);
    for (const [position, metric] of this.#metrics.entries()) {
      const value = metricValue(row, metric);
      if (value !== null) this.#scores[position]!.set(cell, value);
    }
    if (row.labels !== undefined) this.#review.set(cell, reviewBits(row.labels));
    this.#startedS.set(cell, (Date.parse(outcome.startedAt) - this.#startMs) / 1000);
    const isFresh = outcome.status === "failed" || !outcome.cached;
    if (outcome.latencyMs !== null && isFresh) this.#latencyMs.set(cell, outcome.latencyMs);
    if (outcome.status === "failed") return;
    if (outcome.costUsd !== null) this.#costUsd.set(cell, outcome.costUsd);
    const answer = answerText(outcome);
    if (answer !== null) this.#answer.set(cell, textHash(answer));
    if (outcome.systemFingerprint !== null) this.#fingerprint.set(cell, this.#numberOf(outcome.systemFingerprint));
  }

  #numberOf(fingerprint: string): number {
    const known = this.#fingerprints.get(fingerprint);
    if (known !== undefined) return known;
    if (this.#fingerprints.size === MOST_FINGERPRINTS) return MOST_FINGERPRINTS;
    this.#fingerprints.set(fingerprint, this.#fingerprints.size + 1);
    return this.#fingerprints.size;
  }
}

/** FNV-1a over UTF-16 units, never 0: tells equal answers from others, two of a billion pairs wrongly. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  return hash >>> 0 || 1;
}
