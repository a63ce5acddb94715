import {
  type Manifest,
  type Result,
  type ReusedFrom,
  type Row,
  type SequentialRun,
  type StoppedModel,
  trialsToRun,
  type WorkerRecord,
} from "@sameseed/core";
import { type PendingAnswers, openPendingAnswers, readPendingAnswers } from "./pending-answers.ts";
import { type AskedCall, KnownCalls } from "../judges/known-calls.ts";
import { openStoredRows, type StoredRows } from "./read-rows.ts";
import { indexRows } from "./row-index.ts";
import { openRowStore } from "./row-store.ts";
import { removeRunFolder, type RunFolder, writeManifest } from "./run-folder.ts";
import { findTrials } from "./waiting-trials.ts";

/** Fields of a run's manifest about its end. */
export interface RunEnding {
  /** Decision of a sequential run. */
  readonly decision?: Pick<SequentialRun, "method" | "stoppedAt" | "endedBy" | "pruned"> | undefined;
  /** Judge requests that were sent once for the whole run. */
  readonly asked?: readonly AskedCall[];
  /** Models with an early end of their trials. */
  readonly stoppedModels?: readonly StoppedModel[];
  /** The workers that sent, where the run had any. */
  readonly workers?: readonly WorkerRecord[] | undefined;
  /** The runs with reused answers. */
  readonly reusedFrom?: readonly ReusedFrom[] | undefined;
}

/** A run that this process writes. */
export interface OpenRun {
  readonly folder: RunFolder;
  /** Number of positions in the whole plan, including excluded trials: the range of indices. */
  readonly planned: number;
  /** Trials that this run is to have: fewer for a shard, and where cases exclude variants. */
  readonly toRun: number;
  /** Existing rows that are kept when the run is resumed. */
  readonly stored: number;
  /** Whether a trial needs no request: it has its row, or its answer waits for judgement. */
  readonly isDone: (index: number) => boolean;
  /** Whether a trial has no row that counts: it is sent, or its answer is scored. */
  readonly isMissing: (index: number) => boolean;
  /** Answers that wait for judgement, in the order of the plan; null for none. */
  readonly answered: () => AsyncGenerator<Result> | null;
  /** The state of a trial before this process started: its row, or its pending answer. */
  readonly result: (index: number) => Promise<Result | null>;
  /** Pending answers of trials without a row. */
  readonly waiting: { readonly results: readonly Result[]; readonly calls: readonly AskedCall[] };
  /** Existing answers of judges. */
  readonly calls: KnownCalls;
  /** Store of the pending answers, until they have their rows. */
  readonly journal: PendingAnswers;
  /** The manifest on disk during the run. */
  readonly manifest: Manifest;
  /**
   * False for an existing row that was scored again with others of its block. `json`: the row's JSON from
   * another process. Errors: `BAD_RUN` when the write of an earlier row failed.
   */
  append(row: Row, json?: string | null): boolean;
  /** Keeps other processes out beyond `end`, until the returned function is called: while reports are written. */
  hold(): () => Promise<void>;
  /** Waits until all rows are on disk, also after a power cut. */
  flush(): Promise<void>;
  /**
   * Flushes the rows and writes the manifest's end, with the judge calls for the whole run. A run without any
   * answer is removed, unless its shard has no trials: null. A sequential run that its rule has ended is
   * complete.
   */
  end(ending?: RunEnding): Promise<Manifest | null>;
}

export interface WriteOptions {
  readonly unlock: () => Promise<void>;
  /** Whether only failed trials and failed judgements are run again. */
  readonly isRetry: boolean;
  /** Whether a scorer looks at all answers of a block together. */
  readonly isBlockwise: boolean;
}

