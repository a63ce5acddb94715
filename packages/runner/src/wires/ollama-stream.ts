import { ModelError } from "@sameseed/core";
import { brokenStream, type Fields, fieldsOf, listOf, parsedEvent } from "./reading.ts";
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
    if (piece["error"] !== undefined) throw brokenStream(piece["error"]);
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
    if (!this.isOver) throw new ModelError("invalid_response", "The stream ended before the answer did.");
    const message = { content: this.#content, thinking: this.#thinking, tool_calls: this.#calls };
    return { ...this.#last, message, logprobs: this.#logprobs };
  }
}
