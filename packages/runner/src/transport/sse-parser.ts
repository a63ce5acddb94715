/**
 * Takes an event stream apart (WHATWG HTML §9.2.6), wherever the pieces are cut: gives the `data` of each event
 * that has come to its end. Names, ids, retries and comments are passed over. A class because half a line is kept
 * from piece to piece.
 */
export class SseParser {
  #rest = "";
  #data: string[] = [];
  #isFirst = true;

  /** The data of the events that this piece completes. */
  push(piece: string): string[] {
    let text = this.#rest + piece;
    if (this.#isFirst && text !== "") {
      this.#isFirst = false;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    const events: string[] = [];
    let start = 0;
    for (let at = lineEnd(text, 0); at !== -1; at = lineEnd(text, start)) {
      const isCarriageReturn = text[at] === "\r";
      if (isCarriageReturn && at === text.length - 1) break; // its line feed may be in the next piece
      this.#line(text.slice(start, at), events);
      start = isCarriageReturn && text[at + 1] === "\n" ? at + 2 : at + 1;
    }
    this.#rest = text.slice(start);
    return events;
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

/** Where the next line ends; -1 when no end has come. */
function lineEnd(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  const carriage = text.indexOf("\r", from);
  return feed === -1 ? carriage : carriage === -1 ? feed : Math.min(feed, carriage);
}
