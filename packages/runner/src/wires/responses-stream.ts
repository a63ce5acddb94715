import { endedEarly, fieldsOf, listOf, parsedEvent } from "./reading.ts";
import { streamError } from "./told-error.ts";
import type { WireStream } from "./wire.ts";

/**
 * A stream of Responses: its last event, or the events before it, contain the whole answer. A class because
 * the pieces arrive one by one.
 */
export class ResponsesStream implements WireStream {
  readonly #startMs = performance.now();
  readonly #items: unknown[] = [];
  #response: unknown;
  isOver = false;
  ttftMs: number | null = null;

  add(data: string): void {
    if (data === "[DONE]") return;
    const event = parsedEvent(data);
    const { type } = event;
    if (typeof type !== "string") {
      if (event["error"]) throw streamError(event);
      return;
    }
    if (type.endsWith(".delta")) {
      this.ttftMs ??= performance.now() - this.#startMs;
    } else if (type === "response.completed" || type === "response.incomplete" || type === "response.failed") {
      this.#response = event["response"];
      this.isOver = true;
    } else if (type === "response.output_item.done") {
      this.#items.push(event["item"]);
    } else if (type === "error") {
      throw streamError(event);
    }
  }

  end(): unknown {
    if (this.#response === undefined) throw endedEarly();
    const { output, ...rest } = fieldsOf(this.#response);
    // Some servers omit from the last event the parts that they sent before.
    return this.#items.length > 0 && listOf(output).length === 0 ? { ...rest, output: this.#items } : this.#response;
  }
}
