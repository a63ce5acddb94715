import { endedEarly, type Fields, fieldsOf, listOf, parsedEvent } from "./reading.ts";
import { toldError } from "./told-error.ts";
import type { WireStream } from "./wire.ts";

/** A stream of Gemini, which ends with the connection. A class because the pieces come one by one. */
export class GenerateContentStream implements WireStream {
  readonly #startMs = performance.now();
  readonly #parts: unknown[] = [];
  #response: Fields = {};
  #candidate: Fields = {};
  isOver = false;
  ttftMs: number | null = null;

  add(data: string): void {
    if (data === "[DONE]") {
      this.isOver = true; // a gateway's member: Gemini has none
      return;
    }
    const { candidates, ...rest } = parsedEvent(data);
    const error = candidates === undefined || rest["error"] ? toldError(rest) : undefined;
    if (error !== undefined) throw error;
    this.#response = { ...this.#response, ...rest };
    const candidate = fieldsOf(listOf(candidates)[0]);
    const parts = listOf(fieldsOf(candidate["content"])["parts"]);
    if (parts.length > 0) this.ttftMs ??= performance.now() - this.#startMs;
    this.#parts.push(...parts);
    this.#candidate = { ...this.#candidate, ...candidate };
  }

  end(): Fields {
    const isBlocked = fieldsOf(this.#response["promptFeedback"])["blockReason"] !== undefined;
    const isComplete = (this.#candidate["finishReason"] ?? null) !== null;
    if (!isComplete && !isBlocked) throw endedEarly();
    if (!isComplete) return this.#response;
    return { ...this.#response, candidates: [{ ...this.#candidate, content: { parts: this.#parts } }] };
  }
}
