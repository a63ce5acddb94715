import { type Completion, type ModelParams, type ModelRequest, ModelError } from "@sameseed/core";
import { type HeaderReader, rateLimitNotice } from "../rate/rate-limit-headers.ts";
import { contentsOf } from "./generate-content-messages.ts";
import { GenerateContentStream } from "./generate-content-stream.ts";
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

/** Gemini's generateContent. */
export const generateContentWire: WireFormat = {
  framing: "events",
  ownPath: /\/v1(?:beta|alpha)?$/,
  path: (model, isStream) =>
    `/v1beta/models/${encodeURIComponent(model)}:${isStream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
  body,
  completion,
  stream: () => new GenerateContentStream(),
};

function body({ messages, params, seed }: ModelRequest, { seedField }: WireContext) {
  const { tools, toolChoice, extra = {} } = params;
  const { generationConfig: more, ...rest } = extra;
  const declarations = tools?.map(({ function: { name, description, parameters } }) => ({
    name,
    description,
    parametersJsonSchema: parameters,
  }));
  return {
    ...contentsOf(messages),
    generationConfig: {
      ...configOf(params),
      seed: seedField === null ? undefined : (seed ?? undefined),
      ...fieldsOf(more),
    },
    tools: declarations === undefined ? undefined : [{ functionDeclarations: declarations }],
    toolConfig: toolChoice === undefined ? undefined : { functionCallingConfig: choiceOf(toolChoice) },
    ...rest,
  };
}

function configOf(params: ModelParams) {
  const { temperature, topP, topK, maxTokens, stop, frequencyPenalty, presencePenalty, logprobs } = params;
  const { responseFormat, reasoningEffort, thinkingBudget } = params;
  const isThinking = reasoningEffort !== undefined || thinkingBudget !== undefined;
  return {
    temperature,
    topP,
    topK,
    maxOutputTokens: maxTokens,
    stopSequences: stop,
    frequencyPenalty,
    presencePenalty,
    responseLogprobs: logprobs,
    responseMimeType: responseFormat === undefined || responseFormat.type === "text" ? undefined : "application/json",
    responseJsonSchema: responseFormat?.type === "json_schema" ? responseFormat.json_schema.schema : undefined,
    thinkingConfig: isThinking ? { thinkingLevel: reasoningEffort, thinkingBudget } : undefined,
  };
}

function choiceOf(choice: NonNullable<ModelParams["toolChoice"]>) {
  if (typeof choice === "object") return { mode: "ANY", allowedFunctionNames: [choice.function.name] };
  return { mode: { none: "NONE", auto: "AUTO", required: "ANY" }[choice] };
}

function completion(answer: unknown, header: HeaderReader): Completion {
  const response = fieldsOf(answer);
  const blocked = textOrNull(fieldsOf(response["promptFeedback"])["blockReason"]);
  const candidate = fieldsOf(listOf(response["candidates"])[0]);
  if ((candidate["finishReason"] ?? candidate["content"] ?? blocked) === null)
    throw noAnswer("no candidate", answer, header);
  const finishReason = textOrNull(candidate["finishReason"]) ?? blocked;
  if (finishReason === "ERROR") throw new ModelError("server", "The service ended its answer early.");
  const texts: string[] = [];
  const thoughts: string[] = [];
  const calls: { id: string | null; name: string; arguments: string }[] = [];
  for (const part of listOf(fieldsOf(candidate["content"])["parts"]).map(fieldsOf)) {
    const { text, thought, functionCall } = part;
    if (typeof text === "string") (thought === true ? thoughts : texts).push(text);
    if (functionCall === undefined) continue;
    const { id, name, args } = fieldsOf(functionCall);
    calls.push({ id: textOrNull(id), name: textOrNull(name) ?? "", arguments: argumentsText(args) });
  }
  return {
    text: texts.length === 0 ? null : texts.join(""),
    finishReason,
    refusal: blocked === null ? null : `The prompt was blocked: ${blocked}`,
    toolCalls: calls.length === 0 ? undefined : calls,
    meanLogprob: typeof candidate["avgLogprobs"] === "number" ? candidate["avgLogprobs"] : undefined,
    reasoning: textOrAbsent(thoughts.join("")),
    systemFingerprint: null,
    modelVersion: textOrNull(response["modelVersion"]),
    usage: tokensOf(fieldsOf(response["usageMetadata"])),
    costUsd: null,
    ttftMs: null,
    requestId: textOrAbsent(response["responseId"]) ?? requestIdOf(header),
    serviceTier: textOrAbsent(fieldsOf(response["usageMetadata"])["trafficType"]),
    rateLimit: rateLimitNotice(header),
  };
}

/** Gemini counts thoughts separately from the answer; here the completion includes both. A missing count is 0. */
function tokensOf(usage: Readonly<Record<string, unknown>>): Completion["usage"] {
  const { promptTokenCount: prompt, candidatesTokenCount: answer, thoughtsTokenCount: thoughts } = usage;
  if (countOrAbsent(prompt) === undefined) return null;
  const reasoningTokens = countOrAbsent(thoughts);
  const toolUse = countOrAbsent(usage["toolUsePromptTokenCount"]) ?? 0;
  return usageOf(Number(prompt) + toolUse, (countOrAbsent(answer) ?? 0) + (reasoningTokens ?? 0), {
    cachedTokens: countOrAbsent(usage["cachedContentTokenCount"]),
    reasoningTokens,
    audioPromptTokens: audioIn(usage["promptTokensDetails"]),
    audioCompletionTokens: audioIn(usage["candidatesTokensDetails"]),
  });
}

function audioIn(details: unknown): number | undefined {
  return countOrAbsent(fieldsOf(listOf(details).find((one) => fieldsOf(one)["modality"] === "AUDIO"))["tokenCount"]);
}
