import { type ChatMessage, type Completion, messageText, type ModelRequest } from "@sameseed/core";
import type { HeaderReader } from "../rate/rate-limit-headers.ts";
import { dataUrl, parsedArguments, partsOf, unsupportedPart } from "./message-parts.ts";
import { OllamaStream } from "./ollama-stream.ts";
import { argumentsText, endedEarly, fieldsOf, listOf, meanOf, textOrAbsent, textOrNull, usageOf } from "./reading.ts";
import { noAnswer } from "./told-error.ts";
import type { WireContext, WireFormat } from "./wire.ts";

/** Ollama's own chat format, which accepts options that its compatible address does not, such as the context length. */
export const ollamaWire: WireFormat = {
  framing: "lines",
  ownPath: /\/(?:api|v1)$/,
  path: () => "/api/chat",
  body,
  completion,
  stream: () => new OllamaStream(),
};

function body({ messages, params, seed }: ModelRequest, { model, seedField }: WireContext) {
  const { temperature, topP, topK, maxTokens, stop, frequencyPenalty, presencePenalty, stream } = params;
  const { tools, responseFormat, reasoningEffort, thinkingBudget, logprobs, extra = {} } = params;
  const { options, ...rest } = extra;
  return {
    model,
    messages: ollamaMessages(messages),
    stream: stream ?? false, // Ollama streams by default
    options: {
      temperature,
      top_p: topP,
      top_k: topK,
      num_predict: maxTokens,
      stop,
      frequency_penalty: frequencyPenalty,
      presence_penalty: presencePenalty,
      seed: seedField === null ? undefined : (seed ?? undefined),
      ...fieldsOf(options),
    },
    format: formatOf(responseFormat),
    think: thinkingBudget === 0 ? false : reasoningEffort === "none" ? false : reasoningEffort,
    tools,
    logprobs,
    ...rest,
  };
}

function formatOf(format: ModelRequest["params"]["responseFormat"]) {
  if (format === undefined || format.type === "text") return undefined;
  return format.type === "json_schema" ? (format.json_schema.schema ?? "json") : "json";
}

function ollamaMessages(messages: readonly ChatMessage[]): object[] {
  const names = new Map<string, string>();
  return messages.map((message) => {
    const images = partsOf(message.content).flatMap((part) => {
      if (part.type === "text") return [];
      const data = part.type === "image_url" ? dataUrl(part.image_url.url)?.data : undefined;
      if (data === undefined) throw unsupportedPart("Ollama", part);
      return [data];
    });
    const content = partsOf(message.content)
      .flatMap((part) => (part.type === "text" ? [part.text] : []))
      .join("\n");
    const seen = images.length > 0 && { images };
    if (message.role === "tool")
      return { role: "tool", content: messageText(message), tool_name: names.get(message.tool_call_id) };
    if (message.role !== "assistant")
      return { role: message.role === "developer" ? "system" : message.role, content, ...seen };
    const calls = message.tool_calls?.map(({ id, function: { name, arguments: given } }) => {
      names.set(id, name);
      return { function: { name, arguments: parsedArguments(given) } };
    });
    return { role: "assistant", content, ...(calls && { tool_calls: calls }), ...seen };
  });
}

function completion(answer: unknown, header: HeaderReader): Completion {
  const response = fieldsOf(answer);
  if (typeof response["message"] !== "object" || response["message"] === null)
    throw noAnswer("no message", answer, header);
  if (response["done"] === false) throw endedEarly(); // the first piece of a stream
  const { content, thinking, tool_calls: calls } = fieldsOf(response["message"]);
  const toolCalls = listOf(calls).map((call) => {
    const { name, arguments: given } = fieldsOf(fieldsOf(call)["function"]);
    return { id: textOrNull(fieldsOf(call)["id"]), name: textOrNull(name) ?? "", arguments: argumentsText(given) };
  });
  return {
    text: textOrNull(content),
    finishReason: textOrNull(response["done_reason"]),
    refusal: null,
    toolCalls: toolCalls.length === 0 ? undefined : toolCalls,
    meanLogprob: meanOf(listOf(response["logprobs"]).map((token) => fieldsOf(token)["logprob"])),
    reasoning: textOrAbsent(thinking),
    systemFingerprint: null,
    modelVersion: textOrNull(response["model"]),
    usage: usageOf(response["prompt_eval_count"], response["eval_count"]),
    costUsd: null,
    ttftMs: null,
  };
}