/** A row that is written again follows the first, and is the one that counts: see `indexRows`. */
export async function writeRun(
  folder: RunFolder,
  begun: Manifest,
  { unlock, ...options }: WriteOptions,
): Promise<OpenRun> {
  const { isRetry } = options;
  const { planned } = begun.counts;
  const toRun = trialsToRun(begun);
  const { lengths, stored, wholeBytes } = await indexRows(folder.rowsFile, planned);
  const found = await findTrials(folder, begun, { lengths, stored, ...options });
  const { kept } = found;
  const redone = new Map(found.redone);
  const counts = { planned, ...found.counts };
  const isMissing = (index: number): boolean => (isRetry ? redone.has(index) : lengths[index] === 0);
  const { results, calls: known, wholeBytes: journalBytes } = await readPendingAnswers(folder.journalFile, isMissing);
  const waiting = [...results.values()]
    .filter(({ trial, outcome }) => !kept.has(trial.index) && (!isRetry || outcome.status !== "failed"))
    .toSorted((left, right) => left.trial.order - right.trial.order);
  const noRequest = new Set([...kept, ...waiting.map(({ trial }) => trial.index)]);

  const journal = openPendingAnswers(folder.journalFile, journalBytes);
  const store = await openRowStore(folder.rowsFile, wholeBytes);
  const calls = callsOf(begun, known);
  let before: Promise<StoredRows> | undefined;
  let total = stored;
  let holders = 1;
  const release = async (): Promise<void> => {
    if (--holders === 0) await unlock();
  };

  async function* answered(): AsyncGenerator<Result> {
    yield* waiting;
    if (kept.size > 0) yield* keptAnswers(folder, begun, { kept, calls });
  }

  return {
    folder,
    planned,
    toRun,
    stored: stored - redone.size,
    isDone: (index) => noRequest.has(index) || !isMissing(index),
    isMissing,
    answered: () => (waiting.length + kept.size === 0 ? null : answered()),
    waiting: { results: waiting, calls: known },
    async result(index) {
      before ??= openStoredRows(folder.rowsFile, planned);
      return results.get(index) ?? (await before).row(index);
    },
    calls,
    journal,
    manifest: begun,
    append(row, json = null) {
      const { index } = row.trial;
      const before = redone.get(index);
      if (before === undefined && lengths[index] !== 0) return false;
      counts[row.outcome.status]++;
      if (before === undefined) total++;
      else counts[before]--;
      redone.delete(index);
      store.append(row, json);
      journal.hasRow(index);
      return true;
    },
    flush: () => store.flush(),
    hold() {
      holders++;
      return release;
    },
    async end(ending = {}) {
      try {
        (await before)?.close();
        await Promise.all([store.close(), journal.close()]);
        if (total === 0 && toRun > 0 && journal.isEmpty()) {
          await removeRunFolder(folder);
          return null;
        }
        const manifest = endedManifest(begun, { ...ending, counts, isWhole: total === toRun });
        await writeManifest(folder, manifest);
        if (manifest.state === "complete") await journal.remove();
        return manifest;
      } finally {
        await release();
      }
    },
  };
}

/** Earlier answers of judges: from the pending answers, and from the manifest for requests of the whole run. */
function callsOf({ judges = [] }: Manifest, known: readonly AskedCall[]): KnownCalls {
  const calls = new KnownCalls();
  for (const asked of known) calls.add(asked);
  for (const { calls: shared = [] } of judges) for (const call of shared) calls.add({ index: null, call });
  return calls;
}

/** The stored answers of rows that are scored again; their judge calls become known. */
async function* keptAnswers(
  { rowsFile }: RunFolder,
  { counts }: Manifest,
  { kept, calls }: { readonly kept: ReadonlySet<number>; readonly calls: KnownCalls },
): AsyncGenerator<Result> {
  const rows = await openStoredRows(rowsFile, counts.planned);
  try {
    for (const index of [...kept].toSorted((left, right) => left - right)) {
      const { trial, outcome, scores } = rows.row(index)!;
      calls.addRow({ scores }, index);
      yield { trial, outcome };
    }
  } finally {
    rows.close();
  }
}

interface Ending extends RunEnding {
  readonly counts: Manifest["counts"];
  /** Whether every planned trial has its row. */
  readonly isWhole: boolean;
}

function endedManifest(
  begun: Manifest,
  { counts, decision, asked = [], stoppedModels = [], workers = [], reusedFrom = [], isWhole }: Ending,
): Manifest {
  const sequential = begun.sequential && { ...begun.sequential, ...decision };
  const isDecided = (sequential?.stoppedAt ?? null) !== null;
  return {
    ...begun,
    ...(begun.judges && asked.length > 0 && { judges: withCalls(begun.judges, asked) }),
    ...(sequential && { sequential }),
    ...(stoppedModels.length > 0 && !isWhole && { stoppedModels: [...(begun.stoppedModels ?? []), ...stoppedModels] }),
    ...(reusedFrom.length > 0 && { reusedFrom: [...reusedFrom] }),
    ...(workers.length > 0 && { workers: [...(begun.workers ?? []), ...workers] }),
    state: isWhole || isDecided ? "complete" : "stopped",
    counts,
    endedAt: new Date().toISOString(),
  };
}

/** The judges with their calls for the whole run. */
function withCalls(
  judges: NonNullable<Manifest["judges"]>,
  asked: readonly AskedCall[],
): NonNullable<Manifest["judges"]> {
  const byJudge = Map.groupBy(asked, ({ judge }) => judge);
  return judges.map((judge) => {
    const calls = byJudge.get(judge.id)?.map(({ scorer, call }) => ({ scorer, ...call }));
    return calls === undefined ? judge : { ...judge, calls };
  });
}
