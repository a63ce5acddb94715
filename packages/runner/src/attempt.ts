import { setTimeout as sleep } from "node:timers/promises";
import { type Completion, type ErrorKind, type Model, ModelError, type ModelRequest } from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
const PASSING: ReadonlySet<ErrorKind> = new Set(["rate_limited", "server", "timeout", "connection", "unreachable"]);

export interface AttemptOptions {
  readonly maxRetries: number;
  /** Label of the random stream that spreads the waits. */
  readonly jitter: string;
  readonly signal: AbortSignal;
  /** A veto on errors that may pass in general. */
  readonly isRetryable: (kind: ErrorKind) => boolean;
}

interface Timing {
  readonly latencyMs: number | null;
  readonly attempts: number;
  readonly startedAt: string;
}
export type Attempts = Timing &
  ({ readonly status: "answered"; readonly completion: Completion } | { readonly status: "failed"; readonly error: ModelError });

/**
 * Asks until there is an answer, the error is one that will not pass, or the retries are used up. Waits
 * as long as the service asks (Retry-After), else exponentially with jitter.
 */
export async function attempt(model: Model, request: ModelRequest, options: AttemptOptions): Promise<Attempts> {
  const { maxRetries, jitter, signal, isRetryable } = options;
  const startedAt = new Date().toISOString();
  for (let attempts = 1; ; attempts++) {
    const start = performance.now();
    try {
      const completion = await model.complete(request, signal);
      const { latencyMs = performance.now() - start } = completion;
      return { status: "answered", completion, latencyMs, attempts, startedAt };
    } catch (thrown) {
      const error = asModelError(thrown, signal);
      const latencyMs = performance.now() - start;
      if (attempts > maxRetries || !PASSING.has(error.kind) || !isRetryable(error.kind)) {
        return { status: "failed", error, latencyMs, attempts, startedAt };
      }
      await sleep(waitMs(error, attempts, jitter), undefined, { signal }).catch(() => {});
    }
  }
}

function waitMs({ retryAfterMs }: ModelError, attempts: number, jitter: string): number {
  if (retryAfterMs !== undefined) return retryAfterMs;
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
  return full * (0.5 + 0.5 * new RandomStream(`${jitter}|${attempts}`).nextDouble());
}

function asModelError(thrown: unknown, signal: AbortSignal): ModelError {
  if (signal.aborted) return new ModelError("aborted", "The run was stopped.", { cause: thrown });
  if (thrown instanceof ModelError) return thrown;
  return new ModelError("other", thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}
