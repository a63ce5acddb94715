import { type Completion, ModelError, type TokenUsage, type ToolCall } from "@sameseed/core";
import { type HeaderReader, rateLimitNotice } from "../rate/rate-limit-headers.ts";
import { countOrAbsent, fieldsOf, listOf, requestIdOf, textOrAbsent, textOrNull, usageOf } from "./reading.ts";
import { noAnswer } from "./told-error.ts";

/**
 * The parts of a chat completion that are read. Services differ: every field is checked, since a row must be
 * readable.
 */
export interface ChatCompletion {
  readonly choices?: readonly (ChatChoice | null)[];
  readonly model?: unknown;
  readonly system_fingerprint?: unknown;
  readonly usage?: ChatUsage | null;
  readonly service_tier?: unknown;
  /** The provider that answered through OpenRouter. */
  readonly provider?: unknown;
  readonly x_groq?: { readonly seed?: unknown; readonly usage?: ChatUsage | null } | null;
  /** Instead of choices, with status 200: some gateways pass on the error of the service that they call. */
  readonly error?: unknown;
}
export interface ChatChoice {
  readonly index?: unknown;
  readonly message?: ChatAnswer | null;
  readonly finish_reason?: unknown;
  readonly logprobs?: ChatLogprobs | null;
}
export interface ChatUsage {
  readonly prompt_tokens?: unknown;
  readonly completion_tokens?: unknown;
  readonly prompt_tokens_details?: unknown;
  readonly completion_tokens_details?: unknown;
  /** DeepSeek's word for cached tokens. */
  readonly prompt_cache_hit_tokens?: unknown;
  /** In US dollars: OpenRouter's. */
  readonly cost?: unknown;
  /** Mistral's field for the tier. */
  readonly service_tier?: unknown;
}
export interface ChatLogprobs {
  readonly content?: readonly ({ readonly logprob: unknown } | null)[] | null;
}
export interface ChatAnswer {
  /** A text, or parts that include text. */
  readonly content?: unknown;
  readonly refusal?: unknown;
  readonly tool_calls?: readonly (ChatToolCall | null)[] | null;
  /** The older word for one tool call. */
  readonly function_call?: ChatToolCall["function"];
  /** Reasoning: the field of DeepSeek, vLLM and llama.cpp, and that of OpenRouter. OpenAI sends neither. */
  readonly reasoning_content?: unknown;
  readonly reasoning?: unknown;
}
/** A call, or a piece of one in a stream with its call's `index`. */
export interface ChatToolCall {
  readonly index?: number;
  readonly id?: unknown;
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown } | null;
  /** A tool with a text as input. */
  readonly custom?: { readonly name?: unknown; readonly input?: unknown } | null;
}

/** Words for an answer that a failure ended: OpenRouter's, vLLM's. */
const BROKEN_OFF: ReadonlySet<unknown> = new Set(["error", "abort"]);

/**
 * A service's response as a completion. Errors: `ModelError` for a response without one, with the kind of the
 * service's own code, else `invalid_response`.
 */
export function completionOf(response: ChatCompletion | null | undefined, header: HeaderReader): Completion {
  const choice = firstChoice(response?.choices);
  const message = choice?.message;
  if (!response || !choice || typeof message !== "object" || message === null)
    throw noAnswer("no choice", response, header);
  if (BROKEN_OFF.has(choice.finish_reason))
    throw new ModelError(
      "server",
      `The service ended its answer early: finish_reason is "${String(choice.finish_reason)}".`,
    );
  return {
    text: contentText(message.content),
    finishReason: textOrNull(choice.finish_reason),
    refusal: textOrNull(message.refusal),
    toolCalls: toolCallsOf(message.tool_calls ?? (message.function_call && [{ function: message.function_call }])),
    meanLogprob: meanLogprob(choice.logprobs?.content),
    reasoning: reasoningText(message) ?? undefined,
    systemFingerprint: textOrNull(response.system_fingerprint),
    modelVersion: textOrNull(response.model),
    usage: tokensOf(response.usage),
    costUsd: countOrAbsent(response.usage?.cost) ?? null,
    costTold: countOrAbsent(response.usage?.cost) === undefined ? undefined : true,
    ttftMs: null,
    requestId: requestIdOf(header),
    region: header("x-ms-region") || undefined,
    serviceTier: textOrAbsent(response.service_tier) ?? textOrAbsent(response.usage?.service_tier),
    upstream: textOrAbsent(response.provider),
    seedEchoed: countOrAbsent(response.x_groq?.seed),
    rateLimit: rateLimitNotice(header),
  };
}

