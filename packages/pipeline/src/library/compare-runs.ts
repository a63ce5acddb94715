import type { Manifest } from "@sameseed/core";
import { readManifest } from "@sameseed/runner";
import { readBaseline } from "../compare/baseline-file.ts";
import { type ComparedRuns, compareRun, type CompareRunsOptions } from "../compare/compare-run.ts";
import { compareTwoRuns } from "../compare/compare-two-runs.ts";
import { compareWithBaseline } from "../compare/compare-with-baseline.ts";
import { folderOf, type ResultsOptions, type RunLike } from "./read-run.ts";

/** Options of `compareRuns`. */
export interface CompareOptions extends CompareRunsOptions, ResultsOptions {
  /** Another run, or a baseline file from `sameseed baseline save` (its name ends with `.json`), to compare with. Default: the variants are compared with the run's baseline variant. */
  readonly against?: RunLike | undefined;
}

/** Comparisons of one or two runs. */
export interface RunComparison extends ComparedRuns {
  /** Manifest of the compared run. */
  readonly manifest: Manifest;
}

/**
 * Compares the variants of a stored run with its baseline, or the run with an earlier one, with paired statistics over
 * the cases. Errors: `NOT_FOUND`, `BAD_RUN`; `UNKNOWN_ID` for an unknown variant or metric; `BAD_ARGUMENT` for two runs
 * with different scorers, seeds or repeats, unless `force` is set.
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
