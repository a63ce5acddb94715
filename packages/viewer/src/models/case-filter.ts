import { type Cells, cellAt, CellReview, CellStatus } from "../data/cells.ts";
import type { CaseFigures } from "./case-figures.ts";

export const CASE_FILTERS = ["all", "regressions", "gains", "differ", "unstable", "allWrong", "allRight"] as const;
export type CaseFilter = (typeof CASE_FILTERS)[number];

export const CASE_STATUSES = ["any", "failed", "refused", "truncated", "missing"] as const;
/** Filters by the labels of an answer. */
export const CASE_REVIEWS = ["flagged", "commented", "labelled"] as const;
export type CaseStatus = (typeof CASE_STATUSES | typeof CASE_REVIEWS)[number];

interface Focus {
  /** Positions of variants; a focus of -1 is all of them, a baseline of -1 none. */
  readonly baseline: number;
  readonly focus: number;
}

/** Whether a case passes a filter: of the variant in focus, else of any. */
export function passes(
  { means, disagreement, variance }: CaseFigures,
  filter: CaseFilter,
  { baseline, focus }: Focus,
): boolean {
  const base = means[baseline] ?? NaN;
  const looked = focus === -1 ? means : means.subarray(focus, focus + 1);
  switch (filter) {
    case "all":
      return true;
    case "differ":
      return focus === -1 || focus === baseline ? disagreement > 0 : looked[0]! < base || looked[0]! > base;
    case "unstable":
      return variance > 0;
    case "allWrong":
      return looked.every((mean) => mean === 0);
    case "allRight":
      return looked.every((mean) => mean === 1);
    case "regressions":
      return looked.some((mean) => mean < base);
    case "gains":
      return looked.some((mean) => mean > base);
  }
}

/** Whether any trial of the case, of the variant in focus or of all, has the status, or was so reviewed. */
export function hasStatus(
  cells: Cells,
  position: number,
  { status, focus }: { readonly status: CaseStatus; readonly focus: number },
): boolean {
  if (status === "any") return true;
  const isWanted = (cell: number): boolean =>
    status in CellReview
      ? (cells.review[cell]! & CellReview[status as keyof typeof CellReview]) !== 0
      : cells.status[cell] === CellStatus[status as keyof typeof CellStatus];
  for (let variant = 0; variant < cells.variants.length; variant++) {
    if (focus !== -1 && focus !== variant) continue;
    for (let repeat = 0; repeat < cells.repeats; repeat++)
      if (isWanted(cellAt(cells, [position, repeat, variant]))) return true;
  }
  return false;
}

/** Selects the cases with a value of a metadata key; none for an unknown key or value. */
export function inGroup(
  { groups }: Pick<Cells, "groups">,
  wanted: { readonly key: string; readonly value: string } | null,
): (position: number) => boolean {
  if (wanted === null) return () => true;
  const group = groups.find(({ key }) => key === wanted.key);
  const code = group === undefined ? 0 : group.values.indexOf(wanted.value) + 1;
  return code === 0 ? () => false : (position) => group!.codes[position] === code;
}
