import { z } from "zod";
import { whenUsed } from "../when-used.ts";
import { AnswerFields } from "./answer.ts";
import type { RateLimitNotice } from "./model.ts";

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
export const Retry = whenUsed(() =>
  z.object({
    kind: ErrorKind,
    /** HTTP status, if any. */
    status: z.int().optional(),
    /** From the failure to the next attempt. */
    waitMs: z.number().min(0),
  }),
);
export type Retry = Readonly<z.infer<typeof Retry>>;

const Timing = whenUsed(() => ({
  /** Wall time of the last attempt, without queueing and waits between attempts. Null for a recording. */
  latencyMs: z.number().min(0).nullable(),
  /** 0 for a trial that was never sent, because its prompt failed or its earlier turn has no answer. */
  attempts: z.int().min(0),
  /** When the first attempt started, ISO 8601. */
  startedAt: z.string(),
  /** The reasons for further attempts, in order; absent with one attempt. */
  retries: z.array(Retry).optional(),
}));

/** An answer came back. `truncated` hit the token limit; `refused` is the service's own refusal. */
export const Answered = whenUsed(() =>
  z.object({
    status: z.enum(["completed", "truncated", "refused"]),
    text: z.string().nullable(),
    ...AnswerFields.shape,
    /**
     * The tag, such as `<think>`, around the reasoning that was moved from the text to `reasoning`; absent if
     * nothing was moved.
     */
    reasoningTag: z.string().optional(),
    ...Timing,
  }),
);
export type Answered = Readonly<z.infer<typeof Answered>>;

/** A trial without an answer. It is data, not an exception: the run continues and the report counts it. */
export const Failed = whenUsed(() =>
  z.object({
    status: z.literal("failed"),
    error: z.object({ kind: ErrorKind, message: z.string() }),
    ...Timing,
  }),
);
export type Failed = Readonly<z.infer<typeof Failed>>;

export const Outcome = whenUsed(() => z.discriminatedUnion("status", [Answered, Failed]));
export type Outcome = Answered | Failed;

export interface ModelErrorDetails {
  /** HTTP status, if any. */
  readonly status?: number | undefined;
  /** The waiting time that the service requested. */
  readonly retryAfterMs?: number | undefined;
  readonly rateLimit?: RateLimitNotice | undefined;
  /** True where another attempt would end the same way, although errors of this kind may pass. */
  readonly isLasting?: boolean | undefined;
  /** The remedy, in a sentence with the variables and options of this model. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The error that a `Model` throws to set the kind of a failure. Any other error has the kind `other`. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly kind: ErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly rateLimit: RateLimitNotice | undefined;
  readonly isLasting: boolean;
  readonly hint: string | undefined;

  constructor(kind: ErrorKind, message: string, details: ModelErrorDetails = {}) {
    const { status, retryAfterMs, rateLimit, isLasting = false, hint, cause } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.kind = ErrorKind.safeParse(kind).data ?? "other"; // JavaScript has no types, and rows of another kind cannot be read
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.rateLimit = rateLimit;
    this.isLasting = isLasting;
    this.hint = hint;
  }
}
