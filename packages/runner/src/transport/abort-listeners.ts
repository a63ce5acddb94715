/** Work that ends when a signal is aborted. */
export interface AbortListening {
  isAborted: boolean;
  readonly listeners: Set<() => void>;
}

/**
 * The listeners of signals. Each signal gets one listener, which calls all others: many requests have the
 * same signal one after another, and a set adds and removes a listener faster than a signal does. A class
 * because it has state.
 */
export class AbortListeners {
  readonly #bySignal = new WeakMap<AbortSignal, AbortListening>();

  of(signal: AbortSignal): AbortListening {
    const known = this.#bySignal.get(signal);
    if (known !== undefined) return known;
    const listening: AbortListening = { isAborted: signal.aborted, listeners: new Set() };
    this.#bySignal.set(signal, listening);
    signal.addEventListener("abort", () => {
      listening.isAborted = true;
      for (const listener of listening.listeners) listener();
    });
    return listening;
  }
}
