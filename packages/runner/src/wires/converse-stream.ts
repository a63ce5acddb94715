import { endedEarly, type Fields, fieldsOf, parsedEvent } from "./reading.ts";
import { streamError } from "./told-error.ts";
import type { WireStream } from "./wire.ts";

interface Block {
  readonly toolUse: Fields | undefined;
  text: string;
  thought: string;
  json: string;
}

/** A stream of Bedrock's ConverseStream, an event as `{<type>: <payload>}`. A class because the pieces come one by one. */
export class ConverseStream implements WireStream {
  readonly #startMs = performance.now();
  readonly #blocks = new Map<unknown, Block>();
  #stop: Fields = {};
  #metadata: Fields = {};
  isOver = false;
  ttftMs: number | null = null;

  add(data: string): void {
    const event = parsedEvent(data);
    const { contentBlockStart, contentBlockDelta, messageStop, metadata, exception } = event;
    if (exception !== undefined) throw streamError({ error: exception });
    if (contentBlockStart !== undefined) {
      const { contentBlockIndex, start } = fieldsOf(contentBlockStart);
      const { toolUse } = fieldsOf(start);
      if (toolUse !== undefined) this.#begin();
      this.#open(contentBlockIndex, toolUse === undefined ? undefined : fieldsOf(toolUse));
    }
    if (contentBlockDelta !== undefined) this.#delta(fieldsOf(contentBlockDelta));
    if (messageStop !== undefined) this.#stop = fieldsOf(messageStop);
    if (metadata === undefined) return;
    this.#metadata = fieldsOf(metadata);
    this.isOver = (this.#stop["stopReason"] ?? null) !== null;
  }

  end(): Fields {
    const stopReason = this.#stop["stopReason"] ?? null;
    if (stopReason === null) throw endedEarly();
    const content = [...this.#blocks.values()].map(({ toolUse, text, thought, json }) => {
      if (toolUse !== undefined) return { toolUse: { ...toolUse, input: json } };
      return { text: text === "" ? undefined : text, reasoningContent: { reasoningText: { text: thought } } };
    });
    return { ...this.#metadata, output: { message: { content } }, stopReason };
  }

  /** Blocks of text have no start event. */
  #delta({ contentBlockIndex: index, delta }: Fields): void {
    const { text, toolUse, reasoningContent } = fieldsOf(delta);
    const thought = fieldsOf(reasoningContent)["text"];
    const json = fieldsOf(toolUse)["input"];
    const block = this.#blocks.get(index) ?? this.#open(index, toolUse === undefined ? undefined : {});
    block.text += string(text);
    block.thought += string(thought);
    block.json += string(json);
    if (text || thought || json) this.#begin();
  }

  #open(index: unknown, toolUse: Fields | undefined): Block {
    const block = { toolUse, text: "", thought: "", json: "" };
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
