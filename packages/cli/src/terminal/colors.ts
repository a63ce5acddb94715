import { styleText } from "node:util";
import type { Command, OutputConfiguration } from "commander";

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

/** Mistakes on the command line look as all others. */
export const ERRORS: OutputConfiguration = {
  outputError: (text, write) => write(text.replace(/^error:/, errorWord)),
};
