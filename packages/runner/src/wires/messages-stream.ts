import { endedEarly, type Fields, fieldsOf, parsedEvent } from "./reading.ts";
import { streamError } from "./told-error.ts";
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
      if (this.#open(index, fieldsOf(event["content_block"])).type === "tool_use") this.#begin();
    } else if (type === "content_block_delta") {
      const { text, thinking, partial_json: json } = fieldsOf(event["delta"]);
      // A gateway may leave out where a block begins.
      const block = this.#blocks.get(index) ?? this.#open(index, { type: json === undefined ? "text" : "tool_use" });
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
      throw streamError(event);
    }
  }

  end(): Fields {
    if (!this.isOver && (this.#delta["stop_reason"] ?? null) === null) throw endedEarly();
    const content = [...this.#blocks.values()].map(({ type, id, name, text, thinking, json }) =>
      type === "tool_use" ? { type, id, name, input: json } : { type, text, thinking },
    );
    return { ...this.#message, ...this.#delta, content, usage: this.#usage };
  }

  #open(index: unknown, { type, id, name, text, thinking }: Fields): Block {
    const block = { type, id, name, text: string(text), thinking: string(thinking), json: "" };
    this.#blocks.set(index, block);
    return block;
  }

  #begin(): void {
    this.ttftMs ??= performance.now() - this.#startMs;
  }
}

function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}
