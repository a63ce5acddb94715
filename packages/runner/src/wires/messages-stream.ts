import { ModelError } from "@sameseed/core";
import { toldError } from "./told-error.ts";
import { brokenStream, type Fields, fieldsOf, parsedEvent } from "./reading.ts";
import type { WireStream } from "./wire.ts";

interface Block {
  readonly type: unknown;
  readonly id: unknown;
  readonly name: unknown;
  text: string;
  thinking: string;
  json: string;
}

/** A stream of Anthropic's Messages. A class because the pieces come one by one. */
export class MessagesStream implements WireStream {
  readonly #startMs = performance.now();
  readonly #blocks = new Map<unknown, Block>();
  #message: Fields = {};
  #usage: Fields = {};
  #delta: Fields = {};
  isOver = false;
  ttftMs: number | null = null;

  add(data: string): void {
    const event = parsedEvent(data);
    const { type, index } = event;
    if (type === "message_start") {
      this.#message = fieldsOf(event["message"]);
      this.#usage = fieldsOf(this.#message["usage"]);
    } else if (type === "content_block_start") {
      const { type: kind, id, name, text, thinking } = fieldsOf(event["content_block"]);
      this.#blocks.set(index, { type: kind, id, name, text: string(text), thinking: string(thinking), json: "" });
      if (kind === "tool_use") this.#begin();
    } else if (type === "content_block_delta") {
      const block = this.#blocks.get(index);
      const { text, thinking, partial_json: json } = fieldsOf(event["delta"]);
      if (block === undefined) return;
      block.text += string(text);
      block.thinking += string(thinking);
      block.json += string(json);
      if (text || thinking || json) this.#begin();
    } else if (type === "message_delta") {
      this.#delta = { ...this.#delta, ...fieldsOf(event["delta"]) };
      this.#usage = { ...this.#usage, ...fieldsOf(event["usage"]) };
    } else if (type === "message_stop") {
      this.isOver = true;
    } else if (type === "error") {
      throw toldError(event["error"]) ?? brokenStream(event["error"]);
    }
  }

  end(): Fields {
    if (this.#delta["stop_reason"] === undefined)
      throw new ModelError("invalid_response", "The stream ended before the answer did.");
    const content = [...this.#blocks.values()].map(({ type, id, name, text, thinking, json }) =>
      type === "tool_use" ? { type, id, name, input: json } : { type, text, thinking },
    );
    return { ...this.#message, ...this.#delta, content, usage: this.#usage };
  }

  #begin(): void {
    this.ttftMs ??= performance.now() - this.#startMs;
  }
}

function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}
