import type { Answer } from "@sameseed/core";
import { findJson } from "./find-json.ts";

/** A call of a function as OpenAI's Chat Completions writes it. */
export interface ToolCall {
  readonly name: string;
  /** The arguments' JSON, parsed; undefined where it does not parse. */
  readonly arguments: unknown;
}

/** The tool calls of an answer: the calls that the service sent separately, else the calls in its text. */
export function toolCallsOf(output: string, answer: Answer): readonly ToolCall[] | undefined {
  const { toolCalls } = answer.outcome;
  if (toolCalls === undefined || output !== answer.output) return toolCallsIn(output);
  return toolCalls.map(({ name, arguments: given }) => ({ name, arguments: parsed(given) }));
}

/**
 * The tool calls in a text: JSON with a list of `{type: "function", function: {name, arguments}}`, one such
 * object, or an object with `tool_calls`. Undefined without any of these.
 */
function toolCallsIn(output: string): readonly ToolCall[] | undefined {
  const found = findJson(output)?.value;
  const list = Array.isArray(found) ? found : (memberOf(found, "tool_calls") ?? [found]);
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const calls = list.map(toolCall);
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

/** A call in the older form without tools, `{name, arguments}`, counts as well. */
function toolCall(value: unknown): ToolCall | undefined {
  const called = memberOf(value, "function") ?? (memberOf(value, "arguments") === undefined ? undefined : value);
  const name = memberOf(called, "name");
  if (typeof name !== "string" || name === "") return undefined;
  const given = memberOf(called, "arguments");
  return { name, arguments: typeof given === "string" ? parsed(given) : given };
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
