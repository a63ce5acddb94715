import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CaseDetails } from "../../data/case-details.ts";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { CASE_FILTERS, CASE_SORTS, type CaseFilter, type CaseSort, orderCases } from "../../models/case-order.ts";
import { count, plural } from "../../models/format.ts";
import { expectedExcerpt } from "../../models/answer-excerpt.ts";
import { CaseCell, MOST_SQUARES } from "../parts/case-cell.tsx";
import { Choice, Ready, Section, Untrusted, VariantName } from "../parts/parts.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { useKeys } from "../hooks/use-keys.ts";
import { useLoaded } from "../hooks/use-loaded.ts";
import { amend, go, linkTo } from "../hooks/use-route.ts";
import { VirtualRows } from "../parts/virtual-rows.tsx";

const SORT_NAMES: Readonly<Record<CaseSort, string>> = {
  table: "Order of the table",
  disagreement: "Disagreement",
  variance: "Variance over repeats",
  lowest: "Lowest score",
};
const FILTER_NAMES: Readonly<Record<CaseFilter, string>> = {
  all: "All cases",
  differ: "Variants differ",
  unstable: "Repeats differ",
  regressions: "Below the baseline",
  gains: "Above the baseline",
  allWrong: "All wrong",
  failed: "With failed trials",
};

export interface CasesProps {
  readonly summary: RunSummary;
  readonly source: RunSource;
  readonly params: Readonly<Record<string, string>>;
}

/** Case × variant: where the variants agree, where they do not, and where a variant disagrees with itself. */
export function Cases(props: CasesProps): JSX.Element {
  const cells = useLoaded(() => props.source.cells(), [props.source]);
  return (
    <Ready of={cells} what="the trials">
      {(value) => <Matrix {...props} cells={value} />}
    </Ready>
  );
}

