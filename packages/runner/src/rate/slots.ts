/**
 * The slots for requests in flight. A request that waits between attempts leaves its slot to others and
 * returns before any new one begins, first in the plan's order. A class because it has state.
 */
export class Slots {
  readonly #onFree: () => void;
  #waiting: { readonly order: number; readonly resolve: (isIn: boolean) => void }[] = [];
  #free: number;
  #isClosed = false;

  constructor(count: number, onFree: () => void) {
    this.#free = count;
    this.#onFree = onFree;
  }

  get isFree(): boolean {
    return this.#free > 0;
  }

  /** A slot, when one is free; false when the wait was ended. */
  take(order: number): boolean | Promise<boolean> {
    if (this.#isClosed) return false;
    if (this.#free > 0) {
      this.#free--;
      return true;
    }
    return new Promise((resolve) => {
      const place = this.#waiting.findLastIndex((other) => other.order <= order) + 1;
      this.#waiting.splice(place, 0, { order, resolve });
    });
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next.resolve(true);
      return;
    }
    this.#free++;
    this.#onFree();
  }

  /** Ends all waiting, now and in future. */
  close(): void {
    this.#isClosed = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve } of waiting) resolve(false);
  }
}
