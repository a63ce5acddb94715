import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { changedCases } from "../../models/changed-cases.ts";
import { dateTime } from "../../models/format.ts";
import { promptChanges, settingChanges } from "../../models/manifest-diff.ts";
import { useLoaded } from "../hooks/use-loaded.ts";
import { amend } from "../hooks/use-route.ts";
import { Choice } from "../parts/choice.tsx";
import { Ready } from "../parts/ready.tsx";
import { Section } from "../parts/section.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { ChangedCaseList } from "../sections/changed-case-list.tsx";
import { PromptChangeList, SettingChangeTable } from "../sections/manifest-changes.tsx";
import { RunDifferences } from "../sections/run-differences.tsx";
import { serverComparison, serverSource } from "../sources/server-source.ts";

export interface ChangesProps {
  /** Run ids; the earlier one first. */
  readonly before: string;
  readonly after: string;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The changes from one run to another: scores with intervals, prompts, settings, and the cases that were lost
 * or gained.
 */
export function Changes({ before, after, params }: ChangesProps): JSX.Element {
  const compared = useLoaded(() => serverComparison(before, after), [before, after]);
  const runs = useLoaded(async () => {
    const sources = [serverSource(before), serverSource(after)] as const;
    const summaries = await Promise.all(sources.map((source) => source.summary()));
    return { summaries, cells: await Promise.all(sources.map((source) => source.cells())) };
  }, [before, after]);
  return (
    <>
      <Section title="Comparison of two runs" note={<Ends {...{ before, after }} />}>
        <Ready of={compared} what="both runs">
          {(value) => <RunDifferences compared={value} />}
        </Ready>
      </Section>
      <Ready of={runs} what="the cases of both runs">
        {({ summaries, cells }) => (
          <Details
            summaries={[summaries[0]!, summaries[1]!]}
            cells={[cells[0]!, cells[1]!]}
            metric={params["metric"]}
            {...{ before, after }}
          />
        )}
      </Ready>
    </>
  );
}

function Ends({ before, after }: Pick<ChangesProps, "before" | "after">): JSX.Element {
  return (
    <>
      <Untrusted text={before} /> → <Untrusted text={after} />{" "}
      <button
        type="button"
        class="swap"
        title="Swap the runs"
        aria-label="Swap the runs"
        onClick={() => amend({ before: after, after: before })}
      >
        ⇄
      </button>
    </>
  );
}

interface DetailsProps {
  readonly summaries: readonly [RunSummary, RunSummary];
  readonly cells: readonly [Cells, Cells];
  readonly metric: string | undefined;
  readonly before: string;
  readonly after: string;
}

function Details({ summaries, cells, metric: wanted, before, after }: DetailsProps): JSX.Element {
  const [old, now] = [summaries[0].report.manifest, summaries[1].report.manifest];
  const metrics = cells[1].metrics.filter((name) => cells[0].metrics.includes(name));
  const metric = metrics.find((name) => name === wanted) ?? metrics[0] ?? "score";
  const changed = useMemo(() => changedCases(cells[0], cells[1], metric), [...cells, metric]);
  return (
    <>
      <Section
        title="Cases lost and gained"
        note={
          metrics.length > 1 && (
            <Choice
              label="Metric"
              value={metric}
              options={metrics.map((name) => [name, name] as const)}
              onChange={(name) => amend({ metric: name })}
            />
          )
        }
      >
        <ChangedCaseList {...{ changed, before, after }} />
      </Section>
      <Section title="Prompts">
        <PromptChangeList changes={promptChanges(old, now)} />
      </Section>
      <Section title="Settings" note={`${dateTime(old.startedAt)} and ${dateTime(now.startedAt)}`}>
        <SettingChangeTable changes={settingChanges(old, now)} />
      </Section>
    </>
  );
}
