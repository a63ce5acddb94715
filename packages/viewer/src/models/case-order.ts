import { type Cells, cellAt, CellStatus } from "../data/cells.ts";

export const CASE_SORTS = ["table", "disagreement", "variance", "lowest"] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

export const CASE_FILTERS = ["all", "differ", "unstable", "regressions", "gains", "allWrong", "failed"] as const;
export type CaseFilter = (typeof CASE_FILTERS)[number];

export interface CaseQuery {
  readonly metric: number;
  readonly sort: CaseSort;
  readonly filter: CaseFilter;
  /** Position of the baseline among the variants; -1 for none. */
  readonly baseline: number;
  /** Numbers of the cases that a search found; null when nothing is searched. */
  readonly found: ReadonlySet<number> | null;
}

/** One case as the matrix and its filters see it. */
export interface CaseFigures {
  /** Mean score over repeats by variant, failed trials as 0; NaN where nothing was scored. */
  readonly means: Float32Array;
  /** Largest mean less smallest. */
  readonly disagreement: number;
  /** The largest variance over repeats that any variant shows. */
  readonly variance: number;
  readonly failed: number;
}

/** Adds up one case. `into` is written anew, so that a million cases make no garbage. */
export function caseFigures(
  cells: Cells,
  casePosition: number,
  { metric, into }: { readonly metric: number; readonly into: Float32Array },
): CaseFigures {
  const scores = cells.scores[metric]!;
  let [lowest, highest, variance, failed] = [Infinity, -Infinity, 0, 0];
  for (let variant = 0; variant < cells.variants.length; variant++) {
    let [sum, squares, count] = [0, 0, 0];
    for (let repeat = 0; repeat < cells.repeats; repeat++) {
      const cell = cellAt(cells, [casePosition, repeat, variant]);
      const isFailed = cells.status[cell] === CellStatus.failed;
      if (isFailed) failed++;
      const score = isFailed ? 0 : scores[cell]!;
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
    failed,
  };
}

/** The positions of the cases that a query shows, in its order; equal ones stay in the order of the table. */
export function orderCases(cells: Cells, query: CaseQuery): Uint32Array {
  const { sort, filter, baseline, found, metric } = query;
  const cases = cells.caseIds.length;
  const shown = new Uint32Array(cases);
  const keys = new Float64Array(cases);
  const into = new Float32Array(cells.variants.length);
  let count = 0;
  for (let position = 0; position < cases; position++) {
    if (found !== null && !found.has(cells.caseNumbers[position]!)) continue;
    const figures = caseFigures(cells, position, { metric, into });
    if (!passes(figures, filter, baseline)) continue;
    keys[position] = sortKey(figures, sort);
    shown[count++] = position;
  }
  const positions = shown.subarray(0, count);
  return sort === "table" ? positions : positions.toSorted((left, right) => keys[left]! - keys[right]! || left - right);
}

function passes({ means, disagreement, variance, failed }: CaseFigures, filter: CaseFilter, baseline: number): boolean {
  const base = means[baseline] ?? NaN;
  switch (filter) {
    case "all":
      return true;
    case "differ":
      return disagreement > 0;
    case "unstable":
      return variance > 0;
    case "failed":
      return failed > 0;
    case "allWrong":
      return means.every((mean) => mean === 0);
    case "regressions":
      return means.some((mean) => mean < base);
    case "gains":
      return means.some((mean) => mean > base);
  }
}

function sortKey({ means, disagreement, variance }: CaseFigures, sort: CaseSort): number {
  if (sort === "disagreement") return -disagreement;
  if (sort === "variance") return -variance;
  const scored = means.filter((mean) => !Number.isNaN(mean));
  return scored.length === 0 ? Infinity : scored.reduce((sum, mean) => sum + mean, 0) / scored.length;
}
