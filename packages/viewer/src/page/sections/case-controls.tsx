import type { JSX, RefObject } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { Manifest } from "@sameseed/core";
import type { Cells } from "../../data/cells.ts";
import {
  CASE_FILTERS,
  CASE_REVIEWS,
  CASE_STATUSES,
  type CaseFilter,
  type CaseStatus,
} from "../../models/case-filter.ts";
import { CASE_SORTS, type CaseSort } from "../../models/case-order.ts";
import type { CaseView } from "../../models/case-view.ts";
import { useNarrow } from "../hooks/use-narrow.ts";
import { amend } from "../hooks/use-route.ts";
import { Choice } from "../parts/choice.tsx";
import { TextChoice } from "../parts/text-choice.tsx";
import { VariantChooser } from "../parts/variant-chooser.tsx";

const SORT_NAMES: Readonly<Record<CaseSort, string>> = {
  table: "Order of the table",
  id: "Case id",
  difference: "Difference from the baseline",
  disagreement: "Disagreement",
  variance: "Variance over repeats",
  lowest: "Score, lowest first",
  cost: "Cost, highest first",
  time: "Time, longest first",
};
const FILTER_NAMES: Readonly<Record<CaseFilter, string>> = {
  all: "All cases",
  regressions: "Lost: below the baseline",
  gains: "Gained: above the baseline",
  differ: "Variants differ",
  unstable: "Repeats differ",
  allWrong: "All wrong",
  allRight: "All right",
};
const STATUS_NAMES: Readonly<Record<CaseStatus, string>> = {
  any: "Any",
  failed: "Failed",
  refused: "Refused",
  truncated: "Cut off",
  missing: "Not run",
  flagged: "Flagged in review",
  commented: "Commented in review",
  labelled: "Labelled in review",
};
/** Milliseconds without typing before a search starts. */
const TYPING_MS = 150;

export interface CaseControlsProps {
  readonly cells: Cells;
  readonly view: CaseView;
  readonly manifest: Manifest;
  readonly search: RefObject<HTMLInputElement | null>;
}

/** The filter, the order and the display. All of it is in the address. */
export function CaseControls({ cells, view, manifest, search }: CaseControlsProps): JSX.Element {
  const controls = (
    <div class="controls case-controls">
      <SearchBox value={view.search} box={search} />
      <FilterChoices {...{ cells, view }} />
      <OrderChoices {...{ cells, view, manifest }} />
      <Choice
        label="Cells"
        value={view.hasAnswers ? "answers" : "marks"}
        options={[
          ["answers", "Answers"],
          ["marks", "Marks only"],
        ]}
        onChange={(value) => amend({ cells: value === "answers" ? undefined : value })}
      />
      <TextChoice />
      {cells.metrics.length > 1 && (
        <Choice
          label="Metric"
          value={cells.metrics[view.query.metric]!}
          options={cells.metrics.map((name) => [name, name] as const)}
          onChange={(name) => amend({ metric: name })}
        />
      )}
      {cells.variants.length > 2 && <VariantChooser variants={manifest.variants} shown={view.shown} />}
    </div>
  );
  if (!useNarrow()) return controls;
  return (
    <details class="folded" open={view.isNarrowed}>
      <summary>Search, filter and sort</summary>
      {controls}
    </details>
  );
}

function SearchBox({
  value,
  box,
}: {
  readonly value: string;
  readonly box: RefObject<HTMLInputElement | null>;
}): JSX.Element {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const searchSoon = (text: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => amend({ q: text }), TYPING_MS);
  };
  return (
    <label class="choice search">
      <span>Search</span>
      <input
        ref={box}
        type="search"
        value={value}
        placeholder="in ids, vars and answers"
        onInput={(event) => searchSoon(event.currentTarget.value)}
      />
    </label>
  );
}

type ViewProps = Pick<CaseControlsProps, "cells" | "view">;

function FilterChoices({ cells, view: { query } }: ViewProps): JSX.Element {
  const group = cells.groups.find(({ key }) => key === query.group?.key);
  const hasReviews = useMemo(() => cells.review.some((bits) => bits !== 0), [cells]);
  const statuses = [...CASE_STATUSES, ...(hasReviews ? CASE_REVIEWS : [])];
  return (
    <>
      <Choice
        label="Show"
        value={query.filter}
        options={CASE_FILTERS.map((one) => [one, FILTER_NAMES[one]] as const)}
        onChange={(value) => amend({ filter: value === "all" ? undefined : value })}
      />
      <Choice
        label="Status"
        value={query.status}
        options={statuses.map((one) => [one, STATUS_NAMES[one]] as const)}
        onChange={(value) => amend({ filter: query.filter, status: value === "any" ? undefined : value })}
      />
      {cells.groups.length > 0 && (
        <Choice
          label="Metadata"
          value={group === undefined ? "" : JSON.stringify([group.key, query.group!.value])}
          options={[["", "All"], ...cells.groups.flatMap(valuesOf)]}
          onChange={(value) => {
            const [key, wanted] = value === "" ? [] : (JSON.parse(value) as [string, string]);
            amend({ group: key, value: wanted });
          }}
        />
      )}
    </>
  );
}

function valuesOf({ key, values }: Cells["groups"][number]): (readonly [string, string])[] {
  return values.map((value) => [JSON.stringify([key, value]), `${key}: ${value}`] as const);
}

function OrderChoices({ cells, view: { query }, manifest }: Omit<CaseControlsProps, "search">): JSX.Element {
  return (
    <>
      {cells.variants.length > 1 && (
        <Choice
          label="Of variant"
          value={cells.variants[query.focus ?? -1] ?? ""}
          options={[["", "all variants"], ...manifest.variants.map(({ id }) => [id, id] as const)]}
          onChange={(value) => amend({ of: value })}
        />
      )}
      <span class="sorting">
        <Choice
          label="Sort by"
          value={query.sort}
          options={CASE_SORTS.map((one) => [one, SORT_NAMES[one]] as const)}
          onChange={(value) => amend({ sort: value === "table" ? undefined : value })}
        />
        <button
          type="button"
          class="swap"
          aria-pressed={query.isReversed}
          aria-label="Reverse the order"
          title="Reverse the order"
          onClick={() => amend({ dir: query.isReversed ? undefined : "reverse" })}
        >
          ⇅
        </button>
      </span>
    </>
  );
}
