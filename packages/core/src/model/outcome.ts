import { z } from "zod";
import type { RateLimitNotice } from "./model.ts";
import { ToolCall } from "./tool-call.ts";

/** Why a trial failed, in classes that a report can count and a retry can act on. */
export const ErrorKind = z.enum([
  "aborted",
  "authentication",
  "bad_request",
  "connection",
  "insufficient_quota",
  "invalid_response",
  "no_record",
  "not_found",
  "rate_limited",
  "server",
  "timeout",
  "unreachable",
  "worker_lost",
  "other",
]);
export type ErrorKind = z.infer<typeof ErrorKind>;

/** An attempt that failed and was followed by another. */
export const Retry = z.object({
  kind: ErrorKind,
  /** HTTP status, where there was one. */
  status: z.int().optional(),
  /** From the failure to the next attempt. */
  waitMs: z.number().min(0),
});
export type Retry = Readonly<z.infer<typeof Retry>>;

const Timing = {
  /** Wall time of the last attempt: neither the queue nor waiting between attempts counts. Null for a recording. */
  latencyMs: z.number().min(0).nullable(),
  attempts: z.int().min(1),
  /** When the first attempt started, ISO 8601. */
  startedAt: z.string(),
  /** Why there was more than one attempt, in order; absent when there was one. */
  retries: z.array(Retry).optional(),
};

/** An answer came back. `truncated` hit the token limit; `refused` is the service's own refusal. */
export const Answered = z.object({
  status: z.enum(["completed", "truncated", "refused"]),
  text: z.string().nullable(),
  /** The functions that the model asks to call, in order; absent for none. */
  toolCalls: z.array(ToolCall).optional(),
  /** True where the answer is a value and the text its JSON. */
  structured: z.boolean().optional(),
  /** The model's reasoning, from a field of the service or from marks in the text; absent without any. */
  reasoning: z.string().optional(),
  /** The mark in the text, such as `<think>`, whose reasoning was moved to `reasoning`; absent where none was. */
  reasoningTag: z.string().optional(),
  /** Mean of the log probabilities of the answer's tokens; absent where the service sent none. */
  meanLogprob: z.number().optional(),
  finishReason: z.string().nullable(),
  systemFingerprint: z.string().nullable(),
  modelVersion: z.string().nullable(),
  usage: z.object({ promptTokens: z.number(), completionTokens: z.number() }).nullable(),
  costUsd: z.number().nullable(),
  ttftMs: z.number().nullable(),
  /** True when the answer was not asked for now but read from a cache. */
  cached: z.boolean(),
  /** The service's name for the request and where it answered, when it said so. */
  requestId: z.string().optional(),
  region: z.string().optional(),
  /** Time until a connection was open, where one had to be opened; part of `latencyMs` and `ttftMs`. */
  connectMs: z.number().min(0).optional(),
  ...Timing,
});
export type Answered = Readonly<z.infer<typeof Answered>>;

/** No answer. It is data, not an exception: the run goes on and the report counts it. */
export const Failed = z.object({
  status: z.literal("failed"),
  error: z.object({ kind: ErrorKind, message: z.string() }),
  ...Timing,
});
export type Failed = Readonly<z.infer<typeof Failed>>;

export const Outcome = z.discriminatedUnion("status", [Answered, Failed]);
export type Outcome = Answered | Failed;

export interface ModelErrorDetails {
  /** HTTP status, where there was one. */
  readonly status?: number | undefined;
  /** How long the service asked us to wait. */
  readonly retryAfterMs?: number | undefined;
  readonly rateLimit?: RateLimitNotice | undefined;
  /** True where another attempt would end the same way, although errors of this kind may pass. */
  readonly isLasting?: boolean | undefined;
  readonly cause?: unknown;
}

/** What a `Model` throws when it knows why it failed; any other throw becomes kind `other`. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly kind: ErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly rateLimit: RateLimitNotice | undefined;
  readonly isLasting: boolean;

  constructor(kind: ErrorKind, message: string, details: ModelErrorDetails = {}) {
    const { status, retryAfterMs, rateLimit, isLasting = false, cause } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.rateLimit = rateLimit;
    this.isLasting = isLasting;
  }
}
