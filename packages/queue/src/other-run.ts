import { SameseedError } from "@sameseed/core";
import type { RunNotice } from "./notices.ts";

/** Errors: `BAD_RUN` where the worker's benchmark or version is not the run's. */
export function refuseOtherRun(run: RunNotice, { hash, version }: Pick<RunNotice, "hash" | "version">): void {
  if (run.version !== version) {
    throw new SameseedError(
      "BAD_RUN",
      `${run.runId} is coordinated by sameseed ${run.version}; this worker is ${version}.`,
      {
        hint: "Install the same version on all machines: another version may send or score differently.",
      },
    );
  }
  if (run.hash === hash) return;
  throw new SameseedError("BAD_RUN", `${run.runId} runs another benchmark than this worker has.`, {
    hint: "Copy the benchmark file with its prompts, cases and scripts from the coordinator, and give the same selection flags.",
  });
}
