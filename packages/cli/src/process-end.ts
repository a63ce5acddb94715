import { writeSync } from "node:fs";

/** The state of the command line's own output at the end. */
interface Output {
  /** Why the system refused to take the output; undefined when it took it, or when its reader went away. */
  readonly refusal: NodeJS.ErrnoException | undefined;
}

/** A reader that closed early (`| head`, `| less`), or a closed terminal: no one reads the rest. */
const READER_GONE: ReadonlySet<string | undefined> = new Set(["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED"]);
const FAILED = 2;

/**
 * Runs a command and ends the process with its exit code once all output has left it, even if a user's script
 * left a timer, a socket or a server open. A reader that closes the output early neither ends the command nor
 * changes the exit code. Output that the system refuses (a full disk), and a script that ends the process
 * before the command has, give exit code 2.
 */
export async function endWith(command: () => number | Promise<number>): Promise<void> {
  const output = watchOutput();
  const end = reportEarlyEnd();
  const code = await command();
  await Promise.all([process.stdout, process.stderr].map(flushed));
  end();
  const { refusal } = output;
  if (refusal !== undefined) tryToSay(`error Cannot write the output: ${refusal.message}.\n`);
  process.exit(refusal === undefined ? code : FAILED);
}

function watchOutput(): Output {
  const output: { refusal: NodeJS.ErrnoException | undefined } = { refusal: undefined };
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    const isGone = READER_GONE.has(error.code) || (error.code === "EIO" && process.stdout.isTTY);
    if (!isGone) output.refusal ??= error;
  });
  process.stderr.on("error", () => {}); // nowhere is left to report it
  return output;
}

/** Reports a process that ends before the returned function is called, which would otherwise look like a success. */
function reportEarlyEnd(): () => void {
  let isIdle = false;
  const onIdle = (): void => void (isIdle = true);
  const onExit = (): void => {
    process.exitCode = FAILED;
    const why = isIdle
      ? "a script of the benchmark waits for something that never comes (a promise that nothing settles)"
      : "a script of the benchmark ended the process (process.exit, or an error outside of its functions)";
    tryToSay(
      `error The command ended early: ${why}.\n  Stored answers are kept; correct the script, then continue with --resume.\n`,
    );
  };
  process.once("beforeExit", onIdle).once("exit", onExit);
  return () => void process.off("beforeExit", onIdle).off("exit", onExit);
}

function tryToSay(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // standard error is closed as well
  }
}

/** Resolves when the stream has been flushed, or never will be. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void stream.write("", () => resolve()));
}
