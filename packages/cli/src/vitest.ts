import { expect } from "vitest";
import { compareRuns, gate, type RunLike } from "@sameseed/pipeline/library";
import type { GateMode } from "@sameseed/pipeline/choices";

export type { RunLike };

/** Options of the matcher `toBeNotWorseThan`, of `sameseed/vitest`. */
export interface NotWorseOptions {
  /** The largest difference that does not matter. Default: that of the run. */
  readonly margin?: number;
  /** Default `score`. */
  readonly metric?: string;
  /** Default `require-not-worse`: an inconclusive result does not pass. */
  readonly gate?: GateMode;
  /** Compare although scorers, seeds or repeats differ. */
  readonly force?: boolean;
  /** Pass even if the other run or file has variants, metrics or cases that this run lacks. */
  readonly allowMissing?: boolean;
}

/** The matcher that `import "sameseed/vitest"` adds to `expect` of vitest. */
export interface NotWorseMatchers {
  /**
   * Whether no variant is worse than in another run, or in a file of `sameseed baseline save`, by more than the margin.
   * Asynchronous: `await expect(run).toBeNotWorseThan("sameseed-baseline.json", { margin: 0.02 })`.
   */
  toBeNotWorseThan(against: RunLike, options?: NotWorseOptions): Promise<void>;
}

declare module "vitest" {
  // oxlint-disable-next-line no-unused-vars, no-empty-object-type -- an extension repeats the parameters of
  // its base
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends NotWorseMatchers {}
}

expect.extend({
  async toBeNotWorseThan(received: RunLike, against: RunLike, options: NotWorseOptions = {}) {
    const { gate: mode = "require-not-worse", metric, allowMissing, ...matching } = options;
    const compared = await compareRuns(received, { ...matching, metric, against });
    const { result, checks } = gate(compared, { mode, metric, allowMissing });
    const lines = checks.filter(({ result }) => result !== "skipped").map(({ message }) => `  ${message}`);
    return {
      pass: result === "passed",
      message: () =>
        [
          `expected the run ${this.isNot ? "to be worse than" : "to be not worse than"} ${typeof against === "string" ? against : "the other run"}`,
          ...lines,
        ].join("\n"),
    };
  },
});
