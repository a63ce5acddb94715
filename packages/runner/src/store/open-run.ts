import { type BenchmarkRecord, type Manifest, SameseedError, option } from "@sameseed/core";
import {
  createRunFolder,
  findRun,
  listRuns,
  plannedTrials,
  readManifest,
  removeRunFolder,
  type RunFolder,
  writeManifest,
} from "./run-folder.ts";
import { lockRun } from "./run-lock.ts";
import { type OpenRun, writeRun } from "./write-run.ts";

/** The fields of a run's manifest in addition to its benchmark. */
export type RunRecord = BenchmarkRecord &
  Pick<
    Manifest,
    | "concurrency"
    | "tool"
    | "gitCommit"
    | "priceTable"
    | "notes"
    | "sequential"
    | "heldOut"
    | "batchedModels"
    | "shard"
    | "seedLedger"
    | "engines"
    | "latency"
    | "reusedFrom"
  >;

export interface OpenRunOptions {
  /** A run to continue: its id, or `true` for the newest unfinished run of the same benchmark. */
  readonly resume?: string | true | undefined;
  /**
   * A run with failed trials to run again, and nothing else: its id, or `true` for the newest of the same
   * benchmark with failed trials.
   */
  readonly retryErrors?: string | true | undefined;
  /** Whether a scorer looks at all answers of a block together: then a block is judged whole. */
  readonly isBlockwise?: boolean;
  /** Whether the reports of a complete run are written. Where some are missing, `resume: true` finds the run too. Default: yes. */
  readonly hasReports?: (folder: RunFolder, manifest: Manifest) => Promise<boolean>;
}

/** Begins a run on disk, or continues one: exactly one process writes it, and no stored trial is run again. */
export async function openRun(
  results: string,
  record: RunRecord,
  { resume, retryErrors, isBlockwise = false, hasReports = async () => true }: OpenRunOptions = {},
): Promise<OpenRun> {
  const reference = retryErrors ?? resume;
  const isRetry = retryErrors !== undefined;
  const resumed =
    reference === undefined ? undefined : await findResumable(results, record, { reference, isRetry, hasReports });
  const folder = resumed ?? (await createRunFolder(results, record.name));
  let unlock = async (): Promise<void> => {};
  try {
    unlock = await lockRun(folder.path);
    const begun =
      resumed === undefined ? newManifest(folder.id, record) : continued(await readManifest(folder), record);
    if (isRetry && begun.sequential) throw retriesDecision(folder);
    await writeManifest(folder, begun);
    return await writeRun(folder, begun, { unlock, isRetry, isBlockwise });
  } catch (error) {
    await unlock();
    if (resumed === undefined) await removeRunFolder(folder); // a full or read-only disk: leave no folder behind
    throw error;
  }
}

function newManifest(runId: string, record: RunRecord): Manifest {
  return {
    schemaVersion: 1,
    runId,
    ...record,
    state: "running",
    startedAt: new Date().toISOString(),
    endedAt: null,
    counts: { planned: plannedTrials(record), completed: 0, truncated: 0, refused: 0, failed: 0 },
  };
}

/**
 * A resumed run keeps its original rule and the inputs of the rule: one that is declared or changed after the
 * first look controls no error rate.
 */
function continued(before: Manifest, { sequential, ...record }: RunRecord): Manifest {
  if (sequential !== undefined && before.sequential === undefined) {
    throw new SameseedError("BAD_RUN", `${before.runId} was started without ${option("sequential")}.`, {
      hint: `Continue it without ${option("sequential")}, or start a new run with it: the rule must be declared before the first answer.`,
    });
  }
  if ((record.latency === undefined) !== (before.latency === undefined)) throw mixesLatencies(before);
  const { baseline, margin } = before.sequential === undefined ? record : before;
  const judges = before.judges && { judges: before.judges };
  const counts = { ...before.counts, planned: plannedTrials(record) };
  return { ...before, ...record, ...judges, baseline, margin, counts, state: "running" };
}

function mixesLatencies({ runId, latency }: Manifest): SameseedError {
  return latency === undefined
    ? new SameseedError(
        "BAD_RUN",
        `${runId} was started without ${option("latency")}: its latencies are not comparable.`,
        {
          hint: `Continue it without ${option("latency")}, or start a new run with it.`,
        },
      )
    : new SameseedError("BAD_RUN", `${runId} measures latency: one request at a time.`, {
        hint: `Continue it with ${option("latency")}.`,
      });
}

interface Sought {
  readonly reference: string | true;
  readonly isRetry: boolean;
  readonly hasReports: NonNullable<OpenRunOptions["hasReports"]>;
}

async function findResumable(results: string, record: RunRecord, sought: Sought): Promise<RunFolder> {
  const { reference } = sought;
  if (reference === true) return findNewest(results, record, sought);
  const folder = await findRun(results, reference);
  const manifest = await readManifest(folder);
  if (manifest.hash === record.hash && !isSameShard(manifest, record)) throw otherShard(manifest);
  if (manifest.hash === record.hash) return folder;
  throw new SameseedError(
    "BAD_RUN",
    `${folder.id} was started from a different benchmark: ${differences(manifest, record).join(", ")} differ.`,
    {
      hint: "Rows of two benchmarks are never mixed. Undo the change, or start a new run.",
    },
  );
}

/**
 * The newest run of the benchmark that is not finished or lacks reports, or that has failed trials. A run that was killed
 * has not counted its own.
 */
async function findNewest(
  results: string,
  record: RunRecord,
  { isRetry, hasReports }: Omit<Sought, "reference">,
): Promise<RunFolder> {
  const fits = async (folder: RunFolder, manifest: Manifest): Promise<boolean> => {
    const { state, counts, judges } = manifest;
    if (isRetry) return counts.failed > 0 || judges !== undefined || state === "running";
    return state !== "complete" || !(await hasReports(folder, manifest));
  };
  for (const folder of (await listRuns(results)).toReversed()) {
    const manifest = await readManifest(folder).catch(() => null);
    if (manifest?.hash !== record.hash || !isSameShard(manifest, record)) continue;
    if (await fits(folder, manifest)) return folder;
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
  return new SameseedError("BAD_RUN", `${id} is sequential: its decision depends on the rows it has.`, {
    hint: "Failed trials of a sequential run are not run again; start a new run.",
  });
}

function isSameShard(left: Pick<Manifest, "shard">, right: Pick<Manifest, "shard">): boolean {
  return left.shard?.index === right.shard?.index && left.shard?.of === right.shard?.of;
}

function otherShard({ runId, shard }: Manifest): SameseedError {
  const part = shard === undefined ? "the whole plan" : `shard ${shard.index}/${shard.of}`;
  return new SameseedError("BAD_RUN", `${runId} runs ${part}.`, {
    hint:
      shard === undefined
        ? `Continue it without ${option("shard")}.`
        : `Continue it with ${option("shard")} ${shard.index}/${shard.of}.`,
  });
}

const COMPARED = ["seed", "seedPolicy", "repeats", "prompts", "variants", "scorers", "judges"] as const;

function differences(before: Manifest, now: BenchmarkRecord): string[] {
  const content = (record: BenchmarkRecord, key: (typeof COMPARED)[number]): string =>
    JSON.stringify(key === "judges" ? record.judges?.map(({ calls: _, ...judge }) => judge) : record[key]);
  const changed: string[] = COMPARED.filter((key) => content(before, key) !== content(now, key));
  return before.cases.hash === now.cases.hash ? changed : ["cases", ...changed];
}
