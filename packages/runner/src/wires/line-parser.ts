/** Parses a stream of lines cut into any pieces. A class because it keeps half a line from piece to piece. */
export class LineParser {
  #rest = "";

  /** The last line, which needs no line end; empty without one. */
  end(): string[] {
    return this.push("\n");
  }

  /** The lines that this piece completes, without empty ones. */
  push(piece: string): string[] {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.map((line) => line.trim()).filter((line) => line !== "");
  }
}
