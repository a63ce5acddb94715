import { type Benchmark, type LatencyRun, plan, SameseedError, type Variant, option } from "@sameseed/core";
import { CLOCK, clockVariants, type OpenRun, type RunOptions, warmUp as sendWarmUp } from "@sameseed/runner";
import type { Execution } from "./open-execution.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";

/** Requests of each variant before the first that counts. */
const WARM_UP = 5;

export interface LatencyOptions {
  /** Requests of each variant before the first that counts. Default 5. */
  readonly warmUp?: number | undefined;
}

/** The latency options from the flags; undefined where latency is not measured. */
export function latencyOf({
  latency,
  warmUp,
}: {
  readonly latency?: boolean;
  readonly warmUp?: number;
}): LatencyOptions | undefined {
  if (latency) return { warmUp };
  if (warmUp === undefined) return undefined;
  throw new SameseedError("BAD_ARGUMENT", `${option("latency.warmUp")} requires ${option("latency")}.`, {
    hint: `Add ${option("latency")}, or leave it out.`,
  });
}

/**
 * The options adapted to a measurement of latency: one request at a time. Errors: `BAD_ARGUMENT` for options
 * that would distort it.
 */
export function forLatency(options: RunBenchmarkOptions): RunBenchmarkOptions {
  if (options.latency === undefined) return options;
  const { cache = "off", sequential = false, known, concurrency = 1 } = options;
  if (cache !== "off") throw spoiled("a cache", "an answer from a cache takes no time");
  if (known !== undefined) throw spoiled("answers of earlier runs", "they were measured at another time");
  if (sequential)
    throw spoiled(option("sequential"), "its rule uses scores, and latency intervals are valid for one look only");
  if (concurrency > 1) throw spoiled(`${concurrency} requests in flight`, "each would slow the others");
  return { ...options, concurrency: 1 };
}

function spoiled(what: string, because: string): SameseedError {
  return new SameseedError("BAD_ARGUMENT", `Latency cannot be measured with ${what}: ${because}.`, {
    hint: `Leave it out, or run without ${option("latency")}.`,
  });
}

/** The manifest's record of the measurement; undefined where latency is not measured. */
export function latencyRecord({ latency }: RunBenchmarkOptions): LatencyRun | undefined {
  return latency && { warmUp: latency.warmUp ?? WARM_UP, clock: CLOCK };
}

interface Measured {
  readonly benchmark: Benchmark;
  readonly execution: Execution;
  readonly opened: OpenRun;
}

/** Warms up, then returns the variants with a clock; unchanged where latency is not measured. */
export async function underClock(
  { benchmark, execution, opened }: Measured,
  { latency, ...options }: RunOptions & { readonly latency?: LatencyOptions | undefined },
): Promise<readonly Variant[]> {
  const { variants, meter } = execution;
  if (latency === undefined) return variants;
  await sendWarmUp(meter.within(plan(benchmark, { isDone: opened.isDone })), variants, {
    ...options,
    requests: latency.warmUp ?? WARM_UP,
    onResult: (result) => meter.settle(result),
  });
  return clockVariants(variants);
}
