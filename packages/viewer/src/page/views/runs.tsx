import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RunEntry } from "../../data/page-data.ts";
import { routeHash } from "../../models/route.ts";
import { withChosen } from "../../models/run-pairs.ts";
import { ScoreHistory } from "../charts/score-history.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { RunTable } from "../sections/run-table.tsx";

export interface RunsProps {
  /** Oldest first. */
  readonly runs: readonly (RunEntry & { readonly href?: string })[];
  /** Called when a note was changed; absent in a file, which cannot be changed. */
  readonly onChanged?: () => void;
}

/** All runs, newest first, by benchmark: each variant's score, run after run. Two of them can be compared. */
export function Runs({ runs, onChanged }: RunsProps): JSX.Element {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  if (runs.length === 0)
    return (
      <Section title="Runs">
        <p class="note">
          There are no runs yet: <code>sameseed run &lt;benchmark&gt;</code>
        </p>
      </Section>
    );
  const groups = [...Map.groupBy(runs, ({ name }) => name)].toReversed();
  const onChoose = onChanged === undefined ? undefined : (id: string) => setChosen(withChosen(chosen, id));
  return (
    <>
      {groups.map(([name, group]) => (
        <Section key={name} title={<Untrusted text={name} />}>
          {group.length > 1 && <ScoreHistory runs={group} />}
          <RunTable name={name} runs={group} {...{ chosen, onChoose, onChanged }} />
        </Section>
      ))}
      {chosen.length > 0 && <ChosenBar runs={runs} chosen={chosen} onClear={() => setChosen([])} />}
    </>
  );
}

interface ChosenBarProps extends RunsProps {
  readonly chosen: readonly string[];
  readonly onClear: () => void;
}

/** The way to the comparison of the two chosen runs, the earlier one first. */
function ChosenBar({ runs, chosen, onClear }: ChosenBarProps): JSX.Element {
  const [before = "", after = ""] = runs.map(({ id }) => id).filter((id) => chosen.includes(id));
  return (
    <div class="chosen-bar" role="status">
      {chosen.length < 2 ? (
        <span>Choose a second run to compare.</span>
      ) : (
        <a class="button" href={routeHash("changes", { before, after })}>
          Compare 2 runs
        </a>
      )}
      <button type="button" onClick={onClear}>
        Clear
      </button>
    </div>
  );
}
