import { chatBody } from "./chat-body.ts";
import { type ChatCompletion, completionOf } from "./chat-completion.ts";
import { type ChatChunk, StreamedChat } from "./streamed-chat.ts";
import type { WireFormat, WireStream } from "./wire.ts";
import { parsedEvent } from "./reading.ts";

/** OpenAI's Chat Completions, which most services speak. */
export const chatWire: WireFormat = {
  framing: "events",
  path: () => "/chat/completions",
  body: chatBody,
  completion: (answer, header) => completionOf(answer as ChatCompletion | null, header),
  stream: () => new ChatStream(),
};

/** The pieces of a streamed chat, until `[DONE]`. A class because they come one by one. */
class ChatStream implements WireStream {
  readonly #chat = new StreamedChat();
  isOver = false;

  get ttftMs(): number | null {
    return this.#chat.ttftMs;
  }

  add(data: string): void {
    if (data === "[DONE]") this.isOver = true;
    else if (!this.isOver) this.#chat.add(data === "null" ? null : (parsedEvent(data) as ChatChunk));
  }

  end(): ChatCompletion {
    return this.#chat.end();
  }
}
