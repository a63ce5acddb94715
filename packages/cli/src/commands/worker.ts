import { SameseedError } from "@sameseed/core";
import { addressOf, type RunNotice, waitingRuns } from "@sameseed/queue";
import type { CacheMode } from "@sameseed/runner";
import { loadBenchmark } from "../terminal/load-benchmark.ts";
import { loadPrices } from "@sameseed/pipeline/load";
import type { ExitCode } from "../terminal/exit-code.ts";
import { runWorker } from "@sameseed/pipeline/run";
import { redisUrl, type WorkerFlags } from "./scale-flags.ts";
import { stopOnInterrupt } from "../terminal/stop-on-interrupt.ts";
import { selectionOf } from "./selection-flags.ts";
import { withFlags } from "./run.ts";

export interface WorkerCommandFlags {
  readonly redis?: string;
  readonly run?: string;
  /** In milliseconds. */
  readonly wait?: number;
  readonly maxConcurrency: number;
  readonly cache?: CacheMode | "off";
  readonly prices?: string;
  readonly trustData?: boolean;
}

const LOOK_EVERY_MS = 500;

/** `sameseed worker`: 0 when the run is over, 130 when stopped by Ctrl-C, 1 when trials failed. */
export async function workerCommand(file: string, flags: WorkerCommandFlags): Promise<ExitCode> {
  const url = redisUrl(flags);
  const loaded = await loadBenchmark(file, flags);
  const interrupt = stopOnInterrupt();
  try {
    const run = await findRun(url, flags, { name: loaded.name, stop: interrupt.stop });
    if (run === null) return 130;
    const given = run.settings as WorkerFlags;
    console.error(
      `Working for ${run.runId}, ${flags.maxConcurrency} requests in flight at most. Ctrl-C ends after them.`,
    );
    const end = await runWorker(withFlags(loaded, given), {
      url,
      run,
      concurrency: flags.maxConcurrency,
      cache: flags.cache,
      prices: flags.prices === undefined ? undefined : await loadPrices(flags.prices),
      settings: {
        selection: selectionOf(given),
        aa: given.aa,
        baseUrl: given.baseUrl,
        maxRetries: given.maxRetries,
        timeoutMs: given.timeout,
        trialTimeoutMs: given.trialTimeout,
        maxRequestsPerMinute: given.maxRpm,
        maxTokensPerMinute: given.maxTpm,
      },
      stop: interrupt.stop,
      abort: interrupt.abort,
      onWarning: (sentence) => console.error(`warning ${sentence}`),
      onService: (event) => {
        if (event.status === "stopped") console.error(`warning ${event.model} stopped: ${event.message}`);
      },
    });
    console.error(
      `${end.isRunOver ? "The run is over." : "Stopped; what was not sent goes to other workers."} ${end.rows} rows, ${end.failed} failed.`,
    );
    return end.isRunOver ? 0 : 130;
  } finally {
    interrupt.release();
  }
}

interface Sought {
  readonly name: string;
  readonly stop: AbortSignal;
}

/** The run to work for; null when the user stopped waiting. Errors: `NOT_FOUND` when the time to wait is over. */
async function findRun(
  url: string,
  { run, wait }: WorkerCommandFlags,
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
