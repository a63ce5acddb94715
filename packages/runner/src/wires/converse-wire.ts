import { type ChatMessage, type Completion, type ContentPart, ModelError, type ModelRequest } from "@sameseed/core";
import { rateLimitNotice } from "../rate/rate-limit-headers.ts";
import { ConverseStream } from "./converse-stream.ts";
import {
  dataUrl,
  parsedArguments,
  partsOf,
  unsupportedPart,
  withoutEmptyAnswers,
  withoutSystem,
} from "./message-parts.ts";
import {
  argumentsText,
  countOrAbsent,
  fieldsOf,
  listOf,
  requestIdOf,
  textOrAbsent,
  textOrNull,
  usageOf,
} from "./reading.ts";
import { noAnswer } from "./told-error.ts";
import type { WireContext, WireFormat } from "./wire.ts";

/** Amazon Bedrock's Converse and ConverseStream. */
export const converseWire: WireFormat = {
  framing: "frames",
  ownPath: /\/openai\/v1$/,
  path: (model, isStream) => `/model/${encodeURIComponent(model)}/converse${isStream ? "-stream" : ""}`,
  body,
  completion,
  stream: () => new ConverseStream(),
};

function body({ messages, params }: ModelRequest, { model }: WireContext) {
  const { temperature, topP, maxTokens, stop, responseFormat, reasoningEffort, extra = {} } = params;
  const { system, conversation } = withoutSystem(messages);
  const { additionalModelRequestFields: given, ...others } = extra;
  const additional = { ...ownFields(model, params), ...fieldsOf(given) };
  const textFormat =
    responseFormat?.type === "json_schema" ? { type: "json_schema", structure: schemaOf(responseFormat) } : undefined;
  return {
    messages: turnsOf(withoutEmptyAnswers(conversation)),
    system: system === undefined ? undefined : [{ text: system }],
    inferenceConfig: unlessEmpty({ maxTokens, temperature, topP, stopSequences: stop }),
    toolConfig: toolConfig(params),
    outputConfig: unlessEmpty({ textFormat, effort: reasoningEffort }),
    additionalModelRequestFields: unlessEmpty(additional),
    ...others,
  };
}

/** Fields that only some models have. */
function ownFields(model: string, { topK, thinkingBudget }: ModelRequest["params"]): Readonly<Record<string, unknown>> {
  const top = topK === undefined ? {} : isNova(model) ? { inferenceConfig: { topK } } : { top_k: topK };
  if (thinkingBudget === undefined) return top;
  const thinking = thinkingBudget === 0 ? { type: "disabled" } : { type: "enabled", budget_tokens: thinkingBudget };
  return { ...top, thinking };
}

function isNova(model: string): boolean {
  return /(?:^|\.)amazon\.nova-/.test(model);
}

function toolConfig({ tools, toolChoice }: ModelRequest["params"]) {
  if (tools === undefined && toolChoice === undefined) return undefined;
  return {
    tools: tools?.map(({ function: { name, description, parameters, strict } }) => ({
      toolSpec: {
        name,
        description,
        inputSchema: { json: parameters ?? { type: "object", properties: {} } },
        strict,
      },
    })),
    toolChoice: toolChoice === undefined ? undefined : choiceOf(toolChoice),
  };
}

function choiceOf(choice: NonNullable<ModelRequest["params"]["toolChoice"]>): object {
  if (typeof choice === "object") return { tool: { name: choice.function.name } };
  return choice === "required" ? { any: {} } : { auto: {} };
}

/** The schema is sent as a text. */
function schemaOf(format: Extract<ModelRequest["params"]["responseFormat"], { type: "json_schema" }>) {
  const { name, description, schema } = format.json_schema;
  return { jsonSchema: { schema: JSON.stringify(schema), name, description } };
}

/** Roles alternate: consecutive messages of one role are one turn; results of tools are the user's. */
function turnsOf(messages: readonly ChatMessage[]): object[] {
  const turns: { role: string; content: object[] }[] = [];
  for (const message of messages) {
    const role = roleOf(message);
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...blocksOf(message));
    else turns.push({ role, content: blocksOf(message) });
  }
  return turns;
}

function roleOf({ role }: ChatMessage): "user" | "assistant" {
  if (role === "assistant") return role;
  if (role === "user" || role === "tool") return "user";
  throw new ModelError("bad_request", "Converse takes system messages only before the conversation.");
}

