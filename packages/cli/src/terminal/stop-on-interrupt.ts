export interface Interrupt {
  /** Aborted by the first signal: finish requests in flight, start no new ones. */
  readonly stop: AbortSignal;
  /** Aborted by the second signal: drop requests in flight. */
  readonly abort: AbortSignal;
  /** Gives the signals back to Node. */
  release(): void;
}

/** Signals that end a process: Ctrl-C, a supervisor or batch system, a closed terminal or connection. */
const END_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal ends a run in two steps, which keeps answers that are already paid for. */
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
  for (const signal of END_SIGNALS) process.on(signal, onSignal);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      for (const signal of END_SIGNALS) process.off(signal, onSignal);
    },
  };
}
