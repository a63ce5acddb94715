import { styleText } from "node:util";
import type { Command, OutputConfiguration } from "commander";
import { optionWithWords } from "./nearest-option.ts";

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

/** Mistakes on the command line look as all others; an unknown option names the one that shares a word with it. */
export function errorsOf(known: () => readonly string[]): OutputConfiguration {
  return {
    outputError(text, write) {
      const unknown = /unknown option '(--[\w-]+)/.exec(text)?.[1];
      const near =
        unknown === undefined || text.includes("Did you mean") ? undefined : optionWithWords(unknown, known());
      const hint = near === undefined ? "" : `(Did you mean ${near}?)\n`;
      write(text.replace(/^error:/, errorWord).replace(/\n*$/, `\n${hint}`));
    },
  };
}
