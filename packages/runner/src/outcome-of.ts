import type { Completion, Outcome } from "@sameseed/core";
import type { Attempts } from "./attempt.ts";

/**
 * What came back from all attempts of a trial. What is absent is undefined: leaving members out one by one would cost more
 * than all else that is done with a trial.
 */
export function outcomeOf(tries: Attempts): Outcome {
  const { latencyMs, attempts, startedAt } = tries;
  const retries = tries.retries.length === 0 ? undefined : [...tries.retries];
  if (tries.status === "failed") {
    const { kind, message } = tries.error;
    return { status: "failed", error: { kind, message }, latencyMs, attempts, startedAt, retries };
  }
  const {
    text,
    finishReason,
    refusal,
    systemFingerprint,
    modelVersion,
    usage,
    costUsd,
    ttftMs,
    cached = false,
    requestId,
    region,
    connectMs,
    toolCalls,
    structured,
    reasoning,
    meanLogprob,
  } = tries.completion;
  return {
    status: statusOf(tries.completion),
    text: text ?? refusal,
    toolCalls: toolCalls === undefined ? undefined : [...toolCalls],
    structured: structured || undefined,
    reasoning,
    meanLogprob,
    finishReason,
    systemFingerprint,
    modelVersion,
    usage,
    costUsd,
    ttftMs,
    cached,
    requestId,
    region,
    connectMs,
    latencyMs,
    attempts,
    startedAt,
    retries,
  };
}

function statusOf({ refusal, finishReason }: Completion): "completed" | "truncated" | "refused" {
  if (refusal !== null || finishReason === "content_filter") return "refused";
  return finishReason === "length" ? "truncated" : "completed";
}
