import { type Completion, ModelError } from "@sameseed/core";
import { type HeaderReader, rateLimitNotice } from "../rate/rate-limit-headers.ts";

/** The parts of a chat completion that are read. Services differ, so nothing is taken on trust. */
export interface ChatCompletion {
  readonly choices?: readonly { readonly message?: ChatAnswer; readonly finish_reason?: string | null }[];
  readonly model?: string;
  readonly system_fingerprint?: string | null;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}
interface ChatAnswer {
  readonly content?: string | null;
  readonly refusal?: string | null;
}

/** The answer of a service as a completion. Errors: `ModelError` `invalid_response` where there is no choice. */
export function completionOf(response: ChatCompletion | null | undefined, header: HeaderReader): Completion {
  const choice = response?.choices?.[0];
  if (!response || !choice?.message) {
    throw new ModelError("invalid_response", `The service sent no choice: ${JSON.stringify(response)?.slice(0, 200)}`);
  }
  const { usage } = response;
  return {
    text: choice.message.content ?? null,
    finishReason: choice.finish_reason ?? null,
    refusal: choice.message.refusal ?? null,
    systemFingerprint: response.system_fingerprint ?? null,
    modelVersion: response.model ?? null,
    usage: usage ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens } : null,
    costUsd: null,
    ttftMs: null,
    ...said(header),
  };
}

/** What a service says in headers beside its answer. `cf-ray` is left out: it names the edge near the caller. */
function said(header: HeaderReader): Pick<Completion, "requestId" | "region" | "rateLimit"> {
  const requestId = header("x-request-id");
  const region = header("x-ms-region");
  const rateLimit = rateLimitNotice(header);
  return { ...(requestId && { requestId }), ...(region && { region }), ...(rateLimit && { rateLimit }) };
}
