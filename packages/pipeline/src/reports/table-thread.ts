import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type Manifest, type Reporter, SameseedError } from "@sameseed/core";
import type { CsvOptions } from "@sameseed/reporter";
import type { RunFolder } from "@sameseed/runner";

/** Fewer trials take no longer on one thread: the other one has to start, and parses the rows again. */
const FEWEST_TRIALS = 50_000;

/** A row is garbage as soon as its lines are written: more room for young objects would only take memory. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

export interface TableTask {
  readonly folder: string;
  readonly rowsFile: string;
  readonly manifest: Manifest;
  readonly options: CsvOptions;
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
 * Writes `rows.csv` of a large run in a thread, which reads the stored rows itself, while this thread makes all else. The
 * reporter waits for the thread at its end, and throws its error at the next row. Null where a thread gains
 * nothing, for small runs and on one core, and where none can start.
 */
export function tableThread(
  { path, rowsFile }: RunFolder,
  manifest: Manifest,
  options: CsvOptions,
): TableThread | null {
  if (manifest.counts.planned < FEWEST_TRIALS || availableParallelism() < 2) return null;
  const worker = started({ folder: path, rowsFile, manifest, options });
  if (worker === null) return null;
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

/** Null where the process may not start threads, or has this library in a bundle. */
function started(workerData: TableTask): Worker | null {
  // From source the worker is TypeScript, which Node strips; from dist it is JavaScript next to this file.
  const entry = new URL(import.meta.url.endsWith(".ts") ? "./table-worker.ts" : "./table-worker.js", import.meta.url);
  try {
    // The process's own flags are not for the thread: with --input-type it would not start.
    return existsSync(entry) ? new Worker(entry, { workerData, execArgv: [], resourceLimits: LIMITS }) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_ACCESS_DENIED") return null;
    throw error;
  }
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
