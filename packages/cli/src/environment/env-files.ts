import { closeSync, constants, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEnv } from "node:util";

/** Variables that a file must not change: they select programs, and the code that Node and the linker load. */
const LEFT_OUT = /^(?:PATH|NODE_\w+|LD_\w+|DYLD_\w+)$/i;
const DEFAULT = ".env";
/** Time limit for a program to begin writing to a named pipe. */
const WAIT_MS = 10_000;
const POLL_MS = 20;
const UTF16 = "it is UTF-16, not UTF-8";
const PIPE = "it is a named pipe";

/**
 * Fills the environment from `.env` of the current folder, or from the named files; variables that are set
 * stay, and of several files the first takes precedence. Errors: `NOT_FOUND` for a missing named file.
 */
export async function loadEnvFiles(
  named: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  waitMs = WAIT_MS,
): Promise<void> {
  if (named.length === 0 && !existsSync(DEFAULT)) return;
  for (const file of named.length === 0 ? [DEFAULT] : named) {
    const text = await readText(file, waitMs);
    for (const [name, value] of Object.entries(parseEnv(text)))
      if (!LEFT_OUT.test(name) && value !== undefined) env[name] ??= value;
  }
}

async function readText(file: string, waitMs: number): Promise<string> {
  try {
    const isPipe = statSync(file).isFIFO() && !/^\/(?:dev|proc)\//.test(file);
    const text = isPipe ? await pipedText(file, waitMs) : readFileSync(file, "utf8");
    if (text.includes("\0")) throw new Error(UTF16);
    return text.replace(/^\uFEFF/, "");
  } catch (cause) {
    const { SameseedError, UTF8_HINT } = await import("@sameseed/core");
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new SameseedError(
      "NOT_FOUND",
      code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read: ${message}.`,
      {
        hint: message.startsWith(UTF16)
          ? UTF8_HINT
          : message.startsWith(PIPE)
            ? "Node reads a pipe of --env-file before sameseed does: name it with --env-path."
            : "--env-file names a file with lines such as OPENAI_API_KEY=…; without it .env of the current folder is read.",
        cause,
      },
    );
  }
}

/**
 * The text that a program writes to a named pipe, as password managers do for `.env`. Errors: nothing written
 * in time.
 */
async function pipedText(file: string, waitMs: number): Promise<string> {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const pieces: Buffer[] = [];
    for (let left = waitMs; left > 0; left -= POLL_MS) {
      const piece = pieceOf(descriptor);
      if (piece === "ended" && pieces.length > 0) return Buffer.concat(pieces).toString();
      if (piece instanceof Buffer) pieces.push(piece);
      else await sleep(POLL_MS);
    }
    throw new Error(`${PIPE}, and its text did not arrive within ${waitMs / 1000} s`);
  } finally {
    closeSync(descriptor);
  }
}

/** The next bytes of a pipe; `ended` if no program has it open, `waiting` if one does and has not written yet. */
function pieceOf(descriptor: number): Buffer | "ended" | "waiting" {
  const piece = Buffer.alloc(1 << 16);
  try {
    const length = readSync(descriptor, piece);
    return length === 0 ? "ended" : piece.subarray(0, length);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EAGAIN") return "waiting";
    throw cause;
  }
}
