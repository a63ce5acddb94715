import { useEffect, useState } from "preact/hooks";

export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly message: string };

const LOADING = { state: "loading" } as const;

/**
 * The value of a promise, loaded again when `keys` change. While the next one loads, the last one or the
 * partial next one is shown.
 */
export function useLoaded<T>(
  load: (signal: AbortSignal, soFar: (value: T) => void) => Promise<T>,
  keys: readonly unknown[],
): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>(LOADING);
  useEffect(() => {
    const gone = new AbortController();
    const show = (value: T): void => {
      if (!gone.signal.aborted) setLoaded({ state: "ready", value });
    };
    load(gone.signal, show).then(
      show,
      (error: unknown) => gone.signal.aborted || setLoaded({ state: "failed", message: (error as Error).message }),
    );
    return () => gone.abort();
  }, keys);
  return loaded;
}
