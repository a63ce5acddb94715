import type { Answered, TokenUsage } from "@sameseed/core";

export interface KnownAnswer {
  readonly text: string | null;
  readonly finishReason: string | null;
  readonly modelVersion: string | null;
  readonly usage: TokenUsage | null;
  readonly costUsd: number | null;
  readonly latencyMs: number | null;
  readonly startedAt: string;
  readonly cached?: boolean | undefined;
  readonly isRefusal?: boolean | undefined;
}

/** An answer of a record as an outcome: cut off at `length`, refused at `content_filter`. */
export function answered({ isRefusal = false, cached = false, ...answer }: KnownAnswer): Answered {
  const reason = answer.finishReason;
  const isRefused = isRefusal || reason === "content_filter";
  const isCut = reason === "length" || reason === "max_tokens" || reason === "max_output_tokens";
  return {
    status: isRefused ? "refused" : isCut ? "truncated" : "completed",
    ...answer,
    systemFingerprint: null,
    ttftMs: null,
    cached,
    attempts: 1,
  };
}
