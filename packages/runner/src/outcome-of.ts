import { answerFields, type Completion, type Outcome, type SameseedError } from "@sameseed/core";
import type { Attempts } from "./attempt.ts";

/**
 * The result of all attempts of a trial. Absent members are undefined: omitting them one by one would cost
 * more than the rest of a trial.
 */
export function outcomeOf(tries: Attempts): Outcome {
  const { latencyMs, attempts, startedAt } = tries;
  const retries = tries.retries.length === 0 ? undefined : [...tries.retries];
  if (tries.status === "failed") {
    const { kind, message } = tries.error;
    return { status: "failed", error: { kind, message }, latencyMs, attempts, startedAt, retries };
  }
  const { text, refusal, toolCalls, structured, cached = false } = tries.completion;
  return {
    status: statusOf(tries.completion),
    text: text ?? refusal,
    ...answerFields(tries.completion),
    toolCalls: toolCalls === undefined ? undefined : [...toolCalls],
    structured: structured || undefined,
    cached,
    latencyMs,
    attempts,
    startedAt,
    retries,
  };
}

/** Of a trial that no request was sent for. */
export function unsentOutcome({ message }: SameseedError): Outcome {
  const startedAt = new Date().toISOString();
  return { status: "failed", error: { kind: "bad_request", message }, latencyMs: null, attempts: 0, startedAt };
}

/** Services' words for an answer that is not given: a filter's, a refusal's. */
const REFUSED: ReadonlySet<string | null> = new Set([
  "content_filter",
  "refusal",
  "SAFETY",
  "RECITATION",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "LANGUAGE",
  "IMAGE_SAFETY",
  "IMAGE_PROHIBITED_CONTENT",
  "IMAGE_RECITATION",
  "MODEL_ARMOR",
  "JAILBREAK",
  "guardrail_intervened",
  "content_filtered",
]);
/** For an answer that was cut off. */
const TRUNCATED: ReadonlySet<string | null> = new Set([
  "length",
  "max_tokens",
  "max_output_tokens",
  "MAX_TOKENS",
  "model_length",
  "model_context_window_exceeded",
  // A service that runs tools itself stopped in the middle of them.
  "pause_turn",
]);

function statusOf({ refusal, finishReason }: Completion): "completed" | "truncated" | "refused" {
  if (refusal !== null || REFUSED.has(finishReason)) return "refused";
  return TRUNCATED.has(finishReason) ? "truncated" : "completed";
}
