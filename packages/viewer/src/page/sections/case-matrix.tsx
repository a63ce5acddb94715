import type { JSX } from "preact";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import type { CaseView } from "../../models/case-view.ts";
import { useCaseDetails } from "../hooks/use-case-details.ts";
import { useNarrow } from "../hooks/use-narrow.ts";
import { amend, linksTo } from "../hooks/use-route.ts";
import { VariantName } from "../parts/variant-name.tsx";
import { VirtualRows } from "../parts/virtual-rows.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { CaseRow } from "./case-row.tsx";
import { CaseTotals } from "./case-totals.tsx";

export interface CaseMatrixProps {
  readonly cells: Cells;
  readonly summary: RunSummary;
  readonly source: RunSource;
  readonly view: CaseView;
  readonly order: Uint32Array;
  /** The position in `order` of the open case. */
  readonly chosen: number;
  readonly onChoose: (place: number) => void;
}

/** The visible cases, one column per variant; on a phone one line per variant. */
export function CaseMatrix(props: CaseMatrixProps): JSX.Element {
  const { cells, summary, source, view, order, chosen, onChoose } = props;
  const [details, setWindow] = useCaseDetails(cells, source, order);
  const isNarrow = useNarrow();
  const columns = view.shown.length;
  const trialLink = linksTo("trial");
  return (
    <VirtualRows
      class={`matrix ${view.hasAnswers ? "with-answers" : ""} ${isNarrow ? "narrow" : ""}`}
      style={{ "--variants": columns, "--row-height": `${rowHeightPx(view, isNarrow)}px` }}
      label="Cases by variant"
      count={order.length}
      columns={2 + columns}
      rowHeightPx={rowHeightPx(view, isNarrow)}
      selected={chosen}
      onWindow={setWindow}
      header={
        <>
          {!isNarrow && <Header {...{ summary, view }} />}
          <CaseTotals {...{ cells, summary, view, order, isNarrow }} />
        </>
      }
    >
      {(row) => {
        const position = order[row]!;
        return (
          <CaseRow
            {...{ cells, position, view, isNarrow, trialLink }}
            place={row}
            details={details.get(cells.caseNumbers[position]!)}
            isChosen={row === chosen}
            onChoose={() => onChoose(row)}
          />
        );
      }}
    </VirtualRows>
  );
}

/** Rows have equal heights, which allows scrolling through a million of them. */
function rowHeightPx({ hasAnswers, shown }: CaseView, isNarrow: boolean): number {
  if (isNarrow) return 50 + shown.length * (hasAnswers ? 50 : 30);
  return hasAnswers ? 100 : 40;
}

/** A variant's name sorts by its score. */
function Header({ summary, view }: Pick<CaseMatrixProps, "summary" | "view">): JSX.Element {
  return (
    <div class="matrix-row head" role="row" aria-rowindex={1}>
      <span role="columnheader" class="case-id">
        <button type="button" class="sort" onClick={() => amend({ sort: "id" })}>
          Case
        </button>
      </span>
      <span role="columnheader" class="snippet-head">
        Variables
      </span>
      {view.shown.map((position) => {
        const variant = summary.report.manifest.variants[position]!;
        return (
          <span role="columnheader" key={variant.id} title={`${variant.id}: sort by its score`}>
            <button type="button" class="sort" onClick={() => amend({ sort: "lowest", of: variant.id })}>
              <VariantName {...variant} />
            </button>
          </span>
        );
      })}
    </div>
  );
}
