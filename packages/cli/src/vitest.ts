import { dirname, basename } from "node:path";
import { findRun, runFolder, type RunFolder } from "@sameseed/runner";
import { expect } from "vitest";
import {
  type ComparedRuns,
  compareTwoRuns,
  compareWithBaseline,
  exitCodeOf,
  gapChecks,
  gateChecks,
  readBaseline,
} from "@sameseed/pipeline/compare";
import type { GateMode } from "@sameseed/pipeline/choices";
import type { FinishedRun } from "@sameseed/pipeline/run";

/** What `runBenchmark` gives, or a run's folder or id under `results`. */
export type RunLike = Pick<FinishedRun, "folder"> | string;

export interface NotWorseOptions {
  /** The largest difference that does not matter. Default: that of the run. */
  readonly margin?: number;
  /** Default `score`. */
  readonly metric?: string;
  /** Default `require-not-worse`: what the data cannot tell does not pass. */
  readonly gate?: GateMode;
  /** Compare although scorers, seeds or repeats differ. */
  readonly force?: boolean;
  /** Pass although the baseline has variants, metrics or cases that the run lacks. */
  readonly allowMissing?: boolean;
}

declare module "vitest" {
  // oxlint-disable-next-line no-unused-vars -- an extension repeats the parameters of what it extends
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * Whether every variant is at most by the margin worse than in the baseline: a run, or a file of `sameseed baseline save`.
     * Asynchronous: `await expect(run).toBeNotWorseThan("sameseed-baseline.json", { margin: 0.02 })`.
     */
    toBeNotWorseThan(baseline: RunLike, options?: NotWorseOptions): Promise<void>;
  }
}

expect.extend({
  async toBeNotWorseThan(received: RunLike, baseline: RunLike, options: NotWorseOptions = {}) {
    const { comparisons, gaps } = await compared(received, baseline, options);
    const gate = { mode: options.gate ?? "require-not-worse", metric: options.metric } as const;
    const checks = [...gateChecks(comparisons, gate), ...(options.allowMissing === true ? [] : gapChecks(gaps))];
    const lines = checks.filter(({ result }) => result !== "skipped").map(({ message }) => `  ${message}`);
    return {
      pass: exitCodeOf(checks) === 0,
      message: () =>
        [`expected the run ${this.isNot ? "to be worse than" : "to be not worse than"} the baseline`, ...lines].join(
          "\n",
        ),
    };
  },
});

async function compared(received: RunLike, baseline: RunLike, options: NotWorseOptions): Promise<ComparedRuns> {
  const folder = await folderOf(received);
  if (typeof baseline === "string" && baseline.endsWith(".json")) {
    return compareWithBaseline(folder, await readBaseline(baseline), options);
  }
  return compareTwoRuns([await folderOf(baseline), folder], options);
}

async function folderOf(run: RunLike): Promise<RunFolder> {
  if (typeof run === "string") return findRun("results", run);
  return runFolder(dirname(run.folder), basename(run.folder));
}
