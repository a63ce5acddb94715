import type { Cells } from "../data/cells.ts";
import { CASE_FILTERS, CASE_REVIEWS, type CaseFilter, CASE_STATUSES, type CaseStatus } from "./case-filter.ts";
import { CASE_SORTS, type CaseQuery, type CaseSort } from "./case-order.ts";
import { variantLetter } from "./variant-labels.ts";

/** The parameters of Cases in the address. Unknown ones are the default. */
export interface CaseView {
  readonly search: string;
  /** A query without the results of a search. */
  readonly query: Omit<CaseQuery, "found"> & {
    readonly sort: CaseSort;
    readonly filter: CaseFilter;
    readonly status: CaseStatus;
  };
  /** Whether cells show answers, or marks alone. */
  readonly hasAnswers: boolean;
  /** Whether answers are shown without the signs of Markdown. */
  readonly isMarkdown: boolean;
  /** Positions of the variants that have a column, in the order of the manifest. */
  readonly shown: readonly number[];
  /** Whether any filter or search is on. */
  readonly isNarrowed: boolean;
}

type Params = Readonly<Record<string, string>>;

export function caseViewOf(params: Params, cells: Cells, baselineId: string): CaseView {
  const known = <T extends string>(list: readonly T[], name: string, otherwise: T): T =>
    list.find((one) => one === params[name]) ?? otherwise;
  const filter = known(CASE_FILTERS, "filter", "all");
  // Links of earlier versions named this status as a filter.
  const status = known([...CASE_STATUSES, ...CASE_REVIEWS], "status", params["filter"] === "failed" ? "failed" : "any");
  const group = groupOf(params, cells);
  const search = params["q"] ?? "";
  return {
    search,
    query: {
      metric: Math.max(0, cells.metrics.indexOf(params["metric"] ?? "")),
      sort: known(CASE_SORTS, "sort", "table"),
      isReversed: params["dir"] === "reverse",
      filter,
      status,
      group,
      focus: cells.variants.indexOf(params["of"] ?? ""),
      baseline: cells.variants.indexOf(baselineId),
    },
    hasAnswers: params["cells"] !== "marks",
    isMarkdown: params["text"] === "markdown",
    shown: shownVariants(params["hide"], cells.variants.length),
    isNarrowed: filter !== "all" || status !== "any" || group !== null || search !== "",
  };
}

/** Clears every filter, and keeps order and columns. */
export const NO_FILTERS = { q: undefined, filter: undefined, status: undefined, group: undefined, value: undefined };

function groupOf(params: Params, { groups }: Cells): NonNullable<CaseQuery["group"]> | null {
  const group = groups.find(({ key }) => key === params["group"]);
  if (group === undefined || params["value"] === undefined) return null;
  return { key: group.key, value: params["value"] };
}

/** The columns without the hidden letters; all where that would leave none. */
function shownVariants(hidden: string | undefined, count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, position) => position);
  const letters = new Set((hidden ?? "").split("."));
  const shown = all.filter((position) => !letters.has(variantLetter(position)));
  return shown.length === 0 ? all : shown;
}

/** The parameter `hide` with one variant's column turned on or off. */
export function withToggled(shown: readonly number[], position: number, count: number): string | undefined {
  const next = new Set(shown.includes(position) ? shown.filter((one) => one !== position) : [...shown, position]);
  const hidden = Array.from({ length: count }, (_, one) => one).filter((one) => !next.has(one));
  return next.size === 0 || hidden.length === 0 ? undefined : hidden.map(variantLetter).join(".");
}
