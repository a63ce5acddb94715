import type { JSX } from "preact";
import type { Loaded } from "../hooks/use-loaded.ts";

/** Shows the loaded value, a loading state, or the error. */
export function Ready<T>({
  of,
  what,
  children,
}: {
  readonly of: Loaded<T>;
  readonly what: string;
  readonly children: (value: T) => JSX.Element;
}): JSX.Element {
  if (of.state === "ready") return children(of.value);
  return (
    <p class="status" role="status">
      {of.state === "loading" ? `Reading ${what}…` : `Cannot read ${what}: ${of.message}`}
    </p>
  );
}
