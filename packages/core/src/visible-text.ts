/** Control characters but tab and line feed, marks that reorder text (UAX 9), and line ends of Unicode. */
// oxlint-disable-next-line no-control-regex -- matches control characters on purpose
const HARMFUL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;
/**
 * Line starts that GitHub reads as a command, and the commands that GitHub, Azure and TeamCity read anywhere
 * in a line.
 */
const COMMAND_AT_START = /^([^\S\n]*):(?=:)/gm;
const COMMAND_ANYWHERE = /##(?=\[|vso\[|teamcity\[)/g;

/**
 * Escapes text from a dataset, an answer or a service for a terminal and for the log of a CI service.
 * Characters that move the cursor, colour, reorder or hide text, and commands that a CI service would run,
 * become escapes such as `\u001b`. The escapes are those of JSON: JSON keeps its value. Line feeds and tabs
 * stay.
 */
export function visibleText(text: string): string {
  return text
    .replaceAll(HARMFUL, escape)
    .replaceAll(COMMAND_AT_START, "$1\\u003a")
    .replaceAll(COMMAND_ANYWHERE, "#\\u0023");
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll("\n", "\\n").replaceAll("\t", " ");
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
