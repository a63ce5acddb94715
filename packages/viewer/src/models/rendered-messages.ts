import { readPath, textOf } from "@sameseed/core";

export interface Message {
  readonly role: string;
  readonly content: string;
}

/**
 * The messages that a trial sent, from the prompt's source in the manifest and the case's vars. Null for a prompt that is
 * a function or in another template language: it is not run here.
 */
export function renderedMessages(source: unknown, vars: Readonly<Record<string, unknown>>): readonly Message[] | null {
  if (!Array.isArray(source) || !source.every(isMessage)) return null;
  return source.map(({ role, content }) => ({
    role,
    content: content.replace(/\{\{([^{}]*)\}\}/g, (placeholder, path: string) => {
      const value = readPath(vars, path.trim());
      return value === undefined ? placeholder : textOf(value);
    }),
  }));
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "content" in value && typeof value.content === "string";
}
