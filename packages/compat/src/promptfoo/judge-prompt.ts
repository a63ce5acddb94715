import type { Place } from "./place.ts";
import { type Fields, isFileReference, isObject, isScript, loadedValue, type Reading } from "./reading.ts";

/**
 * A judge's prompt in sameseed's form: text, or messages, with only `{{name}}` in them; from its file if it
 * names one. Undefined for a script and for any other template. Errors: `BAD_BENCHMARK` for a file that does
 * not exist.
 */
export function judgePrompt(prompt: unknown, place: Place, reading: Reading): string | readonly Fields[] | undefined {
  if (isFileReference(prompt) && isScript(prompt)) return undefined;
  const given = loadedValue(prompt, place, reading).value;
  const value = typeof given === "string" ? (messagesIn(given) ?? given) : given;
  const texts =
    typeof value === "string"
      ? [value]
      : Array.isArray(value)
        ? value.map((message) => (isObject(message) ? message["content"] : undefined))
        : [];
  const isPlain = (text: unknown): boolean =>
    typeof text === "string" && text !== "" && !/\{%|\{#|\{\{(?!\s*[\w.]+\s*\}\})/.test(text);
  return texts.length > 0 && texts.every(isPlain) ? (value as string | readonly Fields[]) : undefined;
}

function messagesIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
