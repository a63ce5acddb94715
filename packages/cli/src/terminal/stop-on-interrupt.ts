export interface Interrupt {
  /** Aborted by the first signal: finish what is in flight, start nothing new. */
  readonly stop: AbortSignal;
  /** Aborted by the second: drop what is in flight. */
  readonly abort: AbortSignal;
  /** Gives the signals back to Node. */
  release(): void;
}

/** What asks a process to end: Ctrl-C, a supervisor or batch system, a terminal or connection that is closed. */
const END_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal ends a run in two steps, so that answers which are already paid for are kept. */
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
