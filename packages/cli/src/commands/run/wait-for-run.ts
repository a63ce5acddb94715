import { SameseedError } from "@sameseed/core";
import { addressOf, type RunNotice, waitingRuns } from "@sameseed/queue";

const LOOK_EVERY_MS = 500;

export interface WantedRun {
  /** Its id, or a part of it; absent for any run of the benchmark. */
  readonly run?: string | undefined;
  /** How long to wait for a run, in milliseconds; absent for no limit. */
  readonly wait?: number | undefined;
}

interface Sought {
  readonly name: string;
  readonly stop: AbortSignal;
}

/** The run to work for; null when the user stopped waiting. Errors: `NOT_FOUND` after the time limit. */
export async function waitForRun(
  url: string,
  { run, wait }: WantedRun,
  { name, stop }: Sought,
): Promise<RunNotice | null> {
  const begun = performance.now();
  for (let looks = 0; !stop.aborted; looks++) {
    const runs = await waitingRuns(url);
    const fitting = runs.filter((one) => (run === undefined ? one.name === name : one.runId.includes(run)));
    if (fitting.length === 1) return fitting[0]!;
    if (fitting.length > 1) {
      throw new SameseedError("UNKNOWN_ID", `${fitting.length} runs of "${name}" take workers.`, {
        hint: `Name one: --run ${fitting[0]!.runId}.`,
      });
    }
    if (wait !== undefined && performance.now() - begun >= wait) {
      const others =
        runs.length === 0
          ? "no run takes workers"
          : `runs that take workers: ${runs.map(({ runId }) => runId).join(", ")}`;
      throw new SameseedError("NOT_FOUND", `Redis at ${addressOf(url)} has no run of "${name}": ${others}.`, {
        hint: "Start it: sameseed run <benchmark> --executor bullmq --redis <url>.",
      });
    }
    if (looks === 0) console.error(`Waiting for a run of "${name}" at ${addressOf(url)}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return null;
}
