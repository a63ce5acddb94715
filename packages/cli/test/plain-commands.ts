/** A word that a shell passes on unchanged: unquoted without special characters, or in quotes without substitutions. */
const WORD = /(?:[\w./:@=,+%-]|"[^"$`\\\n]*"|'[^'\n]*')+/y;
const LINE_BREAK = /\\\n/g;

/**
 * The arguments of each command of a script that contains only commands of `sameseed`; null when it needs a
 * shell: variables, pipes, patterns, redirections, other programs.
 */
export function plainCommands(script: string): string[][] | null {
  const lines = script
    .replaceAll(LINE_BREAK, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const commands = lines.map(wordsOf);
  if (!commands.every((words) => words?.[0] === "sameseed")) return null;
  return commands.map((words) => words!.slice(1));
}

function wordsOf(line: string): string[] | null {
  const words: string[] = [];
  WORD.lastIndex = 0;
  for (let at = 0; at < line.length; at = WORD.lastIndex) {
    WORD.lastIndex = at + /^[ \t]*/.exec(line.slice(at))![0].length;
    const word = WORD.exec(line)?.[0];
    if (word === undefined || !/^[ \t]?$/.test(line.charAt(WORD.lastIndex))) return null;
    words.push(
      word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double: string | undefined, single = "") => double ?? single),
    );
  }
  return words;
}
