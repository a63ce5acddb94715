#!/usr/bin/env node
import { version } from "./terminal/package-files.ts";

const args = process.argv.slice(2);

// `--version` costs what Node costs: importing node:fs alone would add a tenth.
if (!(args.length === 1 && (args[0] === "--version" || args[0] === "-V") && isWritten(`${version()}\n`)))
  void import("./start.ts").then(({ start }) => start(args));

/**
 * Whether the output accepted the text at once. The normal start handles a closed pipe, a full disk and an
 * old Node.
 */
function isWritten(text: string): boolean {
  try {
    return process.getBuiltinModule("node:fs").writeSync(1, text) === text.length;
  } catch {
    return false;
  }
}
