import {
  type BenchmarkRecord,
  type Manifest,
  type Row,
  type RunState,
  SameseedError,
  type SequentialRun,
} from "@sameseed/core";
import { readRows } from "./read-rows.ts";
import { indexRows } from "./row-index.ts";
import { openRowStore } from "./row-store.ts";
import {
  createRunFolder,
  findRun,
  listRuns,
  readManifest,
  removeRunFolder,
  type RunFolder,
  writeManifest,
} from "./run-folder.ts";
import { lockRun } from "./run-lock.ts";

/** What a run's manifest holds beside its benchmark. */
export type RunRecord = BenchmarkRecord &
  Pick<
    Manifest,
    | "concurrency"
    | "tool"
    | "gitCommit"
    | "priceTable"
    | "notes"
    | "sequential"
    | "seedLedger"
    | "latency"
    | "reusedFrom"
  >;

export interface OpenRunOptions {
  /** A run to continue: its id, or `true` for the newest unfinished run of the same benchmark. */
  readonly resume?: string | true | undefined;
  /** A run whose failed trials, and nothing else, are to be run again: its id, or `true` for the newest of the same benchmark that has any. */
  readonly retryErrors?: string | true | undefined;
}

/** A run that this process writes. */
export interface OpenRun {
  readonly folder: RunFolder;
  readonly planned: number;
  /** Rows that were stored before and stay, when the run is resumed. */
  readonly stored: number;
  readonly isDone: (index: number) => boolean;
  /** As it stands on disk while the run goes on. */
  readonly manifest: Manifest;
  /** Errors: `BAD_RUN` when the disk did not take an earlier row. */
  append(row: Row): void;
  /**
   * Flushes the rows and writes the manifest's end. A run without any row is taken away: null. A sequential run that
   * its rule has ended is complete.
   */
  end(decision?: Pick<SequentialRun, "method" | "stoppedAt">): Promise<Manifest | null>;
}

/** Begins a run on disk, or continues one: exactly one process writes it, and no stored trial is run again. */
export async function openRun(
  results: string,
  record: RunRecord,
  { resume, retryErrors }: OpenRunOptions = {},
): Promise<OpenRun> {
  const reference = retryErrors ?? resume;
  const isRetry = retryErrors !== undefined;
  const resumed = reference === undefined ? undefined : await findResumable(results, record, { reference, isRetry });
  const folder = resumed ?? (await createRunFolder(results, record.name));
  const unlock = await lockRun(folder.path);
  try {
    const begun =
      resumed === undefined ? newManifest(folder.id, record) : continued(await readManifest(folder), record);
    if (isRetry && begun.sequential) throw retriesDecision(folder);
    await writeManifest(folder, begun);
    return await writeRun(folder, begun, { unlock, isRetry });
  } catch (error) {
    await unlock();
    throw error;
  }
}

interface WriteOptions {
  readonly unlock: () => Promise<void>;
  readonly isRetry: boolean;
}

/** A row that is written again stands below the first, and is the one that counts: see `indexRows`. */
async function writeRun(folder: RunFolder, begun: Manifest, { unlock, isRetry }: WriteOptions): Promise<OpenRun> {
  const planned = begun.counts.planned;
  const { offsets, stored, wholeBytes } = await indexRows(folder.rowsFile, planned);
  const counts = { planned, completed: 0, truncated: 0, refused: 0, failed: 0 };
  const failed = new Set<number>();
  if (stored > 0) {
    for await (const { trial, outcome } of readRows(folder.rowsFile, planned)) {
      counts[outcome.status]++;
      if (isRetry && outcome.status === "failed") failed.add(trial.index);
    }
  }
  const store = await openRowStore(folder.rowsFile, wholeBytes);
  let total = stored;

  return {
    folder,
    planned,
    stored: stored - failed.size,
    isDone: isRetry ? (index) => !failed.has(index) : (index) => offsets[index] !== -1,
    manifest: begun,
    append(row) {
      counts[row.outcome.status]++;
      if (failed.delete(row.trial.index)) counts.failed--;
      else total++;
      store.append(row);
    },
    async end(decision) {
      try {
        await store.close();
        if (total === 0) {
          await removeRunFolder(folder);
          return null;
        }
        const sequential = begun.sequential && { ...begun.sequential, ...decision };
        const isEnded = total === planned || (sequential?.stoppedAt ?? null) !== null;
        const state: RunState = isEnded ? "complete" : "stopped";
        const manifest = {
          ...begun,
          ...(sequential && { sequential }),
          state,
          counts,
          endedAt: new Date().toISOString(),
        };
        await writeManifest(folder, manifest);
        return manifest;
      } finally {
        await unlock();
      }
    },
  };
}

