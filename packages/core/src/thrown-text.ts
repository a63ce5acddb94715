import { boundedText } from "./bounded-text.ts";

/** Less than a reason has, which also says what failed. */
const MOST_LENGTH = 25_000;
const UNREADABLE = "it threw a value that cannot be shown as text";

/**
 * Converts a value that a user's code has thrown to text: the message of an error, JSON of an object, and any
 * other value unchanged, such as null. The middle of a very long text is left out. Never throws, even if getters, proxies or `toString` of the thrown
 * value do.
 */
export function thrownText(thrown: unknown): string {
  try {
    return boundedText(textOfThrown(thrown).trimEnd(), MOST_LENGTH);
  } catch {
    return UNREADABLE;
  }
}

function textOfThrown(thrown: unknown): string {
  if (typeof thrown === "function") return `a function ${thrown.name}`;
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const { message } = thrown as { readonly message?: unknown };
  if (typeof message === "string" && message !== "") return message;
  if (thrown instanceof Error) return thrown.name;
  // A class may define its own text; the text inherited from Object says nothing.
  const own = (thrown as { readonly toString?: unknown }).toString;
  if (typeof own === "function" && own !== Object.prototype.toString && !Array.isArray(thrown)) return String(thrown);
  return JSON.stringify(thrown) ?? UNREADABLE;
}
