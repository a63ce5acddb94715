import { type ChatMessage, messageText, type ModelRequest, type TokenUsage } from "@sameseed/core";

/** Until answers have shown better: English text in OpenAI's encodings has some four characters a token. */
const FIRST_TOKENS_PER_CHARACTER = 0.25;
const TOKENS_PER_MESSAGE = 4;
/** Estimated tokens of an image, a recording or a document: about 800, like a picture of medium size. */
const CHARACTERS_PER_FILE = 3200;
const FIRST_COMPLETION_TOKENS = 256;

/** Estimates the tokens of a request from its length, corrected by the usage of earlier answers. A class because it learns. */
export class TokenEstimate {
  #characters = 0;
  #promptTokens = 0;
  #completionTokens = 0;
  #answers = 0;

  of(request: ModelRequest): number {
    const { maxTokens } = request.params;
    const perCharacter = this.#characters === 0 ? FIRST_TOKENS_PER_CHARACTER : this.#promptTokens / this.#characters;
    const completion =
      this.#answers === 0 ? (maxTokens ?? FIRST_COMPLETION_TOKENS) : this.#completionTokens / this.#answers;
    return Math.ceil(lengthOf(request) * perCharacter + TOKENS_PER_MESSAGE * request.messages.length + completion);
  }

  learn(request: ModelRequest, { promptTokens, completionTokens }: TokenUsage): void {
    this.#characters += lengthOf(request);
    this.#promptTokens += promptTokens;
    this.#completionTokens += completionTokens;
    this.#answers++;
  }
}

function lengthOf({ messages }: ModelRequest): number {
  return messages.reduce((sum, message) => sum + lengthOfMessage(message), 0);
}

function lengthOfMessage(message: ChatMessage): number {
  if (typeof message.content === "string") return message.content.length;
  const files = (message.content ?? []).filter(({ type }) => type !== "text").length;
  return messageText(message).length + files * CHARACTERS_PER_FILE;
}
