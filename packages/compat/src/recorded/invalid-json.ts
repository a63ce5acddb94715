import { SameseedError } from "@sameseed/core";

const HINT = "The file is cut off or damaged: export it again, or copy it again.";

/** The error for a text that is not JSON, with the place of the mistake. */
export function invalidJson(
  text: string,
  place: string,
  { cause, hint = HINT, line: first = 1 }: { readonly cause: Error; readonly hint?: string; readonly line?: number },
): SameseedError {
  const position = positionOf(cause.message, text);
  const before = text.slice(0, position);
  const line = first - 1 + before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  const isCut = before.length >= text.trimEnd().length;
  const reason = isCut ? "it ends in the middle" : withoutText(cause.message);
  return new SameseedError("BAD_DATASET", `${place}, line ${line}, column ${column}: not valid JSON: ${reason}.`, {
    hint,
    cause,
  });
}

/** Number of characters that V8 shows before the mistake if it gives no position. */
const SHOWN_BEFORE = 10;

function positionOf(message: string, text: string): number {
  const told = /position (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  const [, token = "", isInside, shown] =
    /^Unexpected token '(.+?)', (\.\.\.)?"([^]*)"(?:\.\.\.)? is not/.exec(message) ?? [];
  if (shown === undefined) return text.length;
  return text.indexOf(shown) + (isInside === undefined ? shown.indexOf(token) : SHOWN_BEFORE);
}

/** The parser's message without its quotation of the text, which may contain an API key. */
function withoutText(message: string): string {
  return message
    .replace(/, (?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON$/, "")
    .replace(/ in JSON at position .*$/s, "");
}

/** Why a file is not JSON, or JSON lines, as expected; null for a valid file. */
export function jsonMistake(text: string, path: string): SameseedError | null {
  const whole = problemOf(text);
  if (whole === undefined) return null;
  const lines = text.split("\n");
  const isLines = /\.(?:jsonl|ndjson)$/i.test(path) || (lines.length > 1 && problemOf(lines[0]!) === undefined);
  if (!isLines) return invalidJson(text, path, { cause: whole });
  for (const [index, line] of lines.entries()) {
    const cause = line.trim() === "" ? undefined : problemOf(line);
    if (cause !== undefined) return invalidJson(line, path, { cause, line: index + 1 });
  }
  return null;
}

function problemOf(text: string): Error | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (cause) {
    return cause as Error;
  }
}
