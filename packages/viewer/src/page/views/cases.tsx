import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { orderCases } from "../../models/case-order.ts";
import { type CaseView, caseViewOf, NO_FILTERS } from "../../models/case-view.ts";
import { useKeys } from "../hooks/use-keys.ts";
import { type Loaded, useLoaded } from "../hooks/use-loaded.ts";
import { amend, go } from "../hooks/use-route.ts";
import { Ready } from "../parts/ready.tsx";
import { Section } from "../parts/section.tsx";
import { CaseAnswers } from "../sections/case-answers.tsx";
import { CaseControls } from "../sections/case-controls.tsx";
import { CaseMatrix } from "../sections/case-matrix.tsx";
import { CasesNote } from "../sections/cases-note.tsx";
import type { RunSource } from "../sources/run-source.ts";

interface Search {
  /** Null without a search. */
  readonly numbers: ReadonlySet<number> | null;
  /** The text of a finished search; null during a search. */
  readonly whole: string | null;
}

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
      {(value) => <Table {...props} cells={value} />}
    </Ready>
  );
}

function Table({ cells, summary, source, params }: CasesProps & { readonly cells: Cells }): JSX.Element {
  const { manifest } = summary.report;
  const view = caseViewOf(params, cells, manifest.baseline);
  const search = useRef<HTMLInputElement>(null);
  const found = useSearch(source, view.search);
  const isSearching = found.state === "loading" || (found.state === "ready" && found.value.whole !== view.search);
  const order = useOrder(cells, view, found);
  const [chosen, setChosen] = useState(0);
  const place = Math.min(chosen, Math.max(0, order.length - 1));
  const position = order[place];
  useKeys({
    j: () => setChosen(Math.min(order.length - 1, place + 1)),
    k: () => setChosen(Math.max(0, place - 1)),
    "/": () => search.current?.focus(),
    Enter: () => position !== undefined && go("trial", { case: cells.caseIds[position], variant: cells.variants[0] }),
    Escape: () => search.current?.blur(),
  });
  return (
    <>
      <Section
        title="Cases"
        class="fills"
        note={<CasesNote {...{ cells, order, found, isSearching, summary, view }} />}
      >
        <CaseControls {...{ cells, view, manifest, search }} />
        {order.length === 0 && !isSearching && <NothingFound view={view} />}
        {order.length > 0 && (
          <CaseMatrix {...{ cells, summary, source, view, order }} chosen={place} onChoose={setChosen} />
        )}
      </Section>
      {position !== undefined && <CaseAnswers {...{ cells, manifest, source, position }} shown={view.shown} />}
    </>
  );
}

/** The cases found; those of the previous search until the first cases of this one arrive. */
function useSearch(source: RunSource, query: string): Loaded<Search> {
  return useLoaded<Search>(
    async (signal, soFar) => {
      if (query === "") return { numbers: null, whole: query };
      const onFound = (numbers: ReadonlySet<number>): void => soFar({ numbers, whole: null });
      return { numbers: await source.search(query, signal, onFound), whole: query };
    },
    [source, query],
  );
}

function useOrder(cells: Cells, { query, search }: CaseView, found: Loaded<Search>): Uint32Array {
  const numbers = found.state === "ready" && search !== "" ? found.value.numbers : null;
  return useMemo(() => orderCases(cells, { ...query, found: numbers }), [cells, numbers, JSON.stringify(query)]);
}

/** The reason for an empty table, with a link to all cases. */
function NothingFound({ view: { search, isNarrowed } }: { readonly view: CaseView }): JSX.Element {
  if (!isNarrowed) return <p class="status">No case has a row yet.</p>;
  return (
    <p class="status" role="status">
      {search === "" ? "No case matches these filters." : `No case with “${search}” matches these filters.`}{" "}
      <button type="button" onClick={() => amend(NO_FILTERS)}>
        Show all cases
      </button>
    </p>
  );
}