function blocksOf(message: ChatMessage): object[] {
  const content = partsOf(message.content).map(blockOf);
  if (message.role === "tool") return [{ toolResult: { toolUseId: message.tool_call_id, content } }];
  if (message.role !== "assistant") return content;
  const uses = (message.tool_calls ?? []).map(({ id, function: { name, arguments: given } }) => ({
    toolUse: { toolUseId: id, name, input: parsedArguments(given) },
  }));
  const texts = uses.length > 0 ? content.filter((block) => !("text" in block) || block.text !== "") : content;
  return [...texts, ...uses];
}

const DOCUMENTS: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "text/csv": "csv",
  "application/msword": "doc",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.ms-excel": "xls",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "text/html": "html",
  "text/plain": "txt",
  "text/markdown": "md",
};

function blockOf(part: ContentPart): object {
  if (part.type === "text") return { text: part.text };
  if (part.type === "image_url") {
    const { url } = part.image_url;
    const [, ending] = /^s3:\/\/.+\.(\w+)$/.exec(url) ?? [];
    if (ending !== undefined) return imageOf(ending.toLowerCase(), { s3Location: { uri: url } });
    const { mediaType = "", data } = dataUrl(url) ?? {};
    if (mediaType.startsWith("image/")) return imageOf(mediaType.slice("image/".length), { bytes: data });
  }
  if (part.type === "file" && part.file.file_data !== undefined) {
    const { mediaType = "", data } = dataUrl(part.file.file_data) ?? {};
    const format = Object.hasOwn(DOCUMENTS, mediaType) ? DOCUMENTS[mediaType] : undefined;
    if (format !== undefined)
      return { document: { format, name: documentName(part.file.filename), source: { bytes: data } } };
  }
  throw unsupportedPart("Converse", part);
}

function imageOf(format: string, source: object): object {
  return { image: { format: format === "jpg" ? "jpeg" : format, source } };
}

/** The service takes letters, digits, single spaces, hyphens, parentheses and square brackets. */
function documentName(name = ""): string {
  return (
    name
      .replaceAll(/[^A-Za-z0-9\s()[\]-]/g, "-")
      .replaceAll(/\s+/g, " ")
      .trim() || "document"
  );
}

function completion(answer: unknown, header: Parameters<WireFormat["completion"]>[1]): Completion {
  const response = fieldsOf(answer);
  const { content } = fieldsOf(fieldsOf(response["output"])["message"]);
  if (!Array.isArray(content)) throw noAnswer("no output", answer, header);
  const { texts, thoughts, calls } = readBlocks(content);
  const usage = fieldsOf(response["usage"]);
  const read = countOrAbsent(usage["cacheReadInputTokens"]);
  const written = countOrAbsent(usage["cacheWriteInputTokens"]);
  const input = countOrAbsent(usage["inputTokens"]);
  return {
    text: texts.length === 0 ? null : texts.join(""),
    finishReason: textOrNull(response["stopReason"]),
    refusal: null,
    toolCalls: calls.length === 0 ? undefined : calls,
    reasoning: textOrAbsent(thoughts.join("")),
    systemFingerprint: null,
    modelVersion: null,
    // Bedrock counts tokens read from and written to the cache separately; the prompt is the sum.
    usage: usageOf(input === undefined ? undefined : input + (read ?? 0) + (written ?? 0), usage["outputTokens"], {
      cachedTokens: read,
      cacheWriteTokens: written,
    }),
    costUsd: null,
    ttftMs: null,
    requestId: requestIdOf(header),
    serviceTier: textOrAbsent(fieldsOf(response["serviceTier"])["type"]),
    rateLimit: rateLimitNotice(header),
  };
}

function readBlocks(content: readonly unknown[]) {
  const texts: string[] = [];
  const thoughts: string[] = [];
  const calls: { id: string | null; name: string; arguments: string }[] = [];
  for (const one of content) {
    const { text, toolUse, reasoningContent, citationsContent } = fieldsOf(one);
    const thought = fieldsOf(fieldsOf(reasoningContent)["reasoningText"])["text"];
    // Where an answer cites documents, its text is in parts with their sources.
    for (const said of [text, ...listOf(fieldsOf(citationsContent)["content"]).map((part) => fieldsOf(part)["text"])])
      if (typeof said === "string") texts.push(said);
    if (typeof thought === "string") thoughts.push(thought);
    if (toolUse === undefined || toolUse === null) continue;
    const { toolUseId, name, input } = fieldsOf(toolUse);
    calls.push({ id: textOrNull(toolUseId), name: textOrNull(name) ?? "", arguments: argumentsText(input) });
  }
  return { texts, thoughts, calls };
}

function unlessEmpty<T extends object>(fields: T): T | undefined {
  return Object.values(fields).every((value) => value === undefined) ? undefined : fields;
}
