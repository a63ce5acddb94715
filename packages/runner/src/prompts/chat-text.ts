import { createRequire } from "node:module";
import {
  ChatMessage,
  type MessagesRenderer,
  SameseedError,
  type TextRenderer,
  type Vars,
  withKnownParts,
} from "@sameseed/core";

/**
 * Parses the rendered text of a template as a list of messages in JSON or YAML. A value cannot add, remove or
 * change a message by ending the quotes around it, and is sent unchanged. Errors: `TEMPLATE`.
 */
export function chatMessages(render: TextRenderer): MessagesRenderer {
  return (vars, where) => {
    const refuse = (problem: string, cause?: unknown): never => {
      throw new SameseedError("TEMPLATE", `${where}: the rendered template ${problem}.`, {
        hint: "It must be a list of messages, each {role, content}. Write `| dump` after a variable to quote it.",
        cause,
      });
    };
    const text = render(vars, where);
    const value = read(text, (cause) => refuse(`is not valid JSON: ${cause.message.split("\n", 1)[0]}`, cause));
    const messages = messagesOf(value) ?? refuse("is not a list of messages");
    const risky = textsIn(vars).filter((one) => ENDS_QUOTES.test(one));
    if (risky.length > 0) {
      const plain = messagesOf(read(render(harmless(vars) as Vars, where), () => undefined));
      // Not messages without its quotes: such a value is probably JSON.
      if (plain !== undefined && (shapeOf(plain) !== shapeOf(messages) || isChanged(risky, text, messages)))
        refuse("changes a value, or is changed by it, because of its quotes, backslashes or line breaks");
    }
    return messages;
  };
}

/** Characters that can end a quoted text, or change it, in JSON or YAML. */
const ENDS_QUOTES = /["'\\\n\r]/;

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The values with `_` instead of all that JSON and YAML could read as structure. */
function harmless(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/[^\p{L}\p{N} ]/gu, "_");
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, harmless(member)]));
}

/** Roles and keys, without the texts. */
function shapeOf(messages: readonly ChatMessage[]): string {
  return JSON.stringify(messages, (key, value: unknown) => (typeof value === "string" && key !== "role" ? "" : value));
}

/** Whether a value that the text contains was changed in the messages. */
function isChanged(values: readonly string[], text: string, messages: readonly ChatMessage[]): boolean {
  const sent = textsIn(messages);
  return values.some((value) => text.includes(value) && !sent.some((one) => one.includes(value.trim())));
}

/** The messages of a text that is JSON; undefined for plain text. */
export function messagesIn(text: string): readonly ChatMessage[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  return messagesOf(read(text, () => undefined));
}

function messagesOf(value: unknown): readonly ChatMessage[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const messages = value.flatMap((message) => ChatMessage.safeParse(withKnownParts(message)).data ?? []);
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
