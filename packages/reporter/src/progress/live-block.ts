import { cut } from "../terminal/text-width.ts";

/** The parts of a terminal that drawing needs, such as `process.stderr`. */
export interface TerminalStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Lines at the bottom of a terminal that are redrawn in place, each line alone to avoid flicker. */
export class LiveBlock {
  readonly #stream: TerminalStream;
  #height = 0;

  constructor(stream: TerminalStream) {
    this.#stream = stream;
  }

  /**
   * Draws the lines over those of the last call. They are cut to the terminal's width: a wrapped line could
   * not be overwritten.
   */
  draw(lines: readonly string[]): void {
    const width = (this.#stream.columns ?? 80) - 1;
    const kept = lines.slice(-Math.max(1, (this.#stream.rows ?? 24) - 1));
    this.#stream.write(this.#home() + kept.map((line) => `${cut(line, width)}\u001B[K\n`).join("") + "\u001B[J");
    this.#height = kept.length;
  }

  /** Takes the block off the screen. */
  clear(): void {
    this.#stream.write(`${this.#home()}\u001B[J`);
    this.#height = 0;
  }

  #home(): string {
    return this.#height === 0 ? "\r" : `\r\u001B[${this.#height}A`;
  }
}
