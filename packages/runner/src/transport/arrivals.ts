/**
 * Hands over the answers that arrive in one turn of the event loop together, at its end. Each step of all their trials then
 * runs in a row, with its code and data still in the processor's caches (docs/decisions/0273-answers-of-a-turn-together.md).
 * An answer is handed over at once if no other request is in flight. A class because it has state.
 */
export class Arrivals {
  #inFlight = 0;
  #arrived: (() => void)[] = [];

  began(): void {
    this.#inFlight++;
  }

  /** Of each request that began, once. */
  ended(): void {
    this.#inFlight--;
  }

  /** `isHeld`: there are other requests, so that the answer waits for the end of the turn. */
  get isHeld(): boolean {
    return this.#inFlight > 0 || this.#arrived.length > 0;
  }

  hold(handOver: () => void): void {
    if (this.#arrived.push(handOver) === 1) setImmediate(() => this.#handOverAll());
  }

  #handOverAll(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    for (const handOver of arrived) handOver();
  }
}
