import { nextCommand } from "../../terminal/next-command.ts";
import { commandAgain } from "./command-again.ts";
import type { RunFlags } from "./run-flags.ts";

/** The state on disk after a run that was stopped before its first answer: a continued run keeps its answers. */
export function stoppedEarly(
  file: string,
  flags: Partial<RunFlags>,
  terminal: Parameters<typeof nextCommand>[2],
): string {
  const { resume, retryErrors } = flags;
  const [flag, run] = retryErrors === undefined ? ["--resume", resume] : ["--retry-errors", retryErrors];
  if (run === undefined) return "Stopped before the first answer; nothing was written.";
  const which = typeof run === "string" ? `Run ${run}` : "The run to continue";
  const sentence = `Stopped before the first new answer. ${which} is unchanged: all its answers are on disk. Continue with:`;
  return nextCommand(
    sentence,
    `${commandAgain("run", file, flags)} ${flag}${typeof run === "string" ? ` ${run}` : ""}`,
    terminal,
  );
}
