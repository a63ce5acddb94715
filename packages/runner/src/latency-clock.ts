import type { Completion, Model, Variant } from "@sameseed/core";
import type { Bench, Task } from "tinybench";
import { wrapModel } from "./models/wrap-model.ts";

/** Purpose of each call: a measured cycle, or a warm-up cycle that is not counted. */
export type ClockMode = "run" | "warmup";

/** The name of the clock for a manifest: its library and its source. */
export const CLOCK = "tinybench, hrtime";

/**
 * The variants with their calls timed by tinybench. The clock starts right before a model is called and ends
 * with its answer: a task for each call, one cycle long, because its own loop would run one variant to its
 * end before the next. A model's own latency (a recording: null) stays. docs/decisions/0054-latency.md has
 * the reasons.
 */
export async function clockVariants(variants: readonly Variant[], mode: ClockMode = "run"): Promise<Variant[]> {
  const { Bench, Task } = await import("tinybench"); // few runs measure latency
  const bench = new Bench({
    iterations: 1,
    time: 0,
    warmupIterations: 1,
    warmupTime: 0,
    timestampProvider: "hrtimeNow",
  });
  return variants.map((variant) => ({
    ...variant,
    model: clocked(variant.model, { bench, Task, mode, name: variant.id }),
  }));
}

interface Clock {
  readonly bench: Bench;
  readonly Task: typeof Task;
  readonly mode: ClockMode;
  readonly name: string;
}

function clocked(model: Model, { bench, Task, mode, name }: Clock): Model {
  return wrapModel(model, (inner) => async (request, signal) => {
    let completion: Completion | undefined;
    const ask = async (): Promise<void> => {
      completion = await inner.complete(request, signal);
    };
    const task = new Task(bench, name, ask, { async: true });
    await task[mode]();
    const { result } = task;
    if (result.state === "errored") throw result.error;
    if (completion === undefined) throw new Error(`tinybench ended "${name}" in the state ${result.state}.`);
    if (result.state !== "completed" || completion.latencyMs !== undefined) return completion;
    return { ...completion, latencyMs: microseconds(result.latency.mean) };
  });
}

/** Milliseconds to the microsecond: more digits are noise. */
function microseconds(milliseconds: number): number {
  return Number(milliseconds.toFixed(3));
}
