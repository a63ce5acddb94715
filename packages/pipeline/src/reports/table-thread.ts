/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin */
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { type Manifest, type Reporter, SameseedError } from "@sameseed/core";
import type { CsvOptions } from "@sameseed/reporter";
import type { RunFolder } from "@sameseed/runner";
import { startThread } from "./start-thread.ts";

/** Fewer trials take no longer on one thread: the other one has to start, and parses the rows again. */
const FEWEST_TRIALS = 50_000;

export interface TableTask {
  readonly folder: string;
  readonly rowsFile: string;
  readonly manifest: Manifest;
  readonly options: CsvOptions;
  /** Whether rows may be stored until the thread gets a message. */
  readonly isGrowing: boolean;
}

/** The message of the thread at its end. */
export interface TableReply {
  readonly problem: Pick<SameseedError, "code" | "message" | "hint"> | null;
}

/** A reporter with a thread that writes its file. */
export interface TableThread {
  readonly reporter: Reporter;
  /** Ends the thread, also in the middle of its work. */
  close(): Promise<void>;
}

/**
 * Writes `rows.csv` of a large run in a thread, which reads the stored rows itself, while this thread writes
 * the other files. The reporter waits for the thread at its end, and throws its error at the next row. With `ended`, the
 * thread follows the rows of a run until that resolves. Null where a thread is not faster, for small runs and on one core,
 * and where none can start.
 */
export function tableThread(
  { path, rowsFile }: RunFolder,
  manifest: Manifest,
  { ended, ...options }: CsvOptions & { readonly ended?: Promise<unknown> | undefined },
): TableThread | null {
  if (manifest.counts.planned < FEWEST_TRIALS || availableParallelism() < 2) return null;
  const task: TableTask = { folder: path, rowsFile, manifest, options, isGrowing: ended !== undefined };
  const worker = startThread("table-worker", task);
  if (worker === null) return null;
  void ended?.then(() => worker.postMessage("The run has ended."));
  const written = endOf(worker);
  let failure: { readonly error: unknown } | null = null;
  written.catch((error: unknown) => (failure = { error }));
  return {
    reporter: {
      row() {
        if (failure !== null) throw failure.error;
      },
      end: () => written,
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** Resolves when the thread has written all. Errors: the thread's own. */
function endOf(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on("message", ({ problem }: TableReply) => {
      if (problem === null) resolve();
      else reject(new SameseedError(problem.code, problem.message, { hint: problem.hint }));
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("The thread that writes rows.csv ended early.")));
  });
}
