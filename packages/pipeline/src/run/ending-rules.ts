import type { SequentialDecision } from "@sameseed/analysis";
import { option } from "@sameseed/core";
import type { Row, Trial } from "@sameseed/core";
import { type OpenRun, readRows } from "@sameseed/runner";
import { type DriftWatch, driftWatch } from "./drift-watch.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";
import { watchRun } from "./sequential-run.ts";

/** Rules that may end a run before its last trial: its user, its time, a changed backend, a decided comparison. */
export interface EndingRules {
  /** Aborted to end the run: requests in flight still get their rows. */
  readonly stop: AbortSignal;
  /** Reads a row when it is stored. */
  see(row: Row): void;
  /** The change of a backend that ended the run, in a sentence; null where none did. */
  drift(): string | null;
  /** The decision of a sequential run; undefined before it, and for any other run. */
  decision(): SequentialDecision | undefined;
  /** Whether a trial is not needed any more: its variant was dropped. */
  isPruned(trial: Trial): boolean;
}

/** The rules of a run, with the rows that are stored already. `timeUp` ends it like its user does. */
export async function endingRules(
  { opened, timeUp }: { readonly opened: OpenRun; readonly timeUp: AbortSignal },
  { stop, failOnDrift = false, onDrift }: RunBenchmarkOptions,
): Promise<EndingRules> {
  const drifts = await driftsSince(opened);
  const sequential = await watchRun(opened);
  const decided = new AbortController();
  if (sequential?.isEnded) decided.abort();
  let endedBy: string | null = null;
  return {
    stop: AbortSignal.any([timeUp, decided.signal, ...(stop === undefined ? [] : [stop])]),
    see(row) {
      for (const sentence of drifts.see(row)) {
        onDrift?.(sentence);
        if (!failOnDrift) continue;
        endedBy ??= `${option("failOnDrift")}, ${sentence.replace(/\.$/, "")}`;
        decided.abort();
      }
      sequential?.add(row);
      if (sequential?.isEnded) decided.abort();
    },
    drift: () => endedBy,
    decision: () => sequential?.decision ?? undefined,
    isPruned: (trial) => sequential?.isPruned(trial) ?? false,
  };
}

/** A resumed run knows the earlier backend, since a service may change between sessions. */
async function driftsSince({ folder, planned, stored }: OpenRun): Promise<DriftWatch> {
  const drifts = driftWatch();
  if (stored > 0) for await (const row of readRows(folder.rowsFile, planned)) drifts.see(row);
  return drifts;
}
