import { SAMESEED_HERE } from "@sameseed/pipeline/choices";
import { CommanderError } from "commander";
import { boundHeap } from "./bound-heap.ts";
import type { ExitCode } from "./terminal/exit-code.ts";
import { errorText } from "./terminal/error-text.ts";
import { currentFolder } from "./environment/current-folder.ts";
import { optimizeWasmLate } from "./late-wasm.ts";
import { startFolder } from "./environment/start-folder.ts";
import { program } from "./program.ts";

/**
 * Runs a command line; the only catch-all. A mistake of the user prints what is wrong, where, and the remedy,
 * never a stack.
 */
export async function main(args: readonly string[]): Promise<ExitCode> {
  boundHeap();
  optimizeWasmLate();
  const here = currentFolder();
  if (here === null) {
    console.error(
      "error The current folder does not exist any more.\n  Change to a folder that exists, then try again.",
    );
    return 2;
  }
  const folder = startFolder(process.env, here);
  if (folder !== null) process.chdir(folder);
  process.env[SAMESEED_HERE] = frontDoor();
  let code: ExitCode = 0;
  try {
    await program((exitCode) => (code = exitCode), args[0]).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(await errorText(error));
    return 2;
  }
}

/** The target of `import "sameseed"` in a benchmark file without an installed sameseed. */
function frontDoor(): string {
  return new URL(import.meta.url.endsWith(".ts") ? "./index.ts" : "./index.js", import.meta.url).href;
}
