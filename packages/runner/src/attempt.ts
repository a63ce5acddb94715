import {
  type Completion,
  type ErrorKind,
  type Model,
  ModelError,
  type ModelRequest,
  type Retry,
  thrownText,
} from "@sameseed/core";
import { RandomStream } from "@sameseed/stats";
import type { ModelHealth } from "./health/model-health.ts";
import type { RateLimiter } from "./rate/rate-limiter.ts";
import type { Slots } from "./rate/slots.ts";
import type { Waits } from "./rate/waits.ts";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
const PASSING: ReadonlySet<ErrorKind> = new Set([
  "rate_limited",
  "server",
  "timeout",
  "connection",
  "invalid_response",
  "unreachable",
]);
/** Default number of retries. A 429 is a requested wait and not a failure, so more of them are allowed. */
const DEFAULT_RETRIES = 4;
const DEFAULT_RATE_RETRIES = 20;
/** So often a service's own word is enough; see `waitMsBefore`. */
const TRUSTED_WAITS = DEFAULT_RATE_RETRIES / 2;

/** Default deadline of one attempt. */
export const DEFAULT_TIMEOUT_MS = 120_000;

export interface AttemptOptions {
  /** Tries after the first, for all errors that may pass. Default: 4, and 20 for 429s. */
  readonly maxRetries: number | undefined;
  /** Deadline of one attempt. */
  readonly timeoutMs: number;
  /** Deadline of the whole trial: no wait exceeds it. */
  readonly trialTimeoutMs: number;
  /** Label of the random stream that spreads the waits. */
  readonly jitter: string;
  /** The trial's position in the plan, which is the order of sending. */
  readonly order: number;
  /** A veto on errors that may pass in general. */
  readonly isRetryable: (kind: ErrorKind) => boolean;
}

/** Options that the requests of one kind share. */
export interface Lane {
  readonly slots: Slots;
  /** The limits that apply to the model; null where none do. */
  readonly limiter: RateLimiter | null;
  readonly waits: Waits;
  /** Availability of the model's service; absent where it is not monitored. */
  readonly health?: ModelHealth | undefined;
}

interface Timing {
  readonly latencyMs: number | null;
  readonly attempts: number;
  readonly startedAt: string;
  readonly retries: readonly Retry[];
}
export type Attempts = Timing &
  (
    | { readonly status: "answered"; readonly completion: Completion }
    | { readonly status: "failed"; readonly error: ModelError }
  );

/**
 * Sends the request until there is an answer, a permanent error, or no retry or time left. Waits as long as
 * the service asks (Retry-After), else exponentially with jitter, and holds no slot meanwhile. A finished
 * attempt still holds its slot: nothing new begins before the result is stored. Null, without a slot, when
 * the run ended first.
 */
export async function attempt(
  { model, request }: { model: Model; request: ModelRequest },
  options: AttemptOptions,
  lane: Lane,
): Promise<Attempts | null> {
  const { slots, limiter, waits, health } = lane;
  const retries: Retry[] = [];
  let startedAt: string | undefined;
  let deadline = Number.POSITIVE_INFINITY;
  /** Since when the trial waits for its service to come back; null where it does not. */
  let heldAt: number | null = null;
  let last: (Timing & { readonly status: "failed"; readonly error: ModelError }) | null = null;
  for (;;) {
    const pass = health?.pass(options.order) ?? true;
    if (!(pass instanceof Promise ? await pass : pass)) return null;
    const place = slots.take(options.order);
    if (!(place instanceof Promise ? await place : place)) return null;
    const taken = limiter?.take(request, options.order);
    const turn = taken instanceof Promise ? await taken : taken;
    if (turn === null || waits.areOver) {
      turn?.end({ isUnsent: true });
      slots.leave();
      return null;
    }
    if (health?.mayGo(options.order) === false) {
      turn?.end({ isUnsent: true }); // the service went away while it waited for its turn
      slots.leave();
      continue;
    }
    const start = performance.now();
    if (last !== null && waits.now() >= deadline) {
      turn?.end({ isUnsent: true }); // it waited for its turn until the time limit
      health?.unsent(options.order);
      return last;
    }
    if (heldAt !== null) retries.push(retryOf(last!.error, start - heldAt));
    heldAt = null;
    deadline = Math.min(deadline, waits.now() + options.trialTimeoutMs);
    const firstAt = (startedAt ??= waits.timeOfDay());
    const timing = () => ({
      latencyMs: round(performance.now() - start),
      attempts: retries.length + 1,
      startedAt: firstAt,
      retries,
    });
    let error: ModelError;
    try {
      const completion = await completed({ model, request }, options, { waits, deadline });
      const measured = timing();
      turn?.end({
        isAnswered: true,
        usage: completion.usage,
        isUnsent: completion.cached ?? false,
        notice: completion.rateLimit,
      });
      health?.see(options.order, { completion });
      return {
        status: "answered",
        completion,
        ...measured,
        ...(completion.latencyMs !== undefined && { latencyMs: completion.latencyMs }),
      };
    } catch (thrown) {
      error = asModelError(thrown);
    }
    const measured = timing();
    turn?.end({ isRefused: isOverload(error), retryAfterMs: error.retryAfterMs, notice: error.rateLimit });
    health?.see(options.order, { error });
    if (error.kind === "aborted") {
      slots.leave();
      return null;
    }
    if (health?.isHeld && options.maxRetries === undefined && PASSING.has(error.kind)) {
      last = { status: "failed", error, ...measured };
      heldAt = performance.now();
      slots.leave();
      continue;
    }
    const waitMs = mayRetry(error, retries, options)
      ? waitMsBefore(error, retries, options.jitter)
      : Number.POSITIVE_INFINITY;
    last = { status: "failed", error, ...measured };
    if (waitMs === Number.POSITIVE_INFINITY) return last;
    if (waits.now() + waitMs >= deadline) return { ...last, error: withoutTime(error, waitMs) };
    retries.push(retryOf(error, waitMs));
    slots.leave();
    if (!(await waits.pause(waitMs))) return null;
  }
}

