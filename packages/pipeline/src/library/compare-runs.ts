import type { Manifest } from "@sameseed/core";
import { readManifest } from "@sameseed/runner";
import { readBaseline } from "../compare/baseline-file.ts";
import { type ComparedRuns, compareRun, type CompareRunsOptions } from "../compare/compare-run.ts";
import { compareTwoRuns } from "../compare/compare-two-runs.ts";
import { compareWithBaseline } from "../compare/compare-with-baseline.ts";
import { folderOf, type ResultsOptions, type RunLike } from "./read-run.ts";

export interface CompareOptions extends CompareRunsOptions, ResultsOptions {
  /** What the run is compared with: another run, or a file of `sameseed baseline save` (its name ends with `.json`). Default: its own baseline variant. */
  readonly against?: RunLike | undefined;
}

/** Comparisons with what they are of. */
export interface RunComparison extends ComparedRuns {
  /** Of the run that was compared. */
  readonly manifest: Manifest;
}

/**
 * Compares the variants of a stored run with its baseline, or the run with an earlier one, by paired statistics over the
 * cases. Errors: `NOT_FOUND`, `BAD_RUN`; `UNKNOWN_ID` for a variant or a metric that is not there; `BAD_ARGUMENT` for two
 * runs that were not measured alike, unless `force` is set.
 */
export async function compareRuns(run: RunLike, options: CompareOptions = {}): Promise<RunComparison> {
  const { against, ...rest } = options;
  const folder = await folderOf(run, rest);
  const manifest = await readManifest(folder);
  if (against === undefined) return { manifest, ...(await compareRun(folder, rest)) };
  if (typeof against === "string" && against.endsWith(".json"))
    return { manifest, ...(await compareWithBaseline(folder, await readBaseline(against), rest)) };
  return { manifest, ...(await compareTwoRuns([await folderOf(against, rest), folder], rest)) };
}