/** Requests ask for one answer: of several the one with index 0 counts, in any order. */
function firstChoice(choices: ChatCompletion["choices"]): ChatChoice | null | undefined {
  const first = choices?.[0];
  if (!Array.isArray(choices) || choices.length < 2 || (first?.index ?? 0) === 0) return first;
  return (choices as NonNullable<ChatCompletion["choices"]>).find((one) => one?.index === 0) ?? first;
}

/** Kinds of content parts that are the model's reasoning and not its answer: Mistral's, and others'. */
const THOUGHTS: ReadonlySet<unknown> = new Set(["thinking", "reasoning"]);

/** The model's reasoning: a field of the service that is not empty, or the parts of its content that are thoughts. Null for none. */
export function reasoningText({ reasoning_content: apart, reasoning, content }: ChatAnswer): string | null {
  return textOrAbsent(apart) ?? textOrAbsent(reasoning) ?? (thoughtsIn(content) || null);
}

/** Parts other than text, such as thoughts, are left out. Errors: `ModelError` `invalid_response`. */
export function contentText(content: unknown): string | null {
  if (content === undefined || content === null || typeof content === "string") return content ?? null;
  if (!Array.isArray(content))
    throw new ModelError("invalid_response", `The service sent content that is not text: ${JSON.stringify(content)}`);
  const texts = content.map((part: unknown) => {
    const { type, text } = fieldsOf(part);
    return typeof part === "string" ? part : THOUGHTS.has(type) ? undefined : text;
  });
  return texts.filter((text) => typeof text === "string").join("");
}

/** Parts of the content: Mistral's are lists of texts, others' are texts. */
function thoughtsIn(content: unknown): string {
  if (!Array.isArray(content)) return "";
  const thoughts = content
    .map(fieldsOf)
    .filter(({ type }) => THOUGHTS.has(type))
    .flatMap(({ thinking, text }) => [thinking, text, ...listOf(thinking).map((part) => fieldsOf(part)["text"])]);
  return thoughts.filter((text) => typeof text === "string").join("");
}

function tokensOf(usage: ChatCompletion["usage"]): TokenUsage | null {
  if (!usage) return null;
  const { prompt_tokens_details: prompt, completion_tokens_details: completion } = usage;
  if (!prompt && !completion && usage.prompt_cache_hit_tokens === undefined)
    return usageOf(usage.prompt_tokens, usage.completion_tokens);
  const { cached_tokens: cached, cache_write_tokens: written, audio_tokens: heard } = fieldsOf(prompt);
  const { reasoning_tokens: reasoning, audio_tokens: spoken } = fieldsOf(completion);
  return usageOf(usage.prompt_tokens, usage.completion_tokens, {
    cachedTokens: countOrAbsent(cached) ?? countOrAbsent(usage.prompt_cache_hit_tokens),
    cacheWriteTokens: countOrAbsent(written),
    reasoningTokens: countOrAbsent(reasoning),
    audioPromptTokens: countOrAbsent(heard),
    audioCompletionTokens: countOrAbsent(spoken),
  });
}

function meanLogprob(tokens: ChatLogprobs["content"]): number | undefined {
  if (!Array.isArray(tokens) || tokens.length === 0) return undefined;
  const sum = tokens.reduce((total: number, token) => total + Number(token?.logprob), 0);
  return Number.isFinite(sum) ? sum / tokens.length : undefined;
}

function toolCallsOf(calls: ChatAnswer["tool_calls"]): ToolCall[] | undefined {
  if (!Array.isArray(calls) || calls.length === 0) return undefined;
  return calls.filter((call) => call !== null).map(toolCall);
}

/** Some services send the arguments parsed. */
function toolCall({ id, function: called, custom }: ChatToolCall): ToolCall {
  const given = called?.arguments ?? custom?.input ?? "";
  return {
    id: textOrNull(id),
    name: textOrNull(called?.name ?? custom?.name) ?? "",
    arguments: typeof given === "string" ? given : JSON.stringify(given),
  };
}
