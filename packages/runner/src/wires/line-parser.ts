/** Takes a stream of lines apart, wherever the pieces are cut. A class because half a line is kept from piece to piece. */
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
