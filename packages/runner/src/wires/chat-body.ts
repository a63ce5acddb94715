import type { ModelRequest } from "@sameseed/core";
import { withoutEmptyAnswers } from "./message-parts.ts";
import type { WireContext } from "./wire.ts";

/** The body of `POST /chat/completions`. */
export interface ChatBody {
  readonly model: string;
  readonly messages: ModelRequest["messages"];
  readonly stream?: boolean | undefined;
  readonly [field: string]: unknown;
}

/** A request in OpenAI's wire format, with the provider's own fields. Absent fields are not sent. */
export function chatBody(
  { messages, params, seed }: ModelRequest,
  { model, profile, seedField }: WireContext,
): ChatBody {
  const { temperature, topP, topK, maxTokens, stop, frequencyPenalty, presencePenalty, stream, extra } = params;
  const { tools, toolChoice, responseFormat, reasoningEffort, thinkingBudget, verbosity, logprobs } = params;
  const { fields, hasStreamOptions = true } = profile;
  const isNewer = fields.maxTokens === "max_completion_tokens";
  return {
    model,
    messages: profile.refusesEmptyAnswers?.(model) === true ? withoutEmptyAnswers(messages) : messages,
    temperature,
    top_p: topP,
    top_k: topK,
    max_tokens: isNewer ? undefined : maxTokens,
    max_completion_tokens: isNewer ? maxTokens : undefined,
    stop,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
    ...(seedField !== null && seed !== null && { [seedField]: seed }),
    tools,
    tool_choice: toolChoice,
    response_format: responseFormat,
    reasoning_effort: reasoningEffort,
    ...(thinkingBudget !== undefined && profile.thinking?.(thinkingBudget)),
    verbosity,
    logprobs,
    stream: stream || undefined,
    stream_options: stream && hasStreamOptions ? { include_usage: true } : undefined,
    ...extra,
  };
}
