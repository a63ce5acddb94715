import { endedEarly, type Fields, fieldsOf, listOf, parsedEvent } from "./reading.ts";
import { toldError } from "./told-error.ts";
import type { WireStream } from "./wire.ts";

/** A stream of Ollama's: a line of JSON each. A class because the pieces come one by one. */
export class OllamaStream implements WireStream {
  readonly #startMs = performance.now();
  #content = "";
  #thinking = "";
  readonly #calls: unknown[] = [];
  readonly #logprobs: unknown[] = [];
  #last: Fields = {};
  isOver = false;
  ttftMs: number | null = null;

  add(data: string): void {
    const piece = parsedEvent(data);
    const error = piece["message"] === undefined ? toldError(piece) : undefined;
    if (error !== undefined) throw error;
    const { content, thinking, tool_calls: calls } = fieldsOf(piece["message"]);
    if (content || thinking || listOf(calls).length > 0) this.ttftMs ??= performance.now() - this.#startMs;
    if (typeof content === "string") this.#content += content;
    if (typeof thinking === "string") this.#thinking += thinking;
    this.#calls.push(...listOf(calls));
    this.#logprobs.push(...listOf(piece["logprobs"]));
    this.#last = piece;
    this.isOver = piece["done"] === true;
  }

  end(): Fields {
    if (!this.isOver) throw endedEarly();
    const message = { content: this.#content, thinking: this.#thinking, tool_calls: this.#calls };
    return { ...this.#last, message, logprobs: this.#logprobs };
  }
}
