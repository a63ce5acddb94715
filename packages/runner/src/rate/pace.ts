const MINUTE_MS = 60_000;
/** Milliseconds by which a timer may fire late without lowering the pace. */
const LATENESS_MS = 50;

/**
 * An even pace of this many units a minute (the generic cell rate algorithm, ITU-T I.371): after an amount,
 * no request is sent until its share of the minute has passed. No interval of a minute exceeds the limit. A
 * class because it has state.
 */
export class Pace {
  readonly #unitMs: number;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(perMinute: number) {
    this.#unitMs = MINUTE_MS / perMinute;
  }

  /** Time until a request may be sent; it may be of any amount. */
  waitMs(now: number): number {
    return Math.max(0, this.#nextAt - now);
  }

  take(amount: number, now: number): void {
    this.#nextAt = Math.max(this.#nextAt, now - LATENESS_MS) + amount * this.#unitMs;
  }

  /** Returns unused quota; a negative amount takes the quota that was used in addition. */
  give(amount: number): void {
    this.#nextAt -= amount * this.#unitMs;
  }
}
