import { type ChatMessage, type ContentPart, messageText, ModelError } from "@sameseed/core";

/** The parts of a `data:` URL; undefined for another one. */
export function dataUrl(url: string): { readonly mediaType: string; readonly data: string } | undefined {
  const [, mediaType, data] = /^data:([^;,]+)(?:;[^,]*)?;base64,(.+)$/s.exec(url) ?? [];
  return mediaType === undefined || data === undefined ? undefined : { mediaType, data };
}

/** Messages before the conversation that set the model up, as one text, and the conversation. */
export function withoutSystem(messages: readonly ChatMessage[]): {
  readonly system: string | undefined;
  readonly conversation: readonly ChatMessage[];
} {
  const first = messages.findIndex(({ role }) => role !== "system" && role !== "developer");
  const before = first === -1 ? messages : messages.slice(0, first);
  return {
    system: before.length === 0 ? undefined : before.map(messageText).join("\n\n"),
    conversation: first === -1 ? [] : messages.slice(first),
  };
}

/**
 * Removes answers without content or with only white space, for services that refuse those; the last message
 * is kept.
 */
export function withoutEmptyAnswers(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const isEmpty = (message: ChatMessage): boolean =>
    message.role === "assistant" && messageText(message).trim() === "" && (message.tool_calls ?? []).length === 0;
  return messages.filter((message, place) => place === messages.length - 1 || !isEmpty(message));
}

export function partsOf(content: ChatMessage["content"]): readonly ContentPart[] {
  if (content === undefined || content === null) return [];
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** Arguments of a call in a conversation, as a value. */
export function parsedArguments(text: string): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    throw new ModelError("bad_request", `The arguments of a tool call in the prompt are not JSON: ${text}`);
  }
}

/** A `ModelError` for content that a provider's format cannot carry. */
export function unsupportedPart(provider: string, part: ContentPart): ModelError {
  const what = { text: "text", image_url: "an image", input_audio: "audio", file: "a file" }[part.type];
  return new ModelError("bad_request", `${provider} does not take ${what} of this form in a message.`);
}
