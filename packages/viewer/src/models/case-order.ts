import type { Cells } from "../data/cells.ts";
import { caseFigures, type CaseFigures, caseSum } from "./case-figures.ts";
import { type CaseFilter, type CaseStatus, hasStatus, inGroup, passes } from "./case-filter.ts";

export const CASE_SORTS = ["table", "id", "difference", "disagreement", "variance", "lowest", "cost", "time"] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

export interface CaseQuery {
  readonly metric: number;
  readonly sort: CaseSort;
  /** Reverses the order; cases without the figure stay last. */
  readonly isReversed?: boolean;
  readonly filter: CaseFilter;
  readonly status?: CaseStatus;
  /** A metadata key and its value; null for all cases. */
  readonly group?: { readonly key: string; readonly value: string } | null;
  /** Position of the variant that filters and sorts look at; -1 for all. */
  readonly focus?: number;
  /** Position of the baseline among the variants; -1 for none. */
  readonly baseline: number;
  /** Numbers of the cases that a search found; null without a search. */
  readonly found: ReadonlySet<number> | null;
}

/** The positions of the cases that a query shows, in its order; equal ones stay in the order of the table. */
export function orderCases(cells: Cells, query: CaseQuery): Uint32Array {
  const { sort, filter, status = "any", group = null, focus = -1, baseline, found, metric } = query;
  const isInGroup = inGroup(cells, group);
  const cases = cells.caseIds.length;
  const shown = new Uint32Array(cases);
  const keys = new Float64Array(cases);
  const into = new Float32Array(cells.variants.length);
  let count = 0;
  for (let position = 0; position < cases; position++) {
    if (found !== null && !found.has(cells.caseNumbers[position]!)) continue;
    if (!isInGroup(position) || !hasStatus(cells, position, { status, focus })) continue;
    shown[count++] = position;
    if (filter === "all" && (sort === "table" || sort === "id")) continue; // needs no figures
    const figures = caseFigures(cells, position, { metric, into });
    if (!passes(figures, filter, { baseline, focus })) count--;
    else keys[position] = sortKey(cells, position, { figures, sort, focus, baseline });
  }
  return sorted(cells, shown.subarray(0, count), { query, keys });
}

function sorted(
  { caseIds }: Cells,
  positions: Uint32Array,
  { query: { sort, isReversed = false }, keys }: { readonly query: CaseQuery; readonly keys: Float64Array },
): Uint32Array {
  const sign = isReversed ? -1 : 1;
  if (sort === "table") return isReversed ? positions.toReversed() : positions;
  if (sort === "id") {
    const compare = idOrder(positions.length);
    return positions.toSorted((left, right) => sign * compare(caseIds[left]!, caseIds[right]!) || left - right);
  }
  return positions.toSorted((left, right) => {
    const [a, b] = [keys[left]!, keys[right]!];
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b)) || left - right;
    return sign * (a - b) || left - right;
  });
}

/** Above this, comparing numbers inside ids would take seconds. */
const MOST_NATURAL = 50_000;

/** `case-2` before `case-10`; of very many cases by their characters. */
function idOrder(cases: number): (left: string, right: string) => number {
  if (cases > MOST_NATURAL) return (left, right) => (left < right ? -1 : left > right ? 1 : 0);
  return new Intl.Collator("en", { numeric: true }).compare;
}

interface Sorting {
  readonly figures: CaseFigures;
  readonly sort: CaseSort;
  readonly focus: number;
  readonly baseline: number;
}

/** Ascending; NaN where the case has no such figure. */
function sortKey(cells: Cells, position: number, { figures, sort, focus, baseline }: Sorting): number {
  const { means, disagreement, variance } = figures;
  switch (sort) {
    case "difference":
      return differenceKey(means, focus, baseline);
    case "disagreement":
      return -disagreement;
    case "variance":
      return -variance;
    case "lowest":
      return focus === -1 ? meanOf(means) : means[focus]!;
    case "cost":
      return -caseSum(cells, position, { column: cells.costUsd, focus });
    case "time":
      return -caseSum(cells, position, { column: cells.latencyMs, focus });
    default:
      return 0;
  }
}

/** Of one variant its score less the baseline's, losses first; of all the largest such difference either way, first. */
function differenceKey(means: Float32Array, focus: number, baseline: number): number {
  const base = means[baseline] ?? NaN;
  if (focus !== -1 && focus !== baseline) return means[focus]! - base;
  let largest = NaN;
  for (const mean of means) {
    const size = Math.abs(mean - base);
    if (!(size <= largest)) largest = Number.isNaN(size) ? largest : size;
  }
  return -largest;
}

function meanOf(means: Float32Array): number {
  const scored = means.filter((mean) => !Number.isNaN(mean));
  return scored.length === 0 ? NaN : scored.reduce((sum, mean) => sum + mean, 0) / scored.length;
}
