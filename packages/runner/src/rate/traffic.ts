import type { Model, SharedLimits } from "@sameseed/core";
import { onAbort } from "./on-abort.ts";
import { Waits } from "./waits.ts";
import { RateLimiter, type RateLimiterOptions } from "./rate-limiter.ts";

export interface TrafficOptions extends Omit<RateLimiterOptions, "onHold" | "onRefused" | "paceOf"> {
  /** Limits that other processes of the run share. Default: this process is alone. */
  readonly limits?: SharedLimits | undefined;
  /** Called when a model's service allows no requests for a while, with the time. */
  readonly onHold?: ((modelId: string, waitMs: number) => void) | undefined;
  /** Ends all waiting; requests in flight continue. */
  readonly stop?: AbortSignal | undefined;
  /** Ends the requests in flight as well. */
  readonly abort?: AbortSignal | undefined;
}

/**
 * The state that all requests of a run share: the limits of each provider and key, and the waits. A judge and
 * the models that it judges share one limit. A class because it has state.
 */
export class Traffic {
  readonly waits = new Waits();
  readonly #options: Omit<TrafficOptions, "stop" | "abort">;
  readonly #limiters = new Map<string, RateLimiter>();
  readonly #unlisten: readonly (() => void)[];

  constructor({ stop, abort, ...options }: TrafficOptions) {
    this.#options = options;
    this.#unlisten = [onAbort(stop, () => this.#stop()), onAbort(abort, () => this.#drop())];
  }

  /** The limits that apply to the model; null where none do. */
  limiterOf({ id, quota }: Model): RateLimiter | null {
    if (quota === undefined) return null;
    const known = this.#limiters.get(quota);
    if (known !== undefined) return known;
    const onHold = (waitMs: number): void => this.#options.onHold?.(id, waitMs);
    const { limits, ...options } = this.#options;
    const limiter = new RateLimiter({
      ...options,
      onHold,
      onRefused: limits && ((waitMs) => limits.hold(quota, waitMs)),
      paceOf: limits && ((unit, perMinute) => limits.pace(quota, unit, perMinute)),
    });
    limits?.onHold(quota, (waitMs) => limiter.hold(waitMs));
    this.#limiters.set(quota, limiter);
    return limiter;
  }

  /** Ends everything, now and in future, and removes the listeners of its signals. */
  end(): void {
    for (const undo of this.#unlisten) undo();
    this.#drop();
  }

  #stop(): void {
    this.waits.stop();
    for (const limiter of this.#limiters.values()) limiter.close();
  }

  #drop(): void {
    this.#stop();
    this.waits.drop();
  }
}