function Matrix({ cells, summary, source, params }: CasesProps & { readonly cells: Cells }): JSX.Element {
  const { manifest } = summary.report;
  const sort = CASE_SORTS.find((one) => one === params["sort"]) ?? "table";
  const filter = CASE_FILTERS.find((one) => one === params["filter"]) ?? "all";
  const query = params["q"] ?? "";
  const hasAnswers = params["cells"] !== "marks";
  const metric = Math.max(0, cells.metrics.indexOf(params["metric"] ?? ""));
  const search = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const searchSoon = (text: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => amend({ q: text }), 150);
  };
  const found = useLoaded(
    (signal) => (query === "" ? Promise.resolve(null) : source.search(query, signal)),
    [source, query],
  );
  const foundCases = found.state === "ready" ? found.value : null;
  const baseline = cells.variants.indexOf(manifest.baseline);
  const order = useMemo(
    () => orderCases(cells, { metric, sort, filter, baseline, found: foundCases }),
    [cells, metric, sort, filter, baseline, foundCases],
  );
  const [chosen, setChosen] = useState(0);
  const place = Math.min(chosen, Math.max(0, order.length - 1));
  const [details, setWindow] = useWindowDetails(cells, source, order);
  const open = (position: number, variant = 0): void =>
    go("trial", { case: cells.caseIds[position], variant: cells.variants[variant] });
  useKeys({
    j: () => setChosen(Math.min(order.length - 1, place + 1)),
    k: () => setChosen(Math.max(0, place - 1)),
    "/": () => search.current?.focus(),
    Enter: () => order[place] !== undefined && open(order[place]),
    Escape: () => search.current?.blur(),
  });
  const missing = summary.coverage.cases - cells.caseIds.length;

  return (
    <Section
      title="Cases"
      class="fills"
      note={
        <>
          {order.length === cells.caseIds.length
            ? plural(order.length, "case")
            : `${count(order.length)} of ${plural(cells.caseIds.length, "case")}`}
          {found.state === "loading" && query !== "" && "; searching…"}
          {found.state === "failed" && `; the search failed: ${found.message}`}.{" "}
          {cells.repeats <= MOST_SQUARES
            ? "Each square is a repeat: ✓ right, ✗ wrong, a number for partly (in percent), ! failed, ? no score."
            : `Each bar is the mean of ${cells.repeats} repeats, failed ones as 0.`}{" "}
          <kbd>/</kbd> searches.
          {missing > 0 && (
            <b>
              {" "}
              {plural(missing, "case")} are not in this file: it carries discordant and failing ones first. `sameseed
              view` shows all.
            </b>
          )}
        </>
      }
    >
      <div class="controls">
        <label class="choice search">
          <span>Search</span>
          <input
            ref={search}
            type="search"
            value={query}
            placeholder="in vars and answers"
            onInput={(event) => searchSoon(event.currentTarget.value)}
          />
        </label>
        <Choice
          label="Show"
          value={filter}
          options={CASE_FILTERS.map((one) => [one, FILTER_NAMES[one]] as const)}
          onChange={(value) => amend({ filter: value === "all" ? undefined : value })}
        />
        <Choice
          label="Sort by"
          value={sort}
          options={CASE_SORTS.map((one) => [one, SORT_NAMES[one]] as const)}
          onChange={(value) => amend({ sort: value === "table" ? undefined : value })}
        />
        <Choice
          label="Cells"
          value={hasAnswers ? "answers" : "marks"}
          options={[
            ["answers", "Answers"],
            ["marks", "Marks only"],
          ]}
          onChange={(value) => amend({ cells: value === "answers" ? undefined : value })}
        />
        {cells.metrics.length > 1 && (
          <Choice
            label="Metric"
            value={cells.metrics[metric]!}
            options={cells.metrics.map((name) => [name, name] as const)}
            onChange={(name) => amend({ metric: name })}
          />
        )}
      </div>
      {order.length === 0 && found.state !== "loading" && <NothingFound query={query} filter={FILTER_NAMES[filter]} />}
      <VirtualRows
        class={hasAnswers ? "matrix with-answers" : "matrix"}
        style={{ "--variants": cells.variants.length }}
        label="Cases by variant"
        count={order.length}
        columns={2 + cells.variants.length}
        rowHeightPx={hasAnswers ? 100 : 40}
        selected={place}
        onWindow={setWindow}
        header={
          <div class="matrix-row head" role="row" aria-rowindex={1}>
            <span role="columnheader">Case</span>
            <span role="columnheader" class="snippet-head">
              Variables
            </span>
            {manifest.variants.map((variant) => (
              <span role="columnheader" key={variant.id} title={variant.id}>
                <VariantName {...variant} />
              </span>
            ))}
          </div>
        }
      >
        {(row) => {
          const position = order[row]!;
          const id = cells.caseIds[position]!;
          const known = details.get(cells.caseNumbers[position]!);
          return (
            <div
              key={position}
              class={`matrix-row ${row === place ? "chosen" : ""}`}
              role="row"
              aria-rowindex={row + 2}

              onClick={() => setChosen(row)}
            >
              <span role="cell" class="case-id" title={id}>
                <a href={linkTo("trial", { case: id })}>
                  <Untrusted text={id} />
                </a>
                {hasAnswers && expectedExcerpt(known) !== null && (
                  <small class="expected">
                    expected <Untrusted text={expectedExcerpt(known)!} />
                  </small>
                )}
              </span>
              <span role="cell" class="snippet">
                <Untrusted text={snippet(known)} />
              </span>
              {cells.variants.map((variant, place) => (
                <CaseCell
                  key={variant}
                  {...{ cells, position, metric }}
                  variant={place}
                  answers={hasAnswers ? { details: known } : undefined}
                />
              ))}
            </div>
          );
        }}
      </VirtualRows>
    </Section>
  );
}

/** Says why the table is empty, and leads back to all cases. */
function NothingFound({ query, filter }: { readonly query: string; readonly filter: string }): JSX.Element {
  return (
    <p class="status" role="status">
      No case {query === "" ? "is" : `with “${query}” is`} in “{filter}”.{" "}
      <button type="button" onClick={() => amend({ q: undefined, filter: undefined })}>
        Show all cases
      </button>
    </p>
  );
}

/** Details of the cases in sight, asked for once scrolling rests. */
function useWindowDetails(
  cells: Cells,
  source: RunSource,
  order: Uint32Array,
): readonly [ReadonlyMap<number, CaseDetails | null>, (first: number, last: number) => void] {
  const [known, setKnown] = useState<ReadonlyMap<number, CaseDetails | null>>(new Map());
  const [window, setWindow] = useState<readonly [number, number]>([0, 0]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const numbers = [...order.subarray(window[0], window[1])].map((position) => cells.caseNumbers[position]!);
      source.details(numbers).then(
        (found) => setKnown(new Map(found.map((one, place) => [numbers[place]!, one]))),
        () => {}, // the matrix stands without the snippets
      );
    }, 60);
    return () => clearTimeout(timer);
  }, [cells, source, order, ...window]);
  return [known, (first, last) => setWindow([first, last])];
}

function snippet(details: CaseDetails | null | undefined): string {
  if (!details) return "";
  const values = Object.values(details.case.vars).filter((value) => value !== details.case.id);
  const text = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join(" · ");
  return text.slice(0, 200).replaceAll(/\s+/g, " ");
}
