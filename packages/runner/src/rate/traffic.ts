import type { Model } from "@sameseed/core";
import { Waits } from "../waits.ts";
import { RateLimiter, type RateLimiterOptions } from "./rate-limiter.ts";

/**
 * What all requests of a run share, whoever asks: the limits of each provider and key, and all that is waited for. So a
 * judge and the models it judges stay under one limit. A class because the state is the point.
 */
export class Traffic {
  readonly waits = new Waits();
  readonly #options: RateLimiterOptions;
  readonly #limiters = new Map<string, RateLimiter>();

  constructor(options: RateLimiterOptions) {
    this.#options = options;
  }

  /** The limits that apply to the model; null where none do. */
  limiterOf({ quota }: Model): RateLimiter | null {
    if (quota === undefined) return null;
    const limiter = this.#limiters.get(quota) ?? new RateLimiter(this.#options);
    this.#limiters.set(quota, limiter);
    return limiter;
  }

  /** Gives up all waiting, now and for good; requests in flight go on. */
  stop(): void {
    this.waits.stop();
    for (const limiter of this.#limiters.values()) limiter.close();
  }

  /** Ends the requests in flight as well. */
  drop(): void {
    this.stop();
    this.waits.drop();
  }
}
