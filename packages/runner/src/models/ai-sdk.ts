import {
  type ChatMessage,
  type Completion,
  type ContentPart,
  type Model,
  ModelError,
  type ModelParams,
  type ModelRequest,
} from "@sameseed/core";
import { rateLimitNotice } from "../rate/rate-limit-headers.ts";
import { dataUrl, parsedArguments, partsOf } from "../wires/message-parts.ts";
import {
  argumentsText,
  countOrAbsent,
  fieldsOf,
  listOf,
  requestIdOf,
  textOrAbsent,
  textOrNull,
  usageOf,
} from "../wires/reading.ts";
import { abortError, refusalError, transportError } from "../wires/service-error.ts";
import { noAnswer } from "../wires/told-error.ts";

/** A language model of the AI SDK, as far as sameseed uses it: specification V2, V3 or V4. */
export interface AiSdkModel {
  readonly provider: string;
  readonly modelId: string;
  readonly specificationVersion?: string;
  doGenerate(options: object): PromiseLike<object>;
}

/** Options of `aiSdk`. */
export interface AiSdkOptions {
  /** Parameters of every request, such as `temperature`. Default: those of the provider. */
  readonly params?: ModelParams;
  /** `none` if the provider has no seed. */
  readonly seedField?: "none" | undefined;
  /** Accepts answers for which the SDK omitted parameters, with a note in the report. Default: such an attempt fails. */
  readonly dropUnsupported?: boolean | undefined;
}

/**
 * A language model of the AI SDK, such as `bedrock("…")` of `@ai-sdk/amazon-bedrock`, asked by its `doGenerate`: for providers
 * without a native model. A parameter or seed that it warns not to send makes the attempt fail: an answer under other
 * parameters would be compared unfairly.
 */
export function aiSdk(model: AiSdkModel, options: AiSdkOptions = {}): Model {
  const { provider, modelId, specificationVersion } = model;
  const { params, seedField, dropUnsupported = false } = options;
  const id = `${provider}:${modelId}`;
  return {
    id,
    identity: {
      provider: "ai-sdk",
      ...(dropUnsupported && { dropUnsupported }),
      service: provider,
      model: modelId,
      ...(specificationVersion && { specificationVersion }),
    },
    ...(params && { params }),
    ...(seedField === "none" && { seed: { field: null, reason: "seedField: none." } }),
    ...(dropUnsupported && { notes: async () => [`${id}: parameters that the AI SDK does not send are left out.`] }),
    async complete(request, signal) {
      try {
        const result = fieldsOf(await model.doGenerate(callOf(request, signal)));
        if (!dropUnsupported) refuseDropped(result["warnings"]);
        return completionOf(result);
      } catch (error) {
        throw signal?.aborted ? abortError(signal) : modelError(error, modelId);
      }
    },
  };
}

function callOf({ messages, params, seed }: ModelRequest, abortSignal: AbortSignal | undefined): object {
  const { temperature, topP, topK, maxTokens, stop, frequencyPenalty, presencePenalty, tools, toolChoice } = params;
  const { responseFormat, extra } = params;
  const schema = responseFormat?.type === "json_schema" ? responseFormat.json_schema : undefined;
  return {
    prompt: promptOf(messages),
    temperature,
    topP,
    topK,
    maxOutputTokens: maxTokens,
    stopSequences: stop,
    frequencyPenalty,
    presencePenalty,
    seed: seed ?? undefined,
    responseFormat:
      responseFormat === undefined || responseFormat.type === "text" ? undefined : { type: "json", ...schema },
    tools: tools?.map(({ function: { name, description, parameters } }) => ({
      type: "function",
      name,
      description,
      inputSchema: parameters ?? { type: "object", properties: {} },
    })),
    toolChoice:
      toolChoice === undefined
        ? undefined
        : typeof toolChoice === "string"
          ? { type: toolChoice }
          : { type: "tool", toolName: toolChoice.function.name },
    providerOptions: extra,
    abortSignal,
  };
}

function promptOf(messages: readonly ChatMessage[]): object[] {
  const names = new Map<string, string>();
  return messages.map((message) => {
    if (message.role === "system" || message.role === "developer")
      return { role: "system", content: partsOf(message.content).map(textOf).join("\n") };
    if (message.role === "user") return { role: "user", content: partsOf(message.content).map(partOf) };
    if (message.role === "tool") {
      const id = message.tool_call_id;
      const output = { type: "text", value: partsOf(message.content).map(textOf).join("\n") };
      return {
        role: "tool",
        content: [{ type: "tool-result", toolCallId: id, toolName: names.get(id) ?? id, output }],
      };
    }
    const { tool_calls: made = [] } = message as Extract<ChatMessage, { role: "assistant" }>;
    const calls = made.map(({ id, function: { name, arguments: given } }) => {
      names.set(id, name);
      return { type: "tool-call", toolCallId: id, toolName: name, input: parsedArguments(given) };
    });
    return { role: "assistant", content: [...partsOf(message.content).map(partOf), ...calls] };
  });
}

