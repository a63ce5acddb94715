import { type ChatMessage, messageText } from "@sameseed/core";
import type { Tokenizer } from "./tokenizer.ts";

/**
 * The one chat format that both models were trained on: a mark before each turn, the end mark after the
 * assistant's. The prompt ends with the assistant's mark, and the answer follows.
 */
export function chatTokens(messages: readonly ChatMessage[], { encode, marks }: Tokenizer): number[] {
  const turns = messages.flatMap((message) => {
    const { role } = message;
    const content = messageText(message);
    if (role === "assistant") return [marks.assistant, ...encode(content), marks.end];
    return [role === "user" ? marks.user : marks.system, ...encode(content)];
  });
  return [...turns, marks.assistant];
}
