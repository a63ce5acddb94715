import type { ModelRequest, RateLimitNotice, SharedPace, TokenUsage } from "@sameseed/core";
import { LONGEST_TIMER_MS } from "./longest-timer.ts";
import { CongestionWindow } from "./congestion-window.ts";
import { LatencyWindow } from "./latency-window.ts";
import { Pace } from "./pace.ts";
import { TokenEstimate } from "./token-estimate.ts";
import { ToldQuota } from "./told-quota.ts";

export interface RateLimiterOptions {
  /** Requests in flight at most. */
  readonly concurrency: number;
  readonly maxRequestsPerMinute?: number | undefined;
  readonly maxTokensPerMinute?: number | undefined;
  /** Called when the service allows no requests for a while, once for each such time, with its length. */
  readonly onHold?: ((waitMs: number) => void) | undefined;
  /** Makes the paces of the limits that the user sets. Default: paces of this process alone. */
  readonly paceOf?: ((unit: "requests" | "tokens", perMinute: number) => SharedPace) | undefined;
  /** Called where a round of requests was refused, with how long all hold. */
  readonly onRefused?: ((waitMs: number) => void) | undefined;
}

/** A hold of at least this length is reported. */
const LONG_HOLD_MS = 15_000;

/** The outcome of a request after its turn. */
export interface TurnEnd {
  /** Null when unknown: the estimate is kept. */
  readonly usage?: TokenUsage | null | undefined;
  /** True for a request that was not sent (an answer from a cache): all quota is returned. */
  readonly isUnsent?: boolean;
  /** True for an answer: only answers count for latency. */
  readonly isAnswered?: boolean;
  /** True where the service said that it has too much to do: a 429, a 503, a 529. */
  readonly isRefused?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly notice?: RateLimitNotice | undefined;
}

export interface Turn {
  /** To be called once. */
  end(how: TurnEnd): void;
}

interface Waiting {
  readonly order: number;
  readonly request: ModelRequest;
  readonly resolve: (turn: Turn | null) => void;
}

/**
 * The limits of one provider and key: a pace of requests and tokens that the user sets, the quotas in the
 * service's headers, and two windows of requests in flight, one for refusals and one for queues. Turns follow
 * the order of the plan: no variant uses up another's share. A class because it has state.
 */
