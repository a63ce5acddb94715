import { wrapped } from "@sameseed/reporter/terminal";

const INDENT = "  ";

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * A sentence and a command for it, as lines. On a terminal the command is on separate lines that can be
 * copied unchanged: a long one continues after a backslash. Elsewhere all is one line.
 */
export function nextCommand(sentence: string, command: string, { isTTY = false, columns = 80 }: Terminal): string {
  if (!isTTY) return `${sentence} ${command}`;
  return [...wrapped(sentence, columns), ...commandLines(command, columns)].join("\n");
}

function commandLines(command: string, columns: number): string[] {
  const room = columns - INDENT.length - 2;
  const lines: string[] = [];
  for (const word of words(command)) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trimStart();
    if (lines.length === 0 || longer.length > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map(
    (line, place) => `${place === 0 ? INDENT : INDENT.repeat(2)}${line}${place < lines.length - 1 ? " \\" : ""}`,
  );
}

/** A quoted word with spaces stays whole, and an option stays with its value. */
function words(command: string): string[] {
  const parts = command.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? [];
  return parts.reduce<string[]>((joined, part) => {
    const before = joined.at(-1);
    const isValue = before !== undefined && /^--?[\w-]+$/.test(before) && !part.startsWith("-");
    return isValue ? [...joined.slice(0, -1), `${before} ${part}`] : [...joined, part];
  }, []);
}
