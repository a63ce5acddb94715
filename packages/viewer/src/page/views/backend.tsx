import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { Cells } from "../../data/cells.ts";
import type { RunSummary } from "../../data/page-data.ts";
import { count, plural } from "../../models/format.ts";
import { timeline } from "../../models/timeline.ts";
import { BackendTable } from "../sections/backend-table.tsx";
import { LatencyOverTime } from "../sections/latency-over-time.tsx";
import { WorkerTable } from "../sections/worker-table.tsx";
import { Fingerprints } from "../charts/fingerprints.tsx";
import { Ready } from "../parts/ready.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { useLoaded } from "../hooks/use-loaded.ts";

const MOST_BINS = 96;
/** Trials of a variant that a bin should hold. */
const TRIALS_PER_BIN = 4;

export interface BackendProps {
  readonly summary: RunSummary;
  readonly source: RunSource;
}

/** The backends and their latency, over the time of the run. */
export function Backend({ summary, source }: BackendProps): JSX.Element {
  const cells = useLoaded(() => source.cells(), [source]);
  return (
    <Ready of={cells} what="the trials">
      {(value) => <OverTime cells={value} summary={summary} />}
    </Ready>
  );
}

function OverTime({ cells, summary }: { readonly cells: Cells; readonly summary: RunSummary }): JSX.Element {
  const found = useMemo(() => timeline(cells, binsFor(cells)), [cells]);
  if (found === null) return <p class="note">No trial has started yet.</p>;
  const isPart = cells.caseIds.length < summary.coverage.cases;
  return (
    <>
      {isPart && (
        <p class="note">
          This file holds {plural(cells.caseIds.length, "case")} of {count(summary.coverage.cases)}. `sameseed view`
          shows all.
        </p>
      )}
      <Fingerprints {...{ cells, summary, found }} />
      <BackendTable report={summary.report} />
      <LatencyOverTime {...{ summary, found }} />
      <WorkerTable manifest={summary.report.manifest} />
    </>
  );
}

function binsFor(cells: Cells): number {
  const trials = cells.caseIds.length * cells.repeats;
  return Math.min(MOST_BINS, Math.max(8, Math.floor(trials / TRIALS_PER_BIN)));
}
