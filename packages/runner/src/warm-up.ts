import type { Result, Trial, Variant } from "@sameseed/core";
import { clockVariants } from "./latency-clock.ts";
import { run, type RunOptions } from "./run.ts";

export interface WarmUpOptions extends Omit<RunOptions, "concurrency" | "maxRetries"> {
  /** Requests of each variant. */
  readonly requests: number;
  /** Called with each answer, e.g. to count its cost. */
  readonly onResult?: (result: Result) => void;
}

/**
 * Sends the first trials once, one at a time and without a retry, so that connections are open, code is
 * compiled and services are awake before the first call that counts. The answers are not stored, and the run
 * reports any failure.
 */
export async function warmUp(
  trials: AsyncIterable<Trial>,
  variants: readonly Variant[],
  { requests, onResult, ...options }: WarmUpOptions,
): Promise<void> {
  const first = firstOf(trials, requests * variants.length);
  for await (const result of run(first, await clockVariants(variants, "warmup"), {
    ...options,
    health: undefined, // its own: the end of the warm-up does not affect the run
    concurrency: 1,
    maxRetries: 0,
  })) {
    onResult?.(result);
  }
}

async function* firstOf<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  if (count === 0) return;
  let taken = 0;
  for await (const item of items) {
    yield item;
    if (++taken === count) return;
  }
}
