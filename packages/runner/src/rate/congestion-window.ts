/**
 * How many requests a service takes at a time: additive increase, multiplicative decrease (Chiu & Jain 1989).
 * A round is as many answers as fit into the window. Where most of a round was refused as too fast, the
 * window halves; else it grows. Single refusals are left to their own retries: they cost the service nothing,
 * and many services refuse at random when they are busy. A class because it has state.
 */
export class CongestionWindow {
  readonly #most: number;
  readonly #step: number;
  #size: number;
  #answers = 0;
  #refusals = 0;
  #longestWaitMs = 0;

  constructor(most: number) {
    this.#most = most;
    this.#size = most;
    this.#step = Math.max(1, most / 16);
  }

  get size(): number {
    return Math.floor(this.#size);
  }

  /** Counts an answer. Gives how long everything should hold, where the round was refused; else 0. */
  count(isRefused: boolean, retryAfterMs = 0): number {
    this.#answers++;
    if (isRefused) {
      this.#refusals++;
      this.#longestWaitMs = Math.max(this.#longestWaitMs, retryAfterMs);
    }
    if (this.#answers < this.size) return 0;
    const isCrowded = this.#refusals * 2 > this.#answers;
    this.#size = isCrowded ? Math.max(1, this.#size / 2) : Math.min(this.#most, this.#size + this.#step);
    const holdMs = isCrowded ? this.#longestWaitMs : 0;
    this.#answers = 0;
    this.#refusals = 0;
    this.#longestWaitMs = 0;
    return holdMs;
  }
}
