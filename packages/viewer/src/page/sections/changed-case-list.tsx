import type { JSX } from "preact";
import type { ChangedCases } from "../../models/changed-cases.ts";
import { count, percent, plural } from "../../models/format.ts";
import { routeHash } from "../../models/route.ts";
import { scoreTone } from "../../models/score-tone.ts";
import { Untrusted } from "../parts/untrusted.tsx";
import { VirtualRows } from "../parts/virtual-rows.tsx";

const ROW_PX = 40;
const MOST_PX = 480;

export interface ChangedCaseListProps {
  readonly changed: ChangedCases;
  readonly before: string;
  readonly after: string;
}

/** The cases that score otherwise, lost ones first, each with a way to its answer in either run. */
export function ChangedCaseList({ changed, before, after }: ChangedCaseListProps): JSX.Element {
  const { cases, lost, gained, compared } = changed;
  const summary = (
    <p class="note">
      <b>{count(lost)}</b> lost, <b>{count(gained)}</b> gained of {plural(compared, "score")} that both runs have.
      Failed trials count as 0.
    </p>
  );
  if (cases.length === 0) return summary;
  return (
    <>
      {summary}
      <VirtualRows
        class="changed-cases"
        style={{ "--row-height": `${ROW_PX}px`, height: `${Math.min(MOST_PX, cases.length * ROW_PX + 4)}px` }}
        label="Cases lost and gained"
        columns={4}
        count={cases.length}
        rowHeightPx={ROW_PX}
      >
        {(place) => <ChangedCase one={cases[place]!} {...{ before, after }} />}
      </VirtualRows>
    </>
  );
}

interface ChangedCaseProps {
  readonly one: ChangedCaseListProps["changed"]["cases"][number];
  readonly before: string;
  readonly after: string;
}

function ChangedCase({ one, before, after }: ChangedCaseProps): JSX.Element {
  const link = (run: string): string => routeHash("trial", { run, case: one.id, variant: one.variant });
  const isLost = one.after < one.before;
  return (
    <div class={`pair ${isLost ? "lost" : "won"}`} role="row" style={{ height: `${ROW_PX}px` }}>
      <span role="cell" class="pair-sign" title={isLost ? "lost" : "gained"}>
        {isLost ? "▼" : "▲"}
      </span>
      <span role="cell" class="pair-id">
        <Untrusted text={one.id} />{" "}
        <small>
          <Untrusted text={one.variant} />
        </small>
      </span>
      <span role="cell">
        <a href={link(before)} class={`mini ${scoreTone(one.before)}`} title="the answer before">
          {percent(one.before, 0)}
        </a>
      </span>
      <span aria-hidden="true">→</span>
      <span role="cell">
        <a href={link(after)} class={`mini ${scoreTone(one.after)}`} title="the answer after">
          {percent(one.after, 0)}
        </a>
      </span>
    </div>
  );
}