/**
 * The model's answer before the deadline. An immediate answer needs no timer and no signal, which would take
 * longer than the answer.
 */
function completed(
  { model, request }: { readonly model: Model; readonly request: ModelRequest },
  { timeoutMs }: AttemptOptions,
  { waits, deadline }: { readonly waits: Waits; readonly deadline: number },
): Promise<Completion> {
  if (model.isImmediate) return model.complete(request);
  const mostMs = Math.max(1, Math.min(model.timeoutMs ?? timeoutMs, deadline - waits.now()));
  return waits.within(mostMs, (signal) => model.complete(request, signal), model);
}

function retryOf({ kind, status }: ModelError, waitMs: number): Retry {
  return { kind, ...(status !== undefined && { status }), waitMs: Math.round(waitMs) };
}

/** 503 is HTTP's word for it (RFC 9110 §15.6.4), 529 Anthropic's. */
function isOverload({ kind, status }: ModelError): boolean {
  return kind === "rate_limited" || status === 503 || status === 529;
}

function mayRetry(
  { kind, isLasting }: ModelError,
  retries: readonly Retry[],
  { maxRetries, isRetryable }: AttemptOptions,
): boolean {
  if (isLasting || !PASSING.has(kind) || !isRetryable(kind)) return false;
  if (maxRetries !== undefined) return retries.length < maxRetries;
  const isRate = kind === "rate_limited";
  const before = retries.filter((retry) => (retry.kind === "rate_limited") === isRate).length;
  return before < (isRate ? DEFAULT_RATE_RETRIES : DEFAULT_RETRIES);
}

/**
 * At least as long as the service asks, plus a random part, so that requests refused together are not
 * repeated together. If the service asks for no wait, or keeps refusing after its wait (its clock may be
 * wrong), the wait is that for a service without Retry-After. Otherwise all retries would be used up at once.
 */
function waitMsBefore({ retryAfterMs = 0 }: ModelError, { length }: readonly Retry[], jitter: string): number {
  const draw = new RandomStream(`${jitter}|${length + 1}`).nextDouble();
  const askedMs = retryAfterMs + draw * Math.min(1000, retryAfterMs * 0.1);
  const unheeded = retryAfterMs === 0 ? length : length - TRUSTED_WAITS;
  if (unheeded < 0) return askedMs;
  return Math.max(askedMs, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** unheeded) * (0.5 + 0.5 * draw));
}

/** The error of a trial that has no time left for another attempt. */
function withoutTime(error: ModelError, waitMs: number): ModelError {
  const { kind, message, status, hint, retryAfterMs = waitMs } = error;
  const wait = `another attempt in ${Math.ceil(retryAfterMs / 1000)} s would be beyond the timeout of the trial`;
  return new ModelError(kind, `${message} (${wait})`, { status, hint, retryAfterMs: error.retryAfterMs });
}

/** Any thrown value as an error of a model. */
export function asModelError(thrown: unknown): ModelError {
  if (thrown instanceof ModelError) return thrown;
  return new ModelError("other", thrownText(thrown), { cause: thrown });
}

/** Rounds to microseconds: more digits are noise and would be the longest number of a row. */
export function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
