import type { JSX } from "preact";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import type { CaseView } from "../../models/case-view.ts";
import { count, plural } from "../../models/format.ts";
import type { Loaded } from "../hooks/use-loaded.ts";
import { MOST_SQUARES } from "../parts/case-cell.tsx";

/** Columns with answers that fit a wide window. */
const MOST_IN_SIGHT = 4;

export interface CasesNoteProps {
  readonly cells: Cells;
  readonly order: Uint32Array;
  readonly found: Loaded<unknown>;
  readonly isSearching: boolean;
  readonly summary: RunSummary;
  readonly view: CaseView;
}

/** The number of shown cases, the meaning of the marks, and the cases that the file lacks. */
export function CasesNote({ cells, order, found, isSearching, summary, view }: CasesNoteProps): JSX.Element {
  const all = cells.caseIds.length;
  const missing = summary.coverage.cases - all;
  return (
    <>
      {order.length === all ? plural(all, "case") : `${count(order.length)} of ${plural(all, "case")}`}
      {isSearching && view.search !== "" && "; searching…"}
      {found.state === "failed" && `; the search failed: ${found.message}`}.{" "}
      {cells.repeats <= MOST_SQUARES
        ? `Each square is ${cells.repeats === 1 ? "an answer" : "a repeat"}: ✓ right, ✗ wrong, ! failed, ? no score. A number is a partial score in percent.`
        : `Each bar is the mean of ${cells.repeats} repeats, failed ones as 0.`}{" "}
      <kbd>/</kbd> searches.
      {view.hasAnswers && view.shown.length > MOST_IN_SIGHT && " Scroll sideways for more variants, or choose columns."}
      {missing > 0 && (
        <b>
          {" "}
          Not in this file: {plural(missing, "case")}. It carries discordant and failing ones first. `sameseed view`
          shows all.
        </b>
      )}
    </>
  );
}
