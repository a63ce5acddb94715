/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
import { readdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { Manifest } from "@sameseed/core";
import type { OpenRun, RunFolder } from "@sameseed/runner";
import { startThread } from "./start-thread.ts";
import type { ReportOptions, ReportProgress, WrittenReports } from "./write-reports.ts";

/** Rows that are stored before the thread starts: it has nothing to read before. */
const ROWS_BEFORE = 1000;

/** Members of a manifest that the end of a run may change. Nothing reads them before the last row. */
const LATE: readonly (keyof Manifest)[] = ["state", "counts", "endedAt", "stoppedModels", "reusedFrom", "workers"];

export type ThreadOptions = Omit<ReportOptions, "onReport">;

export interface ReportTask {
  readonly folder: RunFolder;
  /** The manifest as JSON: the description of a model may contain functions, which no thread can get. */
  readonly manifestJson: string;
  readonly options: ThreadOptions;
}

/** The only message to the thread. */
export interface EndOfRun {
  readonly changes: Partial<Manifest>;
}

/** A message of the thread: its progress after the last answer, and the written reports at its end. */
export interface ReportMessage {
  readonly progress?: ReportProgress;
  readonly written?: WrittenReports;
}

/**
 * Writes the reports of a large run in a thread, which reads the rows while requests are in flight. What it has done is
 * only ahead of time: where it fails, and in runs whose rows may still change, the reports are written after the last answer.
 */
export class ReportThread {
  readonly #run: OpenRun;
  readonly #options: ThreadOptions;
  #rows = 0;
  #worker: Worker | null = null;
  #hasFailed = false;
  #isDone = false;

  /** Null for runs that gain nothing, and those whose rows in table order are not known before the end. */
  static for(
    run: OpenRun,
    { isRetry = false, ...options }: ThreadOptions & { isRetry?: boolean },
  ): ReportThread | null {
    const { manifest } = run;
    const { sequential, latency, shard, cases, labels } = manifest;
    const hasGaps = shard !== undefined || cases.excluded !== undefined;
    const mayChange = isRetry || sequential !== undefined || labels !== undefined;
    const isWanted = latency === undefined && availableParallelism() > 1;
    return isWanted && !mayChange && !hasGaps ? new ReportThread(run, options) : null;
  }

  private constructor(run: OpenRun, { bom, csvRaw, delimiter, decimal, format }: ThreadOptions) {
    this.#run = run;
    this.#options = { bom, csvRaw, delimiter, decimal, format };
  }

  /** Called for each row that is stored. */
  sawRow(): void {
    if (++this.#rows !== ROWS_BEFORE) return;
    const { folder, manifest } = this.#run;
    const task: ReportTask = { folder, manifestJson: JSON.stringify(manifest), options: this.#options };
    this.#worker = startThread("report-worker", task);
    this.#worker?.on("error", () => (this.#hasFailed = true));
  }

  /** Writes the reports of the run as it ended. Null where this thread must do it. */
  async written(manifest: Manifest, onReport: ReportOptions["onReport"] = () => {}): Promise<WrittenReports | null> {
    const changes = lateChanges(this.#run.manifest, manifest);
    const worker = this.#worker;
    if (worker === null || this.#hasFailed || changes === null) return null;
    const written = await endOf(worker, changes, onReport);
    this.#isDone = written !== null;
    await this.close();
    return written;
  }

  /** Ends the thread. What it began is removed where the folder allows it. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    await worker.terminate();
    if (!this.#isDone) await removeBegun(this.#run.folder).catch(() => {}); // why the run failed says more
  }
}

async function removeBegun({ path }: RunFolder): Promise<void> {
  const begun = (await readdir(path)).filter((name) => name.endsWith(".part"));
  await Promise.all(begun.map((name) => rm(join(path, name), { force: true })));
}

/** Reports the end of the run to the thread, and resolves when it has written all; null where it failed. */
function endOf(
  worker: Worker,
  changes: EndOfRun["changes"],
  onReport: NonNullable<ReportOptions["onReport"]>,
): Promise<WrittenReports | null> {
  return new Promise((resolve, reject) => {
    worker.on("message", ({ progress, written }: ReportMessage) => {
      try {
        if (progress !== undefined) onReport(progress);
        if (written !== undefined) resolve(written);
      } catch (error) {
        reject(error as Error);
      }
    });
    worker.on("exit", () => resolve(null));
    worker.postMessage({ changes } satisfies EndOfRun);
  });
}

/** The manifest's changes at the end of a run; null if they are more than the reports can apply. */
function lateChanges(begun: Manifest, ended: Manifest): Partial<Manifest> | null {
  const changed = Object.entries(ended).filter(([name, value]) => value !== begun[name as keyof Manifest]);
  return changed.every(([name]) => LATE.includes(name as keyof Manifest)) ? Object.fromEntries(changed) : null;
}
