import { ModelError } from "@sameseed/core";
import { toldError } from "./told-error.ts";
import { brokenStream, parsedEvent } from "./reading.ts";
import type { WireStream } from "./wire.ts";

/** A stream of Responses: its last event has the whole answer. A class because the pieces come one by one. */
export class ResponsesStream implements WireStream {
  readonly #startMs = performance.now();
  #response: unknown;
  isOver = false;
  ttftMs: number | null = null;

  add(data: string): void {
    if (data === "[DONE]") return;
    const event = parsedEvent(data);
    const { type } = event;
    if (typeof type !== "string") return;
    if (type.endsWith(".delta")) {
      this.ttftMs ??= performance.now() - this.#startMs;
    } else if (type === "response.completed" || type === "response.incomplete" || type === "response.failed") {
      this.#response = event["response"];
      this.isOver = true;
    } else if (type === "error") {
      const error = event["error"] ?? event;
      throw toldError(error) ?? brokenStream(error);
    }
  }

  end(): unknown {
    if (this.#response === undefined)
      throw new ModelError("invalid_response", "The stream ended before the answer did.");
    return this.#response;
  }
}
