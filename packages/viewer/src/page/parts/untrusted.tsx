import type { JSX } from "preact";
import { visibleParts } from "../../models/visible-text.ts";

/** Text from the data: never markup, isolated in its direction, with hidden characters made visible. */
export function Untrusted({ text }: { readonly text: string }): JSX.Element {
  return (
    <bdi>
      {visibleParts(text).map((part, place) =>
        "text" in part ? (
          part.text
        ) : "isolated" in part ? (
          <bdi key={place}>{part.isolated}</bdi>
        ) : (
          <span key={place} class="hidden-character">
            {part.code}
          </span>
        ),
      )}
    </bdi>
  );
}
