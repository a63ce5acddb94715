import {
  type Gate,
  mapConcurrent,
  type Model,
  type ModelRequest,
  type Result,
  type Trial,
  type Variant,
} from "@sameseed/core";
import { attempt, DEFAULT_TIMEOUT_MS } from "./attempt.ts";
import { onAbort } from "./on-abort.ts";
import { outcomeOf } from "./outcome-of.ts";
import { Slots } from "./rate/slots.ts";
import { Traffic } from "./rate/traffic.ts";
import { refuseUnusableModel } from "./unusable-model.ts";

export interface RunOptions {
  /** Requests in flight at most. Default 8. */
  readonly concurrency?: number;
  /** Tries after the first for what may pass: rate limits, server errors, resets, timeouts, broken answers. Default: 4, and 20 for rate limits. */
  readonly maxRetries?: number | undefined;
  /** Deadline of one attempt, where the model has none of its own. Default 120,000. */
  readonly timeoutMs?: number | undefined;
  /** Deadline of a trial with all its attempts. Default: ten attempts. */
  readonly trialTimeoutMs?: number | undefined;
  /** For each provider and key. Default: what the service tells. */
  readonly maxRequestsPerMinute?: number | undefined;
  readonly maxTokensPerMinute?: number | undefined;
  /** Called where a model's service lets nothing through for a while (a quota used up, all refused), with how long. */
  readonly onHold?: ((modelId: string, waitMs: number) => void) | undefined;
  /** Seeds the jitter of the waits between attempts. */
  readonly seed?: number;
  /** Ends the run after the requests in flight; it can be resumed. */
  readonly stop?: AbortSignal | undefined;
  /** Drops the requests in flight as well; their trials are not in the results. */
  readonly abort?: AbortSignal | undefined;
  /** Limits shared with other requests of the run, such as a judge's; their owner ends them, also on `stop` and `abort`. Default: its own. */
  readonly traffic?: Traffic | undefined;
}

/** Trials that wait for another attempt hold no slot; so many times the slots may wait. */
const UNDER_WAY_PER_SLOT = 8;
const LEAST_UNDER_WAY = 64;

/**
 * Stage 2, the only one with a network: trials to results, in order of completion. A trial that fails is
 * a result like any other. A model that refuses the key, does not exist or cannot be reached before it
 * gave a single answer is the user's mistake and ends the run (`MODEL_UNREACHABLE`).
 */
export async function* run(
  trials: AsyncIterable<Trial>,
  variants: readonly Variant[],
  options: RunOptions = {},
): AsyncGenerator<Result> {
  const {
    concurrency = 8,
    maxRetries,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    trialTimeoutMs = 10 * timeoutMs,
    seed = 0,
    stop,
    abort,
    traffic = new Traffic({ ...options, concurrency }),
  } = options;
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  const answered = new Set<Model>();
  const gate: Gate = {
    isOpen: () => slots.isFree && underWay < mostUnderWay,
    isOver: () => stop?.aborted === true || abort?.aborted === true, // what was not started is left for a resumed run
    onOpen: () => {},
  };
  const slots = new Slots(concurrency, () => gate.onOpen());
  const mostUnderWay = Math.max(LEAST_UNDER_WAY, UNDER_WAY_PER_SLOT * concurrency);
  let underWay = 0;

  const complete = async (trial: Trial): Promise<Result | null> => {
    underWay++;
    const variant = byId.get(trial.variant)!;
    const { model } = variant;
    const tries = await attempt(
      { model, request: requestOf(trial, variant) },
      {
        maxRetries,
        timeoutMs,
        trialTimeoutMs,
        jitter: `retry/1|${seed}|${trial.index}`,
        order: trial.order,
        isRetryable: (kind) => kind !== "unreachable" || answered.has(model),
      },
      { slots, limiter: traffic.limiterOf(model), waits: traffic.waits },
    );
    underWay--;
    if (tries === null) return null;
    if (tries.status === "answered") answered.add(model);
    else if (!answered.has(model)) refuseUnusableModel(variant.modelId, tries.error);
    return { trial, outcome: outcomeOf(tries) };
  };
  const unlisten = [stop, abort].map((signal) => onAbort(signal, () => slots.close()));
  try {
    for await (const result of mapConcurrent(trials, gate, complete)) {
      if (result === null) continue;
      yield result;
      slots.leave(); // not before the consumer has it: what a kill loses is what is in flight
    }
  } finally {
    for (const undo of unlisten) undo();
    slots.close();
    if (options.traffic === undefined) traffic.end();
  }
}

function requestOf(trial: Trial, { prompt, params }: Variant): ModelRequest {
  return { messages: prompt.messages(trial.case), params, seed: trial.seed, case: trial.case.id, repeat: trial.repeat };
}
