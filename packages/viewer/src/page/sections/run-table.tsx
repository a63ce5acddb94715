import type { JSX } from "preact";
import type { RunEntry } from "../../data/page-data.ts";
import { count, dateTime, percent, plural, points } from "../../models/format.ts";
import { routeHash } from "../../models/route.ts";
import { earlierRun, scoreChange } from "../../models/run-pairs.ts";
import { Untrusted } from "../parts/untrusted.tsx";
import { RunNoteView } from "./run-note.tsx";

/** Scores in a line of the list; the run's own page has all. */
const MOST_SCORES = 5;

type ListedRun = RunEntry & { readonly href?: string };

export interface RunTableProps {
  readonly name: string;
  /** Of one benchmark, oldest first. */
  readonly runs: readonly ListedRun[];
  readonly chosen: readonly string[];
  /** Absent where runs cannot be compared or changed: in a file. */
  readonly onChoose?: ((id: string) => void) | undefined;
  readonly onChanged?: (() => void) | undefined;
}

/** Runs of one benchmark, newest first; on a telephone a block a run. */
export function RunTable({ name, runs, ...actions }: RunTableProps): JSX.Element {
  const headings = ["Started", "State", "Trials", "Failed", "Scores [95 %]"];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={`Runs of ${name}`}>
      <table class="board runs" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {actions.onChoose !== undefined && (
              <th scope="col" role="columnheader">
                <span class="unseen">Compare</span>
              </th>
            )}
            {headings.map((heading) => (
              <th key={heading} scope="col" role="columnheader">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {runs.toReversed().map((run) => (
            <RunLine key={run.id} run={run} earlier={earlierRun(runs, run.id)} {...actions} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RunLineProps = Omit<RunTableProps, "name" | "runs"> & {
  readonly run: ListedRun;
  readonly earlier: RunEntry | null;
};

function RunLine({ run, earlier, chosen, onChoose, onChanged }: RunLineProps): JSX.Element {
  return (
    <tr role="row">
      {onChoose !== undefined && (
        <td role="cell" class="choose">
          <input
            type="checkbox"
            checked={chosen.includes(run.id)}
            aria-label={`Compare ${run.id}`}
            onChange={() => onChoose(run.id)}
          />
        </td>
      )}
      <th scope="row" role="rowheader">
        <a href={run.href ?? routeHash("board", { run: run.id })}>{dateTime(run.startedAt)}</a>
        <small class="run-id">
          <Untrusted text={run.id} />
        </small>
        <RunNoteView run={run.id} note={run.note} onChanged={onChanged} />
      </th>
      <td role="cell">
        <span class={`pill state-${run.state}`}>{run.state}</span>
      </td>
      <td role="cell" data-name="trials">
        {count(run.done)} of {count(run.planned)}
      </td>
      <td role="cell" data-name="failed">
        {count(run.failed)}
      </td>
      <td role="cell">
        <Scores run={run} earlier={earlier} />
        {onChoose !== undefined && earlier !== null && run.scores !== null && (
          <a class="since" href={routeHash("changes", { before: earlier.id, after: run.id })}>
            Compare with{" "}
            {earlier.note.release === null ? dateTime(earlier.startedAt) : `release ${earlier.note.release}`}
          </a>
        )}
      </td>
    </tr>
  );
}

/** Each variant's score and its change to the earlier run; the comparison shows whether a change is more than noise. */
function Scores({ run, earlier }: Pick<RunLineProps, "run" | "earlier">): JSX.Element {
  if (run.scores === null) return <span class="note">no report yet</span>;
  return (
    <ul class="run-scores">
      {run.scores.slice(0, MOST_SCORES).map(({ variant, mean, low, high, n }) => {
        const change = earlier === null ? null : scoreChange(earlier, run, variant);
        return (
          <li key={variant}>
            <Untrusted text={variant} /> <b>{percent(mean)}</b>
            <small>
              {low === null || high === null ? "[no interval]" : `[${percent(low)}, ${percent(high)}]`} n = {count(n)}
              {change !== null && `, ${points(change)} points`}
            </small>
          </li>
        );
      })}
      {run.scores.length > MOST_SCORES && (
        <li class="note">and {plural(run.scores.length - MOST_SCORES, "more variant")}</li>
      )}
    </ul>
  );
}
