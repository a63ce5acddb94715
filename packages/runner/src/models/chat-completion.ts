import { type Completion, ModelError, type ToolCall } from "@sameseed/core";
import { type HeaderReader, rateLimitNotice } from "../rate/rate-limit-headers.ts";

/** The parts of a chat completion that are read. Services differ, so nothing is taken on trust. */
export interface ChatCompletion {
  readonly choices?: readonly {
    readonly message?: ChatAnswer;
    readonly finish_reason?: string | null;
    readonly logprobs?: ChatLogprobs | null;
  }[];
  readonly model?: string;
  readonly system_fingerprint?: string | null;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}
export interface ChatLogprobs {
  readonly content?: readonly { readonly logprob: number }[] | null;
}
export interface ChatAnswer {
  readonly content?: string | null;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly ChatToolCall[] | null;
  /** What the model thought: DeepSeek's, vLLM's and llama.cpp's word, and OpenRouter's. OpenAI sends neither. */
  readonly reasoning_content?: string | null;
  readonly reasoning?: string | null;
}
/** A call, or a piece of one in a stream: there `index` says of which. */
export interface ChatToolCall {
  readonly index?: number;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown };
}

/** The answer of a service as a completion. Errors: `ModelError` `invalid_response` where there is no choice. */
export function completionOf(response: ChatCompletion | null | undefined, header: HeaderReader): Completion {
  const choice = response?.choices?.[0];
  if (!response || !choice?.message) {
    throw new ModelError("invalid_response", `The service sent no choice: ${JSON.stringify(response)}`);
  }
  const { usage } = response;
  const { content, refusal, tool_calls: calls } = choice.message;
  const reasoning = choice.message.reasoning_content ?? choice.message.reasoning;
  return {
    text: content ?? null,
    finishReason: choice.finish_reason ?? null,
    refusal: refusal ?? null,
    toolCalls: calls?.length ? calls.map(toolCall) : undefined,
    meanLogprob: meanLogprob(choice.logprobs?.content),
    reasoning: typeof reasoning === "string" && reasoning !== "" ? reasoning : undefined,
    systemFingerprint: response.system_fingerprint ?? null,
    modelVersion: response.model ?? null,
    usage: usage ? { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens } : null,
    costUsd: null,
    ttftMs: null,
    requestId: requestId(header),
    region: header("x-ms-region") || undefined,
    rateLimit: rateLimitNotice(header),
  };
}

function meanLogprob(tokens: ChatLogprobs["content"]): number | undefined {
  if (!tokens?.length) return undefined;
  return tokens.reduce((sum, { logprob }) => sum + logprob, 0) / tokens.length;
}

/** Some services send the arguments parsed. */
function toolCall({ id = null, function: called }: ChatToolCall): ToolCall {
  const given = called?.arguments ?? "";
  return { id, name: called?.name ?? "", arguments: typeof given === "string" ? given : JSON.stringify(given) };
}

/** The service's name for the request. `cf-ray` is left out: it names the edge near the caller. */
function requestId(header: HeaderReader): string | undefined {
  return (header("x-request-id") ?? header("request-id") ?? header("apim-request-id")) || undefined;
}
