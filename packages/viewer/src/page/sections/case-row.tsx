import type { JSX } from "preact";
import type { CaseDetails } from "../../data/case-details.ts";
import type { Cells } from "../../data/cells.ts";
import { expectedExcerpt, varsExcerpt } from "../../models/answer-excerpt.ts";
import type { CaseView } from "../../models/case-view.ts";
import { CaseCell } from "../parts/case-cell.tsx";
import { Untrusted } from "../parts/untrusted.tsx";

export interface CaseRowProps {
  readonly cells: Cells;
  readonly position: number;
  readonly view: CaseView;
  readonly isNarrow: boolean;
  /** The address of a trial of the run. */
  readonly trialLink: (params: { readonly case: string; readonly variant?: string | undefined }) => string;
  /** The row's place in the table, from 0. */
  readonly place: number;
  readonly details: CaseDetails | null | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** One case: its id and variables, and one cell per variant. */
export function CaseRow({ cells, position, view, ...row }: CaseRowProps): JSX.Element {
  const { isNarrow, trialLink, place, details, isChosen, onChoose } = row;
  const id = cells.caseIds[position]!;
  const expected = view.hasAnswers ? expectedExcerpt(details) : null;
  return (
    <div class={`matrix-row ${isChosen ? "chosen" : ""}`} role="row" aria-rowindex={place + 3} onClick={onChoose}>
      <span role="cell" class="case-id" title={id}>
        <a href={trialLink({ case: id })}>
          <Untrusted text={id} />
        </a>
        {expected !== null && (
          <small class="expected">
            expected <Untrusted text={expected} />
          </small>
        )}
      </span>
      <span role="cell" class="snippet">
        <Untrusted text={varsExcerpt(details)} />
      </span>
      {view.shown.map((variant) => (
        <CaseCell
          key={variant}
          {...{ cells, position, variant }}
          link={trialLink({ case: id, variant: cells.variants[variant] })}
          metric={view.query.metric}
          hasSwatch={isNarrow && view.shown.length > 1}
          answers={view.hasAnswers ? { details, isMarkdown: view.isMarkdown } : undefined}
        />
      ))}
    </div>
  );
}
