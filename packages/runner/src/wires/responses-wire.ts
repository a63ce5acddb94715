import { type ChatMessage, type Completion, type ContentPart, ModelError, type ModelRequest } from "@sameseed/core";
import { type HeaderReader, rateLimitNotice } from "../rate/rate-limit-headers.ts";
import { partsOf } from "./message-parts.ts";
import {
  argumentsText,
  countOrAbsent,
  fieldsOf,
  listOf,
  meanOf,
  requestIdOf,
  textOrAbsent,
  textOrNull,
  usageOf,
} from "./reading.ts";
import { noAnswer, toldError } from "./told-error.ts";
import { ResponsesStream } from "./responses-stream.ts";
import type { WireContext, WireFormat } from "./wire.ts";

/** OpenAI's Responses, with independent requests: the service stores and continues no conversation. */
export const responsesWire: WireFormat = {
  framing: "events",
  path: () => "/responses",
  body,
  completion,
  stream: () => new ResponsesStream(),
};

function body({ messages, params }: ModelRequest, { model }: WireContext) {
  const { temperature, topP, maxTokens, stream, tools, toolChoice, responseFormat, logprobs, extra } = params;
  const { reasoningEffort, verbosity } = params;
  const format =
    responseFormat?.type === "json_schema" ? { type: "json_schema", ...responseFormat.json_schema } : responseFormat;
  return {
    model,
    input: messages.flatMap(itemsOf),
    store: false,
    temperature,
    top_p: topP,
    max_output_tokens: maxTokens,
    stream: stream || undefined,
    // Without a value, Chat Completions treat a function as not strict, Responses as strict.
    tools: tools?.map(({ function: called }) => ({ type: "function", strict: false, ...called })),
    tool_choice: typeof toolChoice === "object" ? { type: "function", name: toolChoice.function.name } : toolChoice,
    reasoning: reasoningEffort === undefined ? undefined : { effort: reasoningEffort },
    text: format === undefined && verbosity === undefined ? undefined : { format, verbosity },
    include: logprobs ? ["message.output_text.logprobs"] : undefined,
    ...extra,
  };
}

function itemsOf(message: ChatMessage): object[] {
  if (message.role === "tool") {
    const output = typeof message.content === "string" ? message.content : partsOf(message.content).map(partOf);
    return [{ type: "function_call_output", call_id: message.tool_call_id, output }];
  }
  if (message.role !== "assistant") {
    const { role, content } = message;
    return [{ role, content: typeof content === "string" ? content : content.map(partOf) }];
  }
  const { content = null, tool_calls: calls = [] } = message;
  const text = partsOf(content).map((part) =>
    part.type === "text" ? { type: "output_text", text: part.text } : partOf(part),
  );
  return [
    ...(text.length === 0 ? [] : [{ role: "assistant", content: typeof content === "string" ? content : text }]),
    ...calls.map(({ id, function: called }) => ({ type: "function_call", call_id: id, ...called })),
  ];
}

function partOf(part: ContentPart): object {
  if (part.type === "text") return { type: "input_text", text: part.text };
  if (part.type === "image_url")
    return { type: "input_image", image_url: part.image_url.url, detail: part.image_url.detail };
  return part.type === "file" ? { type: "input_file", ...part.file } : part;
}

function completion(answer: unknown, header: HeaderReader): Completion {
  const response = fieldsOf(answer);
  const { status } = response;
  if (status === "failed" || status === "cancelled")
    throw toldError(answer, header) ?? new ModelError("server", `The service ended its answer as ${status}.`);
  if (!Array.isArray(response["output"])) throw noAnswer("no output", answer, header);
  if (status === "queued" || status === "in_progress") {
    const what = `The service sent an answer that is not ready: its status is ${status}. Leave background out of extra.`;
    throw new ModelError("invalid_response", what, { isLasting: true });
  }
  const texts: string[] = [];
  const thoughts: string[] = [];
  const logprobs: unknown[] = [];
  const calls: { id: string | null; name: string; arguments: string }[] = [];
  let refusal: string | null = null;
  for (const item of response["output"].map(fieldsOf)) {
    if (item["type"] === "message") {
      for (const part of listOf(item["content"]).map(fieldsOf)) {
        if (typeof part["text"] === "string") texts.push(part["text"]);
        if (typeof part["refusal"] === "string") refusal = (refusal ?? "") + part["refusal"];
        logprobs.push(...listOf(part["logprobs"]).map((token) => fieldsOf(token)["logprob"]));
      }
    } else if (item["type"] === "reasoning") {
      const said = [...listOf(item["summary"]), ...listOf(item["content"])].map((part) => fieldsOf(part)["text"]);
      thoughts.push(...said.filter((text) => typeof text === "string"));
    } else if (item["type"] === "function_call") {
      const { call_id: id, name, arguments: given } = item;
      calls.push({ id: textOrNull(id), name: textOrNull(name) ?? "", arguments: argumentsText(given) });
    }
  }
  const usage = fieldsOf(response["usage"]);
  const { cached_tokens: cached, cache_write_tokens: written } = fieldsOf(usage["input_tokens_details"]);
  return {
    text: texts.length === 0 ? null : texts.join(""),
    // `incomplete` has a separate reason.
    finishReason: textOrNull(fieldsOf(response["incomplete_details"])["reason"]) ?? textOrNull(status),
    refusal,
    toolCalls: calls.length === 0 ? undefined : calls,
    meanLogprob: meanOf(logprobs),
    reasoning: textOrAbsent(thoughts.join("\n")),
    systemFingerprint: null,
    modelVersion: textOrNull(response["model"]),
    usage: usageOf(usage["input_tokens"], usage["output_tokens"], {
      cachedTokens: countOrAbsent(cached),
      cacheWriteTokens: countOrAbsent(written),
      reasoningTokens: countOrAbsent(fieldsOf(usage["output_tokens_details"])["reasoning_tokens"]),
    }),
    costUsd: null,
    ttftMs: null,
    requestId: requestIdOf(header),
    serviceTier: textOrAbsent(response["service_tier"]),
    rateLimit: rateLimitNotice(header),
  };
}
