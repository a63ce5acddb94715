import type { ModelRequest } from "@sameseed/core";

/** The body of `POST /chat/completions`. */
export interface ChatBody {
  readonly model: string;
  readonly messages: ModelRequest["messages"];
  readonly stream?: boolean;
  readonly [field: string]: unknown;
}

export interface ChatBodyOptions {
  readonly model: string;
  /** OpenAI's newer models refuse `max_tokens`; compatible servers often know nothing else. */
  readonly isOpenai: boolean;
}

/** A request in OpenAI's wire format. What is absent is not sent. */
export function chatBody({ messages, params, seed }: ModelRequest, { model, isOpenai }: ChatBodyOptions): ChatBody {
  const { temperature, topP, topK, maxTokens, stop, frequencyPenalty, presencePenalty, stream, extra } = params;
  const { tools, toolChoice, responseFormat, reasoningEffort, logprobs } = params;
  return {
    model,
    messages,
    temperature,
    top_p: topP,
    top_k: topK,
    max_tokens: isOpenai ? undefined : maxTokens,
    max_completion_tokens: isOpenai ? maxTokens : undefined,
    stop,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    seed: seed ?? undefined,
    tools,
    tool_choice: toolChoice,
    response_format: responseFormat,
    reasoning_effort: reasoningEffort,
    logprobs,
    stream: stream || undefined,
    stream_options: stream ? { include_usage: true } : undefined,
    ...extra,
  };
}
