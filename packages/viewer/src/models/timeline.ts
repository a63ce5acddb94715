import { median } from "@sameseed/stats";
import { type Cells, CellStatus } from "../data/cells.ts";

/** One variant over the run's clock, in bins of equal time. */
export interface VariantTimeline {
  /** Median latency of the answers in each bin; NaN where none was measured. */
  readonly medianMs: Float64Array;
  /** The fingerprint that most answers of the bin bear, as in `Cells.fingerprint`; 0 for none. */
  readonly fingerprint: Uint16Array;
  readonly trials: Uint32Array;
  readonly failed: Uint32Array;
}

export interface Timeline {
  /** Length of the run in seconds, from its first trial to its last. */
  readonly startS: number;
  readonly endS: number;
  readonly variants: readonly VariantTimeline[];
}

/** Latency, fingerprints and failures over time. Null when no trial has a start. */
export function timeline(cells: Cells, bins: number): Timeline | null {
  let [startS, endS] = [Infinity, -Infinity];
  for (const start of cells.startedS) {
    if (start < startS) startS = start;
    if (start > endS) endS = start;
  }
  if (startS === Infinity) return null;
  const width = Math.max(endS - startS, 1e-6) / bins;
  const count = cells.variants.length;
  const byBin: number[][] = Array.from({ length: count * bins }, () => []);
  for (const [cell, start] of cells.startedS.entries()) {
    if (Number.isNaN(start)) continue;
    const bin = Math.min(bins - 1, Math.floor((start - startS) / width));
    byBin[(cell % count) * bins + bin]!.push(cell);
  }
  const variants = cells.variants.map((_, variant) => binned(cells, byBin.slice(variant * bins, (variant + 1) * bins)));
  return { startS, endS, variants };
}

function binned(cells: Cells, bins: readonly (readonly number[])[]): VariantTimeline {
  const isAnswered = (cell: number): boolean => cells.status[cell] !== CellStatus.failed;
  return {
    medianMs: Float64Array.from(bins, (bin) =>
      medianOfKnown(bin.filter(isAnswered).map((cell) => cells.latencyMs[cell]!)),
    ),
    fingerprint: Uint16Array.from(bins, (bin) => mostFrequent(bin.map((cell) => cells.fingerprint[cell]!))),
    trials: Uint32Array.from(bins, (bin) => bin.length),
    failed: Uint32Array.from(bins, (bin) => bin.filter((cell) => cells.status[cell] === CellStatus.failed).length),
  };
}

function medianOfKnown(values: readonly number[]): number {
  return median(values.filter((value) => !Number.isNaN(value)));
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) if (value !== 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  let [best, most] = [0, 0];
  for (const [value, seen] of counts) if (seen > most) [best, most] = [value, seen];
  return best;
}
