import { type BenchmarkDefinition, duration } from "@sameseed/core";
import { loadPrices } from "@sameseed/pipeline/load";
import { type FinishedRun, latencyOf, runBenchmark, type RunBenchmarkOptions } from "@sameseed/pipeline/run";
import type { KnownAnswers, ServiceEvent } from "@sameseed/runner";
import { flagsIn } from "../../terminal/flags-in.ts";
import { liveProgress } from "../../terminal/live-progress.ts";
import type { Interrupt } from "../../terminal/stop-on-interrupt.ts";
import type { RunFlags } from "./run-flags.ts";
import { batchOf, dividedLimits, queueOf } from "./scale.ts";
import { selectionOf } from "./selection.ts";

/** A run's inputs in addition to its flags. */
export interface RunSignals {
  readonly interrupt: Interrupt;
  /** Ends the run as the first Ctrl-C does. */
  readonly stop?: AbortSignal;
  readonly known?: KnownAnswers;
}

/** Runs a benchmark with the options of the flags and shows progress on stderr. */
export async function runWithProgress(
  definition: BenchmarkDefinition,
  flags: RunFlags,
  { interrupt, stop = interrupt.stop, known }: RunSignals,
): Promise<FinishedRun | null> {
  const live = flags.progressBar ? liveProgress(process.stderr, flags.maxCost ?? null) : undefined;
  const say = live?.log ?? console.error;
  const onStop = (): void => say("Stopping after the requests in flight; Ctrl-C again drops them.");
  interrupt.stop.addEventListener("abort", onStop);
  try {
    return await runBenchmark(definition, {
      ...(await optionsOf(flags, say, live)),
      heldOutLook: flags.resume === undefined && flags.retryErrors === undefined ? flags.heldOutLook : undefined,
      stop,
      abort: interrupt.abort,
      known,
      ...live,
      onReport: loadsEnd(live?.onReport),
      onHold: (model, waitMs) =>
        say(
          `${model}: the service lets nothing through for ${duration(waitMs)}. Ctrl-C stops, --resume continues later.`,
        ),
      onService: (event) => say(flagsIn(serviceText(event))),
      onDrift: (sentence) => say(`warning ${flagsIn(sentence)}`),
      onProbe: ({ model, verdict, conclusion }) => say(`${model}: seed ${verdict}. ${conclusion}`),
    });
  } finally {
    interrupt.stop.removeEventListener("abort", onStop);
    live?.end();
  }
}

/** Loads the code for the end of a run while the reports are written. */
function loadsEnd(onReport: RunBenchmarkOptions["onReport"]): RunBenchmarkOptions["onReport"] {
  let isLoading = false;
  return (step) => {
    if (!isLoading) import("./run-end.ts").catch(() => {}); // who needs it throws the error
    isLoading = true;
    onReport?.(step);
  };
}

/** The options from the flags, without those of a run in progress. Errors: as of a run, for contradictory flags. */
export async function optionsOf(
  flags: RunFlags,
  say: (line: string) => void,
  live?: ReturnType<typeof liveProgress>,
): Promise<RunBenchmarkOptions> {
  return {
    ...flags,
    ...dividedLimits(flags, await executionOf(flags)),
    queue: queueOf(flags, say, live),
    batch: batchOf(flags, say),
    timeoutMs: flags.timeout,
    trialTimeoutMs: flags.trialTimeout,
    concurrency: flags.latency ? 1 : flags.maxConcurrency,
    latency: latencyOf(flags),
    selection: selectionOf(flags),
  };
}

/** An event of a model's service, for the terminal. */
function serviceText(event: ServiceEvent): string {
  const { model } = event;
  if (event.status === "back") return `${model}: the service answers again after ${duration(event.outageMs)}.`;
  if (event.status === "held")
    return `${model}: the service does not answer (${event.message}). Its requests wait until it does; Ctrl-C stops, --resume continues later.`;
  return `warning ${model} stopped, its service cannot be used: ${event.message}\n  ${event.hint} Trials of other models continue; --resume sends the rest later.`;
}

async function executionOf(flags: RunFlags) {
  const {
    cache,
    cacheDir,
    cacheTtl: cacheTtlMs,
    maxCost: maxCostUsd,
    maxTokensTotal: maxTokens,
    maxDuration: maxDurationMs,
  } = flags;
  const isLimited = [maxCostUsd, maxTokens, maxDurationMs].some((limit) => limit !== undefined);
  return {
    cache: typeof cache === "string" ? cache : ("off" as const),
    cacheDir,
    cacheTtlMs,
    prices: flags.prices === undefined ? undefined : await loadPrices(flags.prices),
    budget: isLimited ? { maxCostUsd, maxTokens, maxDurationMs } : undefined,
  };
}
