import { type Cells, cellAt, CellStatus } from "../data/cells.ts";

/** One case as the matrix and its filters see it. */
export interface CaseFigures {
  /** Mean score over repeats by variant, failed trials as 0; NaN without scores. */
  readonly means: Float32Array;
  /** Largest mean less smallest. */
  readonly disagreement: number;
  /** The largest variance over repeats that any variant shows. */
  readonly variance: number;
}

/** Adds up one case. `into` is reused: a million cases make no garbage. */
export function caseFigures(
  cells: Cells,
  casePosition: number,
  { metric, into }: { readonly metric: number; readonly into: Float32Array },
): CaseFigures {
  const scores = cells.scores[metric]!;
  let [lowest, highest, variance] = [Infinity, -Infinity, 0];
  for (let variant = 0; variant < cells.variants.length; variant++) {
    let [sum, squares, count] = [0, 0, 0];
    for (let repeat = 0; repeat < cells.repeats; repeat++) {
      const cell = cellAt(cells, [casePosition, repeat, variant]);
      const score = cells.status[cell] === CellStatus.failed ? 0 : scores[cell]!;
      if (Number.isNaN(score)) continue;
      sum += score;
      squares += score * score;
      count++;
    }
    const mean = count === 0 ? NaN : sum / count;
    into[variant] = mean;
    if (count === 0) continue;
    lowest = Math.min(lowest, mean);
    highest = Math.max(highest, mean);
    variance = Math.max(variance, squares / count - mean * mean);
  }
  return {
    means: into,
    disagreement: highest > lowest ? highest - lowest : 0,
    variance: variance < 1e-9 ? 0 : variance,
  };
}

/** The sum of a figure over a case's trials, of all variants or of one; NaN where no trial has it. */
export function caseSum(
  cells: Cells,
  casePosition: number,
  { column, focus }: { readonly column: Float32Array; readonly focus: number },
): number {
  let [sum, count] = [0, 0];
  for (let variant = 0; variant < cells.variants.length; variant++) {
    if (focus !== -1 && focus !== variant) continue;
    for (let repeat = 0; repeat < cells.repeats; repeat++) {
      const value = column[cellAt(cells, [casePosition, repeat, variant])]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
  }
  return count === 0 ? NaN : sum;
}
