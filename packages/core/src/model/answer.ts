import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import { ToolCall } from "./tool-call.ts";

const amount = z.number().min(0);

/** Tokens of an answer. The two totals include the parts. A part that the service does not report is absent. */
export const TokenUsage = whenUsed(() =>
  z
    .object({
      promptTokens: amount,
      completionTokens: amount,
      /** Prompt tokens that were read from the service's cache. */
      cachedTokens: amount.optional(),
      /** Prompt tokens that were written to it. */
      cacheWriteTokens: amount.optional(),
      /** Completion tokens that the model thought. */
      reasoningTokens: amount.optional(),
      /** Prompt and completion tokens that are audio. */
      audioPromptTokens: amount.optional(),
      audioCompletionTokens: amount.optional(),
    })
    .describe("{promptTokens, completionTokens}, both numbers from 0"),
);
export type TokenUsage = Readonly<z.infer<typeof TokenUsage>>;

/**
 * The fields that a service returns with an answer, each declared once. `Completion`, `Answered`, the checks
 * of both, and the columns of rows.csv and rows.parquet are derived from here. A nullable field is always
 * present, and null where the service did not send it; an optional field is absent.
 */
export const AnswerFields = whenUsed(() =>
  z.object({
    /** The functions that the model calls, in order; absent for none. */
    toolCalls: z.array(ToolCall).readonly().describe("a list of {id, name, arguments}").optional(),
    /** True if a script returned a value that is not text; the text is then its JSON. */
    structured: z.boolean().optional(),
    /** The model's reasoning, from a field of the service or from marks in the text; absent without any. */
    reasoning: z.string().optional(),
    /** Mean of the log probabilities of the answer's tokens; absent where the service sent none. */
    meanLogprob: z.number().optional(),
    /** The service's word for why it stopped: `stop`, `length`, `content_filter`… */
    finishReason: z.string().nullable(),
    systemFingerprint: z.string().nullable(),
    /** The model name that the service reports. */
    modelVersion: z.string().nullable(),
    usage: TokenUsage.nullable(),
    /** Price of this call in US dollars; null when unknown, never 0 for unknown. */
    costUsd: amount.nullable(),
    /** Time to the first token, where the model streams. */
    ttftMs: amount.nullable(),
    /** True if the answer was read from a cache; its latency is then that of the original request. */
    cached: z.boolean(),
    /** The service's id of the request, for its support. */
    requestId: z.string().optional(),
    /** The region that the service reports. */
    region: z.string().optional(),
    /** The service tier that the service reports: `default`, `flex`, `priority`… */
    serviceTier: z.string().optional(),
    /** The provider that answered through a gateway such as OpenRouter, in the gateway's words. */
    upstream: z.string().optional(),
    /** True if the service reported the cost itself. */
    costTold: z.boolean().optional(),
    /** The seed that the service reports it used. */
    seedEchoed: z.number().optional(),
    /** Time until a connection was open, where one had to be opened; part of `latencyMs` and `ttftMs`. */
    connectMs: amount.optional(),
  }),
);
export type AnswerFields = Readonly<z.infer<typeof AnswerFields>>;
export type AnswerField = keyof AnswerFields;

/** The fields of an answer that a model returns and rows store. `Completion` has further fields that are not stored. */
export const CompletionFields = whenUsed(() =>
  z.object({
    /** The answer; null when the service sent none (a refusal, an empty record). */
    text: z.string().nullable(),
    ...AnswerFields.shape,
    /** The service's refusal text, when it refused. */
    refusal: z.string().nullable(),
    cached: AnswerFields.shape.cached.optional(),
  }),
);
export type CompletionFields = Readonly<z.infer<typeof CompletionFields>>;

/** The type of a column in rows.parquet; in CSV all are text. */
export type ColumnType = "STRING" | "DOUBLE" | "INT32" | "INT64" | "BOOLEAN" | "TIMESTAMP";

export interface AnswerColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The part of the field's value that the column contains, if not all of it. */
  readonly part?: string;
  /** True for a part that was declared after the table's first columns were fixed. */
  readonly isLater?: boolean;
}

/** The columns of each field. A field without columns is only in rows.jsonl. */
export const ANSWER_COLUMNS: { readonly [Field in AnswerField]: readonly AnswerColumn[] } = {
  toolCalls: [], // in `output`, if there is no text
  structured: [],
  reasoning: [{ name: "reasoning", type: "STRING" }],
  meanLogprob: [],
  finishReason: [{ name: "finish_reason", type: "STRING" }],
  systemFingerprint: [{ name: "system_fingerprint", type: "STRING" }],
  modelVersion: [{ name: "model_version", type: "STRING" }],
  usage: [
    { name: "prompt_tokens", type: "INT32", part: "promptTokens" },
    { name: "completion_tokens", type: "INT32", part: "completionTokens" },
    { name: "cached_tokens", type: "INT32", part: "cachedTokens", isLater: true },
    { name: "cache_write_tokens", type: "INT32", part: "cacheWriteTokens", isLater: true },
    { name: "reasoning_tokens", type: "INT32", part: "reasoningTokens", isLater: true },
    { name: "audio_prompt_tokens", type: "INT32", part: "audioPromptTokens", isLater: true },
    { name: "audio_completion_tokens", type: "INT32", part: "audioCompletionTokens", isLater: true },
  ],
  costUsd: [{ name: "cost_usd", type: "DOUBLE" }],
  ttftMs: [{ name: "ttft_ms", type: "DOUBLE" }],
  cached: [{ name: "cached", type: "BOOLEAN" }],
  requestId: [],
  costTold: [],
  region: [{ name: "region", type: "STRING" }],
  serviceTier: [{ name: "service_tier", type: "STRING" }],
  upstream: [{ name: "upstream", type: "STRING" }],
  seedEchoed: [{ name: "seed_echoed", type: "INT64" }],
  connectMs: [],
};

export const ANSWER_FIELDS = Object.keys(AnswerFields.shape) as readonly AnswerField[];

/**
 * The fields of a completion, in their order. An absent field is undefined, which is faster than to omit it.
 * They are written out because this runs for every answer, and a loop over their names takes several times as
 * long.
 */
export function answerFields(completion: Readonly<Partial<AnswerFields>>): AnswerFields {
  const fields: { readonly [Field in AnswerField]: AnswerFields[Field] | undefined } = {
    toolCalls: completion.toolCalls,
    structured: completion.structured,
    reasoning: completion.reasoning,
    meanLogprob: completion.meanLogprob,
    finishReason: completion.finishReason,
    systemFingerprint: completion.systemFingerprint,
    modelVersion: completion.modelVersion,
    usage: completion.usage,
    costUsd: completion.costUsd,
    ttftMs: completion.ttftMs,
    cached: completion.cached,
    requestId: completion.requestId,
    region: completion.region,
    serviceTier: completion.serviceTier,
    upstream: completion.upstream,
    costTold: completion.costTold,
    seedEchoed: completion.seedEchoed,
    connectMs: completion.connectMs,
  };
  return fields as AnswerFields;
}
