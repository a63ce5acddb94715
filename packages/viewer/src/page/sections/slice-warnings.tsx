import type { JSX } from "preact";
import type { WordedSliceReport } from "@sameseed/core";
import { linkTo } from "../hooks/use-route.ts";
import { Untrusted } from "../parts/untrusted.tsx";

/** Slices that contradict the overall verdict; empty without any. */
export function SliceWarnings({ slices }: { readonly slices: WordedSliceReport | undefined }): JSX.Element | null {
  if (slices === undefined || slices.warnings.length === 0) return null;
  return (
    <ul class="notes slice-warnings" role="note">
      {slices.warnings.map(({ key, slice, b, metric, text }) => (
        <li key={JSON.stringify([key, slice, b, metric])}>
          <span class="caution">!</span>{" "}
          <a href={linkTo("slices", { b, metric })}>
            <Untrusted text={text} />
          </a>
        </li>
      ))}
    </ul>
  );
}