export class RateLimiter {
  readonly #requests: SharedPace | null;
  readonly #tokens: SharedPace | null;
  readonly #toldRequests = new ToldQuota();
  readonly #toldTokens = new ToldQuota();
  readonly #window: CongestionWindow;
  readonly #latencies: LatencyWindow;
  readonly #estimate = new TokenEstimate();
  #waiting: Waiting[] = [];
  #inFlight = 0;
  #tokensInFlight = 0;
  #heldUntil = 0;
  readonly #onHold: RateLimiterOptions["onHold"];
  readonly #onRefused: RateLimiterOptions["onRefused"];
  #toldHoldUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({
    concurrency,
    maxRequestsPerMinute,
    maxTokensPerMinute,
    onHold,
    onRefused,
    paceOf = (_unit, perMinute) => new Pace(perMinute),
  }: RateLimiterOptions) {
    this.#onHold = onHold;
    this.#onRefused = onRefused;
    this.#window = new CongestionWindow(concurrency);
    this.#latencies = new LatencyWindow(concurrency);
    this.#requests = maxRequestsPerMinute === undefined ? null : paceOf("requests", maxRequestsPerMinute);
    this.#tokens = maxTokensPerMinute === undefined ? null : paceOf("tokens", maxTokensPerMinute);
  }

  /** A turn for the request: at once if there is room, else a promise of it; null when the wait was ended. */
  take(request: ModelRequest, order: number): Turn | Promise<Turn | null> | null {
    if (this.#isClosed) return null;
    if (this.#waiting.length === 0) {
      const tokens = this.#tokensOf(request);
      const now = performance.now();
      if (this.#waitMs(tokens, now) === 0) return this.#begin(request, tokens, now);
    }
    return new Promise((resolve) => {
      const place = this.#waiting.findLastIndex((other) => other.order <= order) + 1;
      this.#waiting.splice(place, 0, { order, request, resolve });
      this.#letGo();
    });
  }

  /** Allows no requests for this time: the service refused another process. */
  hold(waitMs: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, performance.now() + waitMs);
  }

  /** Ends all waiting, now and in future. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve(null);
  }

  #begin(request: ModelRequest, tokens: number, now: number): Turn {
    this.#inFlight++;
    this.#tokensInFlight += tokens;
    this.#requests?.take(1, now);
    this.#tokens?.take(tokens, now);
    this.#toldRequests.take(1);
    this.#toldTokens.take(tokens);
    return { end: (how) => this.#end({ request, tokens, begunAt: now }, how) };
  }

  #end(
    { request, tokens, begunAt }: { readonly request: ModelRequest; readonly tokens: number; readonly begunAt: number },
    { usage, isUnsent = false, isAnswered = false, isRefused = false, retryAfterMs, notice }: TurnEnd,
  ): void {
    const now = performance.now();
    const isBinding = this.#inFlight >= this.#latencies.size && this.#latencies.size <= this.#window.size;
    if (isAnswered && !isUnsent) this.#latencies.count({ latencyMs: now - begunAt, now, isBinding });
    this.#inFlight--;
    this.#tokensInFlight -= tokens;
    if (usage && this.#countsTokens) this.#estimate.learn(request, usage);
    const used = isUnsent ? 0 : usage ? usage.promptTokens + usage.completionTokens : tokens;
    this.#tokens?.give(tokens - used);
    this.#toldTokens.give(tokens - used);
    if (isUnsent) {
      this.#requests?.give(1);
      this.#toldRequests.give(1);
    } else {
      const holdMs = this.#window.count(isRefused, retryAfterMs);
      this.#heldUntil = Math.max(this.#heldUntil, now + holdMs);
      if (holdMs > 0) this.#onRefused?.(holdMs);
    }
    if (notice?.requests) this.#toldRequests.learn(notice.requests, { inFlight: this.#inFlight, now });
    if (notice?.tokens) this.#toldTokens.learn(notice.tokens, { inFlight: this.#tokensInFlight, now });
    if (this.#waiting.length > 0) this.#letGo();
  }

  /** Starts those whose turn has come, and schedules the next wake-up. */
  #letGo(): void {
    clearTimeout(this.#timer);
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const tokens = this.#tokensOf(first.request);
      const now = performance.now();
      const waitMs = this.#waitMs(tokens, now);
      if (waitMs > 0) {
        if (waitMs >= LONG_HOLD_MS) this.#tellHold(tokens, now);
        if (waitMs < Number.POSITIVE_INFINITY)
          this.#timer = setTimeout(() => this.#letGo(), Math.min(Math.ceil(waitMs), LONGEST_TIMER_MS));
        return;
      }
      this.#waiting.shift();
      first.resolve(this.#begin(first.request, tokens, now));
    }
  }

  /** Infinity: not before a request in flight has ended. */
  #waitMs(tokens: number, now: number): number {
    if (this.#inFlight >= Math.min(this.#window.size, this.#latencies.size)) return Number.POSITIVE_INFINITY;
    return Math.max(
      0,
      this.#requests?.waitMs(now) ?? 0,
      this.#tokens?.waitMs(now) ?? 0,
      this.#serviceHoldMs(tokens, now),
    );
  }

  /** How long the service allows no requests: it refused a whole round, or reported an exhausted quota. */
  #serviceHoldMs(tokens: number, now: number): number {
    return Math.max(this.#heldUntil - now, this.#toldRequests.waitMs(1, now), this.#toldTokens.waitMs(tokens, now));
  }

  #tellHold(tokens: number, now: number): void {
    const holdMs = this.#serviceHoldMs(tokens, now);
    if (holdMs < LONG_HOLD_MS || now < this.#toldHoldUntil) return;
    this.#toldHoldUntil = now + holdMs;
    this.#onHold?.(holdMs);
  }

  get #countsTokens(): boolean {
    return this.#tokens !== null || this.#toldTokens.isKnown;
  }

  #tokensOf(request: ModelRequest): number {
    return this.#countsTokens ? this.#estimate.of(request) : 0;
  }
}
