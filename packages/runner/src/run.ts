import {
  mapConcurrent,
  type Model,
  type ModelRequest,
  type Outcome,
  type Result,
  SameseedError,
  type Trial,
  type Variant,
} from "@sameseed/core";
import { type Attempts, attempt } from "./attempt.ts";

export interface RunOptions {
  /** Requests in flight at most. */
  readonly concurrency?: number;
  /** Tries after the first for what may pass: rate limits, server errors, resets, timeouts. */
  readonly maxRetries?: number;
  /** Seeds the jitter of the waits between attempts. */
  readonly seed?: number;
  /** Ends the run after the requests in flight. */
  readonly stop?: AbortSignal | undefined;
  /** Drops the requests in flight as well; their trials are not in the results. */
  readonly abort?: AbortSignal | undefined;
}

/**
 * Stage 2, the only one with a network: trials to results, in order of completion. A trial that fails is
 * a result like any other. A model that refuses the key, does not exist or cannot be reached before it
 * gave a single answer is the user's mistake and ends the run (`MODEL_UNREACHABLE`).
 */
export async function* run(
  trials: AsyncIterable<Trial>,
  variants: readonly Variant[],
  { concurrency = 8, maxRetries = 4, seed = 0, stop, abort }: RunOptions = {},
): AsyncGenerator<Result> {
  const byId = new Map(variants.map((variant) => [variant.id, variant]));
  const ended = new AbortController();
  const signal = abort === undefined ? ended.signal : AbortSignal.any([ended.signal, abort]);
  const answered = new Set<Model>();

  const complete = async (trial: Trial): Promise<Result | null> => {
    const variant = byId.get(trial.variant)!;
    const tries = await attempt(variant.model, requestOf(trial, variant), {
      maxRetries,
      jitter: `retry/1|${seed}|${trial.index}`,
      signal,
      isRetryable: (kind) => kind !== "unreachable" || answered.has(variant.model),
    });
    if (signal.aborted) return null;
    if (tries.status === "answered") answered.add(variant.model);
    else if (!answered.has(variant.model)) refuseUnusableModel(variant, tries);
    return { trial, outcome: outcomeOf(tries) };
  };

  try {
    for await (const result of mapConcurrent(until(trials, stop, abort), concurrency, complete)) {
      if (result !== null) yield result;
    }
  } finally {
    ended.abort();
  }
}

function requestOf(trial: Trial, { prompt, params }: Variant): ModelRequest {
  return { messages: prompt.messages(trial.case), params, seed: trial.seed, case: trial.case.id, repeat: trial.repeat };
}

function outcomeOf(tries: Attempts): Outcome {
  const { latencyMs, attempts, startedAt } = tries;
  if (tries.status === "failed") {
    const { kind, message } = tries.error;
    return { status: "failed", error: { kind, message }, latencyMs, attempts, startedAt };
  }
  const { text, finishReason, refusal, systemFingerprint, modelVersion, usage, costUsd, ttftMs, cached = false } = tries.completion;
  return {
    status: refusal !== null || finishReason === "content_filter" ? "refused" : finishReason === "length" ? "truncated" : "completed",
    text: text ?? refusal,
    finishReason,
    systemFingerprint,
    modelVersion,
    usage,
    costUsd,
    ttftMs,
    cached,
    latencyMs,
    attempts,
    startedAt,
  };
}

/** The trials until one of the signals: what was not started is left for a resumed run. */
async function* until(trials: AsyncIterable<Trial>, ...signals: (AbortSignal | undefined)[]): AsyncGenerator<Trial> {
  for await (const trial of trials) {
    if (signals.some((signal) => signal?.aborted)) return;
    yield trial;
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  authentication: "Check the key (OPENAI_API_KEY) and that it may use this model.",
  connection: "Check that the server speaks HTTP there, and the base URL (--base-url, OPENAI_BASE_URL or baseUrl).",
  not_found: "Check the model's name and the base URL (it usually ends in /v1).",
  unreachable: "Check that the server runs and the base URL (--base-url, OPENAI_BASE_URL or baseUrl).",
};

function refuseUnusableModel({ modelId }: Variant, { error }: Extract<Attempts, { status: "failed" }>): void {
  const hint = REMEDIES[error.kind];
  if (hint === undefined) return;
  throw new SameseedError("MODEL_UNREACHABLE", `Model "${modelId}" cannot be used: ${error.message}`, { hint, cause: error });
}