function textOf(part: ContentPart): string {
  return part.type === "text" ? part.text : "";
}

function partOf(part: ContentPart): object {
  if (part.type === "text") return part;
  const url =
    part.type === "image_url"
      ? part.image_url.url
      : part.type === "input_audio"
        ? `data:audio/${part.input_audio.format ?? "wav"};base64,${part.input_audio.data}`
        : (part.file.file_data ?? "");
  const parts = dataUrl(url);
  const mediaType = parts?.mediaType ?? (part.type === "image_url" ? "image/*" : "application/octet-stream");
  return { type: "file", mediaType, data: parts?.data ?? new URL(url) };
}

function refuseDropped(warnings: unknown): void {
  const dropped = listOf(warnings)
    .map(fieldsOf)
    .filter(({ type }) => type === "unsupported" || type === "unsupported-setting")
    .map(({ feature, setting }) => textOrNull(feature) ?? textOrNull(setting) ?? "a setting");
  if (dropped.length === 0) return;
  const remedy = dropped.includes("seed") ? "Set seedField: none for the seed" : "Leave it out of params";
  throw new ModelError("bad_request", `The AI SDK does not send ${dropped.join(", ")} to this model. ${remedy}.`);
}

function completionOf(result: Readonly<Record<string, unknown>>): Completion {
  if (!Array.isArray(result["content"])) throw noAnswer("no content", result);
  const finishReason = finishReasonOf(result["finishReason"]);
  if (finishReason === "error") throw new ModelError("server", "The service ended its answer early.");
  const parts = listOf(result["content"]).map(fieldsOf);
  const texts = parts.filter(({ type }) => type === "text").map(({ text }) => textOrNull(text) ?? "");
  const thoughts = parts.filter(({ type }) => type === "reasoning").map(({ text }) => textOrNull(text) ?? "");
  const calls = parts.filter(({ type }) => type === "tool-call");
  const response = fieldsOf(result["response"]);
  const headers = fieldsOf(response["headers"]);
  const header = (name: string): string | undefined => textOrAbsent(headers[name]);
  const body = fieldsOf(response["body"]);
  return {
    text: texts.length === 0 ? null : texts.join(""),
    finishReason,
    refusal: null,
    toolCalls:
      calls.length === 0
        ? undefined
        : calls.map(({ toolCallId, toolName, input }) => ({
            id: textOrNull(toolCallId),
            name: textOrNull(toolName) ?? "",
            arguments: argumentsText(input),
          })),
    reasoning: textOrAbsent(thoughts.join("")),
    systemFingerprint: textOrNull(body["system_fingerprint"]),
    modelVersion: textOrNull(body["modelVersion"]) ?? textOrNull(body["model"]) ?? textOrNull(response["modelId"]),
    usage: tokensOf(fieldsOf(result["usage"])),
    costUsd: null,
    ttftMs: null,
    requestId: requestIdOf(header),
    rateLimit: rateLimitNotice(header),
  };
}

/** The finish reason: one word, or from V3 on the SDK's word and the service's. The SDK writes `content-filter` for `content_filter`. */
function finishReasonOf(reason: unknown): string | null {
  const word = typeof reason === "string" ? reason : textOrNull(fieldsOf(reason)["unified"]);
  return word?.replace("content-filter", "content_filter").replace("tool-calls", "tool_calls") ?? null;
}

/** Numbers in V2, from V3 on a total with its parts. */
function tokensOf({ inputTokens, outputTokens, ...rest }: Readonly<Record<string, unknown>>): Completion["usage"] {
  const input = typeof inputTokens === "number" ? { total: inputTokens } : fieldsOf(inputTokens);
  const output = typeof outputTokens === "number" ? { total: outputTokens } : fieldsOf(outputTokens);
  return usageOf(input["total"], output["total"], {
    cachedTokens:
      countOrAbsent((input as Record<string, unknown>)["cacheRead"]) ?? countOrAbsent(rest["cachedInputTokens"]),
    cacheWriteTokens: countOrAbsent((input as Record<string, unknown>)["cacheWrite"]),
    reasoningTokens:
      countOrAbsent((output as Record<string, unknown>)["reasoning"]) ?? countOrAbsent(rest["reasoningTokens"]),
  });
}

/** The SDK's `APICallError` has the status, the headers and the body. */
function modelError(error: unknown, model: string): ModelError {
  const { statusCode, responseBody, responseHeaders } = fieldsOf(error);
  if (error instanceof ModelError || typeof statusCode !== "number") return transportError(error);
  const headers = fieldsOf(responseHeaders);
  const text = textOrNull(responseBody) ?? (error as Error).message;
  return refusalError({
    status: statusCode,
    header: (name) => textOrAbsent(headers[name]),
    error: jsonOrAbsent(text),
    text,
    model,
  });
}

function jsonOrAbsent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