function newManifest(runId: string, record: RunRecord): Manifest {
  const planned = record.cases.count * record.repeats * record.variants.length;
  return {
    schemaVersion: 1,
    runId,
    ...record,
    state: "running",
    startedAt: new Date().toISOString(),
    endedAt: null,
    counts: { planned, completed: 0, truncated: 0, refused: 0, failed: 0 },
  };
}

/**
 * A resumed run keeps the rule it began with, and what the rule rests on: one that is declared or changed after the
 * first look holds no error rate.
 */
function continued(before: Manifest, { sequential, ...record }: RunRecord): Manifest {
  if (sequential !== undefined && before.sequential === undefined) {
    throw new SameseedError("BAD_RUN", `${before.runId} was not declared sequential when it began.`, {
      hint: "Continue it without --sequential, or start a new run with it: the rule must stand before the first answer.",
    });
  }
  if ((record.latency === undefined) !== (before.latency === undefined)) throw mixesLatencies(before);
  const { baseline, margin } = before.sequential === undefined ? record : before;
  return { ...before, ...record, baseline, margin, state: "running" };
}

function mixesLatencies({ runId, latency }: Manifest): SameseedError {
  return latency === undefined
    ? new SameseedError("BAD_RUN", `${runId} was not begun with --latency: its latencies are of another kind.`, {
        hint: "Continue it without --latency, or start a new run with it.",
      })
    : new SameseedError("BAD_RUN", `${runId} measures latency: one request at a time.`, {
        hint: "Continue it with --latency.",
      });
}

interface Sought {
  readonly reference: string | true;
  readonly isRetry: boolean;
}

async function findResumable(results: string, record: RunRecord, { reference, isRetry }: Sought): Promise<RunFolder> {
  if (reference === true) return findNewest(results, record, isRetry);
  const folder = await findRun(results, reference);
  const manifest = await readManifest(folder);
  if (manifest.hash === record.hash) return folder;
  throw new SameseedError(
    "BAD_RUN",
    `${folder.id} was another benchmark: ${differences(manifest, record).join(", ")} differ.`,
    {
      hint: "Rows of two benchmarks are never mixed. Undo the change, or start a new run.",
    },
  );
}

/** The newest run of the benchmark that is not finished, or that has failed trials. A run that was killed has not counted its own. */
async function findNewest(results: string, record: RunRecord, isRetry: boolean): Promise<RunFolder> {
  const fits = ({ state, counts }: Manifest) =>
    isRetry ? counts.failed > 0 || state === "running" : state !== "complete";
  for (const folder of (await listRuns(results)).toReversed()) {
    const manifest = await readManifest(folder).catch(() => null);
    if (manifest?.hash === record.hash && fits(manifest)) return folder;
  }
  throw new SameseedError(
    "NOT_FOUND",
    `${results} has no ${isRetry ? "run of this benchmark as it is now with failed trials" : "unfinished run of this benchmark as it is now"}.`,
    {
      hint: "If the benchmark was changed since, undo the change or start a new run; sameseed list shows all runs.",
    },
  );
}

function retriesDecision({ id }: RunFolder): SameseedError {
  return new SameseedError("BAD_RUN", `${id} is sequential: its decision rests on the rows it has.`, {
    hint: "Failed trials of a sequential run are not run again; start a new run.",
  });
}

const COMPARED = ["seed", "seedPolicy", "repeats", "prompts", "variants", "scorers"] as const;

function differences(before: Manifest, now: BenchmarkRecord): string[] {
  const changed: string[] = COMPARED.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key]));
  return before.cases.hash === now.cases.hash ? changed : ["cases", ...changed];
}
