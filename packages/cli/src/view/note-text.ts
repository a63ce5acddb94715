import type { RunNote } from "@sameseed/core";

/** A run's note on one line: `[release 2.1] #nightly shorter system prompt`; empty for none. */
export function noteText({ note, tags, release }: RunNote): string {
  const parts = [
    release === null ? "" : `[release ${release}]`,
    ...tags.map((tag) => `#${tag}`),
    note.replaceAll(/\s+/g, " "),
  ];
  return parts.filter((part) => part !== "").join(" ");
}
