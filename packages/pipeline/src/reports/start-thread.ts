import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";

/** A row is garbage as soon as its lines are written: more room for young objects would only take memory. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/** The process may not start threads, or has as many as its limits allow. */
const REFUSALS: readonly unknown[] = ["ERR_ACCESS_DENIED", "ERR_WORKER_INIT_FAILED"];

/**
 * Starts a thread that reads rows; `name` is a file next to this one. Null where the process can start no thread, or has
 * this library in a bundle.
 */
export function startThread(name: string, workerData: object): Worker | null {
  // From source the worker is TypeScript, which Node strips; from dist it is JavaScript next to this file.
  const entry = new URL(`./${name}.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
  // Packages are found as this process finds them. Its other flags are not for the thread: with --input-type it would not start.
  const execArgv = process.execArgv.filter((flag) => flag.startsWith("--conditions="));
  try {
    return existsSync(entry) ? new Worker(entry, { workerData, execArgv, resourceLimits: LIMITS }) : null;
  } catch (error) {
    if (REFUSALS.includes((error as NodeJS.ErrnoException).code)) return null;
    throw error;
  }
}
