import { styleText } from "node:util";
import type { Command, OutputConfiguration } from "commander";
import { optionWithAllWords, optionWithWords } from "./nearest-option.ts";

/** `--no-color` anywhere on the command line, as `NO_COLOR=1` before it. */
export function addNoColor(program: Command): Command {
  return program.option("--no-color", "print without colours, as with NO_COLOR=1").on("option:no-color", () => {
    process.env["NO_COLOR"] = "1";
    delete process.env["FORCE_COLOR"];
  });
}

/** The word that begins every error, for the terminal. */
export function errorWord(): string {
  return styleText("red", "error", { stream: process.stderr });
}

/** The options of the command that is called, and the commands that have an option. */
export interface KnownOptions {
  readonly own: readonly string[];
  readonly commandsOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * Mistakes on the command line look like all others; the error for an unknown option names a similar one, or
 * the commands that have it.
 */
export function errorsOf(known: () => KnownOptions): OutputConfiguration {
  return {
    outputError(text, write) {
      const unknown = /unknown option '(--[\w-]+)/.exec(text)?.[1];
      const hint = unknown === undefined ? "" : hintFor(unknown, known(), text);
      write(
        inPlainWords(hint === "" ? text : text.replace(SPELLED, ""))
          .replace(/^error:/, errorWord)
          .replace(/\n*$/, `\n${hint}`),
      );
    },
  };
}

/** `-n, --limit <n>: expected an integer ≥ 1, got "x".` for a wrong value of an option. */
function inPlainWords(text: string): string {
  const [, option, value, choices, expected] =
    /^error: option '(.+?)' argument '([^]*)' is invalid\. (?:(Allowed choices are)|Expected) ([^]*?)\.?\n*$/.exec(
      text,
    ) ?? [];
  if (option === undefined) return text;
  return `error: ${option}: expected ${choices === undefined ? "" : "one of "}${expected}, got "${value}".\n`;
}

/** What the parser finds by spelling: `(Did you mean --redis?)` for `--retries`. */
const SPELLED = /\n\(Did you mean [^\n]*\)/;

/** Words count before the parser's spelling where an option has all of them. */
function hintFor(unknown: string, { own, commandsOf }: KnownOptions, text: string): string {
  const isSpelled = SPELLED.test(text);
  const near = isSpelled ? optionWithAllWords(unknown, own) : optionWithWords(unknown, own);
  if (near !== undefined) return `(Did you mean ${near}?)\n`;
  const commands = isSpelled ? [] : (commandsOf.get(unknown) ?? []);
  return commands.length === 0 ? "" : `(${unknown} is an option of ${commands.join(", ")}.)\n`;
}
