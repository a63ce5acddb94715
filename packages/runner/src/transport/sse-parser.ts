/**
 * Parses an event stream (WHATWG HTML §9.2.6) cut into any pieces: returns the `data` of each complete event.
 * Names, ids, retries and comments are ignored. A class because it keeps half a line from piece to piece.
 */
export class SseParser {
  /** The line that has not ended, in pieces: a line of many pieces is joined once, at its end. */
  #rest: string[] = [];
  #data: string[] = [];
  #isFirst = true;
  /** A carriage return at the end of a piece: its line feed may be in the next one. */
  #isReturned = false;

  /** The data of the events that this piece completes. */
  push(piece: string): string[] {
    if (piece === "") return [];
    let text = this.#isReturned ? `\r${piece}` : piece;
    if (this.#isFirst) {
      this.#isFirst = false;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    this.#isReturned = text.endsWith("\r");
    if (this.#isReturned) text = text.slice(0, -1);
    const events: string[] = [];
    let start = 0;
    for (let at = lineEnd(text, 0); at !== -1; at = lineEnd(text, start)) {
      this.#rest.push(text.slice(start, at));
      this.#line(this.#rest.join(""), events);
      this.#rest = [];
      start = text[at] === "\r" && text[at + 1] === "\n" ? at + 2 : at + 1;
    }
    if (start < text.length) this.#rest.push(text.slice(start));
    return events;
  }

  /**
   * The data of an event that ends with the stream, without the blank line that the standard requires, since
   * not every server sends it.
   */
  end(): string[] {
    return this.push("\n\n");
  }

  #line(line: string, events: string[]): void {
    if (line === "") {
      if (this.#data.length > 0) events.push(this.#data.join("\n"));
      this.#data = [];
      return;
    }
    if (line !== "data" && !line.startsWith("data:")) return;
    const value = line.slice("data:".length);
    this.#data.push(value.startsWith(" ") ? value.slice(1) : value);
  }
}

/** Position of the end of the next line; -1 if it has not arrived. */
function lineEnd(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  const carriage = text.indexOf("\r", from);
  return feed === -1 ? carriage : carriage === -1 ? feed : Math.min(feed, carriage);
}
