/** Turns the bytes of an answer into text and ends it at the first stop string. */
export interface StopFilter {
  /** Takes bytes; gives the text that is now certain to belong to the answer, perhaps none. */
  push(bytes: Uint8Array): string;
  /** The text that was held back because it might begin a stop string. Call once, at the end. */
  flush(): string;
  isStopped(): boolean;
  /** All text given so far. */
  text(): string;
}

/** Text that may be the beginning of a stop string, or half of a character, is held back until it is decided. */
export function stopFilter(stops: readonly string[]): StopFilter {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  let held = "";
  let isStopped = false;

  const give = (part: string, rest: string): string => {
    text += part;
    held = rest;
    return part;
  };

  return {
    push(bytes) {
      const pending = held + decoder.decode(bytes, { stream: true });
      const stopsAt = stops.map((stop) => pending.indexOf(stop)).filter((index) => index >= 0);
      if (stopsAt.length > 0) {
        isStopped = true;
        return give(pending.slice(0, Math.min(...stopsAt)), "");
      }
      const keep = Math.max(0, ...stops.map((stop) => overlap(pending, stop)));
      return give(pending.slice(0, pending.length - keep), pending.slice(pending.length - keep));
    },
    flush: () => give(isStopped ? "" : held + decoder.decode(), ""),
    isStopped: () => isStopped,
    text: () => text,
  };
}

/** How many characters at the end of `text` begin `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
