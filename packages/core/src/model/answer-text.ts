import type { Answered } from "./outcome.ts";

/**
 * The answer as text: its text, or the calls of an answer that contains only tool calls, as JSON in OpenAI's
 * form. Their ids are left out: they differ each time, and equal calls are equal answers.
 */
export function answerText({ text, toolCalls }: Pick<Answered, "text" | "toolCalls">): string | null {
  if (toolCalls === undefined || (text !== null && text !== "")) return text;
  return JSON.stringify(
    toolCalls.map(({ name, arguments: given }) => ({ type: "function", function: { name, arguments: given } })),
  );
}
