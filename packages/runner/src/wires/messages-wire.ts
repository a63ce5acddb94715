import { type ChatMessage, type Completion, type ContentPart, ModelError, type ModelRequest } from "@sameseed/core";
import { rateLimitNotice } from "../rate/rate-limit-headers.ts";
import {
  dataUrl,
  parsedArguments,
  partsOf,
  unsupportedPart,
  withoutEmptyAnswers,
  withoutSystem,
} from "./message-parts.ts";
import { MessagesStream } from "./messages-stream.ts";
import { argumentsText, countOrAbsent, fieldsOf, requestIdOf, textOrAbsent, textOrNull, usageOf } from "./reading.ts";
import { noAnswer } from "./told-error.ts";
import type { WireContext, WireFormat } from "./wire.ts";

/** Anthropic's Messages, version 2023-06-01. */
export const messagesWire: WireFormat = {
  framing: "events",
  ownPath: /\/v1$/,
  path: () => "/v1/messages",
  body,
  completion,
  stream: () => new MessagesStream(),
};

function body({ messages, params }: ModelRequest, { model, profile }: WireContext) {
  const { temperature, topP, topK, maxTokens, stop, stream, tools, toolChoice, extra } = params;
  const { responseFormat, reasoningEffort, thinkingBudget } = params;
  const { system, conversation } = withoutSystem(messages);
  const format =
    responseFormat?.type === "json_schema"
      ? { type: "json_schema", schema: responseFormat.json_schema.schema }
      : undefined;
  return {
    model,
    max_tokens: maxTokens ?? profile.maxTokens?.(model),
    ...(system !== undefined && { system }),
    messages: turnsOf(withoutEmptyAnswers(conversation)),
    temperature,
    top_p: topP,
    top_k: topK,
    stop_sequences: stop,
    stream: stream || undefined,
    tools: tools?.map(({ function: { name, description, parameters, strict } }) => ({
      name,
      description,
      input_schema: parameters ?? { type: "object", properties: {} },
      strict,
    })),
    tool_choice: toolChoice === undefined ? undefined : choiceOf(toolChoice),
    thinking: thinkingOf(thinkingBudget),
    output_config: format || reasoningEffort !== undefined ? { format, effort: reasoningEffort } : undefined,
    ...extra,
  };
}

function thinkingOf(budget: number | undefined) {
  if (budget === undefined) return undefined;
  return budget === 0 ? { type: "disabled" } : { type: "enabled", budget_tokens: budget };
}

function choiceOf(choice: NonNullable<ModelRequest["params"]["toolChoice"]>) {
  if (typeof choice === "object") return { type: "tool", name: choice.function.name };
  return { type: choice === "required" ? "any" : choice };
}

/** Consecutive results of tools are one turn of the user. */
function turnsOf(messages: readonly ChatMessage[]): object[] {
  const turns: { role: string; content: string | object[] }[] = [];
  let results: object[] | undefined;
  for (const message of messages) {
    if (message.role !== "tool") {
      results = undefined;
      turns.push(turnOf(message));
      continue;
    }
    const { content, tool_call_id: id } = message;
    const result = { type: "tool_result", tool_use_id: id, content: contentOf(content) };
    if (results === undefined) turns.push({ role: "user", content: (results = [result]) });
    else results.push(result);
  }
  return turns;
}

function turnOf(message: Exclude<ChatMessage, { role: "tool" }>) {
  if (message.role !== "assistant") {
    const role = message.role === "user" ? "user" : "system";
    return { role, content: contentOf(message.content) };
  }
  const { content = null, tool_calls: calls } = message;
  if (calls === undefined) return { role: "assistant", content: contentOf(content) };
  const uses = calls.map(({ id, function: { name, arguments: given } }) => ({
    type: "tool_use",
    id,
    name,
    input: parsedArguments(given),
  }));
  return { role: "assistant", content: [...partsOf(content).map(blockOf), ...uses] };
}

function contentOf(content: ChatMessage["content"]): string | object[] {
  return typeof content === "string" ? content : partsOf(content).map(blockOf);
}

function blockOf(part: ContentPart): object {
  if (part.type === "text") return part;
  if (part.type === "image_url") {
    const { url } = part.image_url;
    return { type: "image", source: sourceOf(url) };
  }
  if (part.type === "file") {
    const { file_data: data, file_id: id, filename: title } = part.file;
    const source = data === undefined ? { type: "file", file_id: id } : sourceOf(data);
    return { type: "document", source, title };
  }
  throw unsupportedPart("Anthropic", part);
}

function sourceOf(url: string) {
  const parts = dataUrl(url);
  return parts === undefined ? { type: "url", url } : { type: "base64", media_type: parts.mediaType, data: parts.data };
}

function completion(answer: unknown, header: Parameters<WireFormat["completion"]>[1]): Completion {
  const message = fieldsOf(answer);
  if (!Array.isArray(message["content"])) throw noAnswer("no content", answer, header);
  const texts: string[] = [];
  const thoughts: string[] = [];
  const calls: { id: string | null; name: string; arguments: string }[] = [];
  for (const one of message["content"]) {
    const { type, text, thinking, id, name, input } = fieldsOf(one);
    if (type === "text" && typeof text === "string") texts.push(text);
    else if (type === "thinking" && typeof thinking === "string") thoughts.push(thinking);
    else if (type === "tool_use")
      calls.push({ id: textOrNull(id), name: textOrNull(name) ?? "", arguments: argumentsText(input) });
  }
  const finishReason = textOrNull(message["stop_reason"]);
  if (finishReason === "error") throw new ModelError("server", "The service ended its answer early.");
  const text = texts.length === 0 ? null : texts.join("");
  const usage = fieldsOf(message["usage"]);
  const read = countOrAbsent(usage["cache_read_input_tokens"]);
  const written = countOrAbsent(usage["cache_creation_input_tokens"]);
  const input = countOrAbsent(usage["input_tokens"]);
  return {
    text,
    finishReason,
    refusal:
      finishReason === "refusal"
        ? (textOrNull(fieldsOf(message["stop_details"])["explanation"]) ?? text ?? "The model refused to answer.")
        : null,
    toolCalls: calls.length === 0 ? undefined : calls,
    reasoning: textOrAbsent(thoughts.join("")),
    systemFingerprint: null,
    modelVersion: textOrNull(message["model"]),
    // Anthropic counts cache reads and writes separately; the prompt includes all of them.
    usage: usageOf(input === undefined ? undefined : input + (read ?? 0) + (written ?? 0), usage["output_tokens"], {
      cachedTokens: read,
      cacheWriteTokens: written,
      reasoningTokens: countOrAbsent(fieldsOf(usage["output_tokens_details"])["thinking_tokens"]),
    }),
    costUsd: null,
    ttftMs: null,
    requestId: requestIdOf(header),
    region: textOrAbsent(usage["inference_geo"]),
    serviceTier: textOrAbsent(usage["service_tier"]),
    rateLimit: rateLimitNotice(header),
  };
}
