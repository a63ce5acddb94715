import type { BenchmarkDefinition } from "@sameseed/core";
import { type Verification, verifyRun as verifyFolder } from "../verify/verify-run.ts";
import { folderOf, type ResultsOptions, type RunLike } from "./read-run.ts";

/** Options of `verifyRun`. */
export interface VerifyOptions extends ResultsOptions {
  /** Scores the stored answers again with this benchmark's scorers. Default: the stored scores are used. */
  readonly benchmark?: BenchmarkDefinition | undefined;
}

/** Recomputes a run from its rows without requests, and lists differences in hashes, seeds, order, costs and reports. */
export async function verifyRun(run: RunLike, options: VerifyOptions = {}): Promise<Verification> {
  return verifyFolder(await folderOf(run, options), options.benchmark);
}
