import { createRequire } from "node:module";
import { ChatMessage, type MessagesRenderer, SameseedError, type TextRenderer } from "@sameseed/core";

/** Reads what a template renders as a list of messages in JSON or YAML. Errors: `TEMPLATE`. */
export function chatMessages(render: TextRenderer): MessagesRenderer {
  return (vars, where) => {
    const refuse = (problem: string, cause?: unknown): never => {
      throw new SameseedError("TEMPLATE", `${where}: what the template gives ${problem}.`, {
        hint: "It must be a list of messages, each {role, content}. Write `| dump` after a variable to quote it.",
        cause,
      });
    };
    const value = read(render(vars, where), (cause) =>
      refuse(`is not valid JSON: ${cause.message.split("\n", 1)[0]}`, cause),
    );
    return messagesOf(value) ?? refuse("is not a list of messages");
  };
}

/** The messages that a text holds as JSON; undefined where it is text and nothing else. */
export function messagesIn(text: string): readonly ChatMessage[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  return messagesOf(read(text, () => undefined));
}

function messagesOf(value: unknown): readonly ChatMessage[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const messages = value.flatMap((message) => ChatMessage.safeParse(message).data ?? []);
  return messages.length === value.length ? messages : undefined;
}

function read(text: string, onError: (cause: Error) => unknown): unknown {
  const { parse } = createRequire(import.meta.url)("yaml") as typeof import("yaml"); // JSON is YAML
  try {
    return parse(text, { merge: true }) as unknown;
  } catch (cause) {
    return onError(cause as Error);
  }
}
