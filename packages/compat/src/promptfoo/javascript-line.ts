import { codeProblem } from "./code-problem.ts";

/**
 * Code of a `javascript` assertion, by promptfoo's rule: several lines are the body of a function; one line is an expression,
 * or declarations and an expression. A line that promptfoo does not compile, such as `if (…) return true`, stays unchanged.
 */
export function javascriptOf(value: string): string {
  const code = value.trimEnd();
  if (code.includes("\n")) return code;
  const line = code.trim().replace(/;+\s*$/, "");
  const end = lastStatementEnd(line);
  if (end === -1 && !/\breturn\b/.test(line)) return line;
  const body = bodyOf(line, end);
  return codeProblem(body) === undefined ? body : line;
}

function bodyOf(line: string, end: number): string {
  if (!/^(?:const|let|var)\s/.test(line)) return `return ${line}`;
  const expression = line.slice(end + 1).trim();
  return end === -1 || expression === "" ? line : `${line.slice(0, end + 1)} return ${expression}`;
}

/** The place of the last semicolon outside of quotes; -1 without one. */
function lastStatementEnd(line: string): number {
  const isQuoted = (match: string): boolean => match.length > 1;
  const found = [...line.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|;/g)];
  return found.findLast(([match]) => !isQuoted(match))?.index ?? -1;
}
