import { SAMESEED_HERE } from "@sameseed/pipeline/choices";
import { CommanderError } from "commander";
import { boundHeap } from "./bound-heap.ts";
import { errorWord } from "./command-line/colors.ts";
import { program } from "./program.ts";

/** 0 success, 1 failed trials or a failed gate, 2 usage or configuration, 3 a gate that cannot tell, 130 stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Runs a command line; the only catch-all. A mistake of the user prints what, where and how to mend it, never a stack. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  boundHeap();
  process.env[SAMESEED_HERE] = frontDoor();
  let code: ExitCode = 0;
  try {
    await program((exitCode) => (code = exitCode)).parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(await errorText(error));
    return 2;
  }
}

/** What went wrong and how to mend it, for the terminal. */
export async function errorText(thrown: unknown): Promise<string> {
  const { SameseedError } = await import("@sameseed/core"); // not loaded before: --help and a mistyped option need none of it
  const { diskProblem } = await import("./disk-problem.ts");
  const error = diskProblem(thrown) ?? thrown;
  if (error instanceof SameseedError) {
    const message = `${errorWord()} ${error.message}`;
    return error.hint ? `${message}\n  ${error.hint}` : message;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `sameseed failed in a way it did not foresee; this is a defect.\n${detail}`;
}

/** What `import "sameseed"` means in a benchmark file that has no sameseed installed beside it. */
function frontDoor(): string {
  return new URL(import.meta.url.endsWith(".ts") ? "./index.ts" : "./index.js", import.meta.url).href;
}
