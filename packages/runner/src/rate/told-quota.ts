import type { QuotaNotice } from "@sameseed/core";

/** The remaining quota that a service reports, updated between its answers. A class because it has state. */
export class ToldQuota {
  #left = Number.POSITIVE_INFINITY;
  #limit = Number.POSITIVE_INFINITY;
  #resetAt = 0;

  /** True once the service has said anything of this quota. */
  get isKnown(): boolean {
    return this.#resetAt > 0;
  }

  /**
   * How long until this amount fits: at the reset, for services count in windows or fill up until then. An amount
   * beyond the whole quota goes when the quota is whole.
   */
  waitMs(amount: number, now: number): number {
    if (now >= this.#resetAt) this.#left = this.#limit;
    return this.#left >= Math.min(amount, this.#limit) ? 0 : this.#resetAt - now;
  }

  take(amount: number): void {
    this.#left -= amount;
  }

  give(amount: number): void {
    this.#left += amount;
  }

  /** Applies the service's quota. Requests in flight may not be counted in it yet and are subtracted. */
  learn(
    { limit, remaining, resetMs }: QuotaNotice,
    { inFlight, now }: { readonly inFlight: number; readonly now: number },
  ): void {
    if (remaining === undefined || resetMs === undefined) return;
    this.#left = remaining - inFlight;
    this.#limit = limit ?? Number.POSITIVE_INFINITY;
    this.#resetAt = now + resetMs;
  }
}
