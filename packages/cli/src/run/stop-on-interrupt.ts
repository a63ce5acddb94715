export interface Interrupt {
  /** Aborted by the first Ctrl-C: finish what is in flight, start nothing new. */
  readonly stop: AbortSignal;
  /** Aborted by the second: drop what is in flight. */
  readonly abort: AbortSignal;
  /** Gives Ctrl-C back to Node. */
  release(): void;
}

/** Ctrl-C (and SIGTERM) ends a run in two steps, so that answers which are already paid for are kept. */
export function stopOnInterrupt(): Interrupt {
  const stop = new AbortController();
  const abort = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) {
      abort.abort();
      return;
    }
    stop.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release: () => void process.off("SIGINT", onSignal).off("SIGTERM", onSignal),
  };
}
