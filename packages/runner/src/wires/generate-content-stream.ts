import { ModelError } from "@sameseed/core";
import { toldError } from "./told-error.ts";
import { brokenStream, type Fields, fieldsOf, listOf, parsedEvent } from "./reading.ts";
import type { WireStream } from "./wire.ts";

/** A stream of Gemini, which ends with the connection. A class because the pieces come one by one. */
export class GenerateContentStream implements WireStream {
  readonly #startMs = performance.now();
  readonly #parts: unknown[] = [];
  #response: Fields = {};
  #candidate: Fields = {};
  readonly isOver = false;
  ttftMs: number | null = null;

  add(data: string): void {
    const { candidates, ...rest } = parsedEvent(data);
    if (rest["error"] !== undefined) throw toldError(rest["error"]) ?? brokenStream(rest["error"]);
    this.#response = { ...this.#response, ...rest };
    const candidate = fieldsOf(listOf(candidates)[0]);
    const parts = listOf(fieldsOf(candidate["content"])["parts"]);
    if (parts.length > 0) this.ttftMs ??= performance.now() - this.#startMs;
    this.#parts.push(...parts);
    this.#candidate = { ...this.#candidate, ...candidate };
  }

  end(): Fields {
    const isBlocked = fieldsOf(this.#response["promptFeedback"])["blockReason"] !== undefined;
    if (this.#candidate["finishReason"] === undefined && !isBlocked)
      throw new ModelError("invalid_response", "The stream ended before the answer did.");
    if (isBlocked && this.#candidate["finishReason"] === undefined) return this.#response;
    return { ...this.#response, candidates: [{ ...this.#candidate, content: { parts: this.#parts } }] };
  }
}
