import {
  completionMembers,
  type ModelError,
  type ModelRequest,
  promptedCase,
  type Result,
  type Trial,
  type Variant,
} from "@sameseed/core";
import { asModelError, type Attempts, round } from "./attempt.ts";
import { checkedCompletion } from "./models/checked.ts";
import { outcomeOf } from "./outcome-of.ts";
import { onAbort } from "./rate/on-abort.ts";
import type { Traffic } from "./rate/traffic.ts";
import { asked, refusalOf, type RunOptions } from "./run.ts";

/** Trials between two turns of the event loop, which handle signals, writes of rows and progress. */
const TRIALS_A_TURN = 256;

/**
 * Stage 2 for models with `completeNow`, such as recordings: the results of `run` in the order of the plan.
 * No trial waits, and none needs a slot, a deadline or a promise. Trials of chains are for `run`.
 */
export async function* runAtHand(
  trials: AsyncIterable<Trial>,
  variants: readonly Variant[],
  { stop, abort, onResult, traffic }: Pick<RunOptions, "stop" | "abort" | "onResult"> & { readonly traffic: Traffic },
): AsyncGenerator<Result> {
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  const members = completionMembers();
  let count = 0;
  /** Whether `stop` or `abort` was aborted. The getter of a joined signal looks at all its sources. */
  let hasEnded = false;
  const unlisten = [stop, abort].map((signal) => onAbort(signal, () => void (hasEnded = true)));
  try {
    for await (const trial of trials) {
      if (++count % TRIALS_A_TURN === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
      if (hasEnded) return;
      const startedAt = traffic.waits.timeOfDay();
      const result = { trial, outcome: outcomeOf(answerOf(trial, byId.get(trial.variant)!, { startedAt, members })) };
      onResult?.(result);
      yield result;
    }
  } finally {
    for (const undo of unlisten) undo();
  }
}

function answerOf(
  trial: Trial,
  variant: Variant,
  { startedAt, members }: { readonly startedAt: string; readonly members: ReturnType<typeof completionMembers> },
): Attempts {
  const { model } = variant;
  const start = performance.now();
  const timing = () => ({ latencyMs: round(performance.now() - start), attempts: 1, startedAt, retries: [] });
  const failed = (error: ModelError): Attempts => ({ status: "failed", error, ...timing() });
  let request: ModelRequest;
  try {
    request = asked(trial, variant, variant.prompt.messages(promptedCase(trial)));
  } catch (cause) {
    return failed(refusalOf(trial, cause));
  }
  try {
    const completion = checkedCompletion(model.id, model.completeNow!(request), members);
    const { latencyMs } = completion;
    return { status: "answered", completion, ...timing(), ...(latencyMs !== undefined && { latencyMs }) };
  } catch (thrown) {
    return failed(asModelError(thrown));
  }
}
