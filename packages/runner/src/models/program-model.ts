import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type Model, ModelError, SameseedError, textCompletion } from "@sameseed/core";
import { casesSeen, promptOf } from "./provider-context.ts";

export interface ProgramModelOptions {
  readonly id: string;
  /** Given to the program. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  /** Folder in which the program runs. Default: the working directory. */
  readonly folder?: string | undefined;
}

/** The most that a program may print. */
const MOST_BYTES = 64 * 2 ** 20;
const SHOWN_LENGTH = 500;

/**
 * A model from a program, as promptfoo's `exec:`: it is called with the prompt, the options and the context
 * (both as JSON) after its own arguments, without a shell, and prints the answer. Errors: `BAD_BENCHMARK`
 * without a command.
 */
export function programModel(command: string, { id, config = {}, folder = "." }: ProgramModelOptions): Model {
  const [program, ...args] = commandParts(command);
  if (program === undefined)
    throw new SameseedError("BAD_BENCHMARK", `Model "${id}" has no command.`, {
      hint: "Write the program and its arguments, e.g. exec:python3 answer.py.",
    });
  const cases = casesSeen();
  return {
    id,
    get identity() {
      return { provider: "exec", command, config, files: hashesOf([program, ...args], folder) };
    },
    isCacheable: false,
    relativeTo: (own) => programModel(command, { id, config, folder: resolve(own, folder) }),
    notes: cases.see,
    async complete(request, signal) {
      const context = cases.contextOf(request, config);
      const given = [promptOf(request), JSON.stringify({ id, config }), JSON.stringify(context)];
      return textCompletion(await printed({ program, args: [...args, ...given], folder }, signal));
    },
  };
}

/** The words of a command, with text in quotes as one word. */
export function commandParts(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|[^\s"']+/g)].map(
    ([word, double, single]) => double ?? single ?? word,
  );
}

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
}

/** The output of a program, without colours. Errors: `ModelError`. */
function printed({ program, args, folder }: Call, signal: AbortSignal | undefined): Promise<string> {
  const { promise, resolve: settle, reject } = Promise.withResolvers<string>();
  const options = { cwd: folder, maxBuffer: MOST_BYTES, ...(signal && { signal }) };
  const child = execFile(program, args, options, (error, stdout, stderr) => {
    const output = stripVTControlCharacters(stdout).trim();
    const complaint = stripVTControlCharacters(stderr).trim().slice(-SHOWN_LENGTH);
    if (error === null && (output !== "" || complaint === "")) return settle(output);
    reject(failure({ error, complaint, program }, signal));
  });
  child.stdin?.on("error", () => {}); // a program that does not read its input has closed it
  child.stdin?.end();
  return promise;
}

interface Ended {
  readonly error: (Error & { readonly code?: string | number | null }) | null;
  readonly complaint: string;
  readonly program: string;
}

function failure({ error, complaint, program }: Ended, signal: AbortSignal | undefined): ModelError {
  if (signal?.aborted)
    return signal.reason instanceof ModelError ? signal.reason : new ModelError("aborted", "The program was ended.");
  if (error?.code === "ENOENT") return new ModelError("unreachable", `there is no program ${program}`);
  if (error?.code === "E2BIG") return new ModelError("bad_request", "the prompt is too long for a program's argument");
  return new ModelError("other", `${program}: ${complaint || (error?.message.split("\n", 1)[0] ?? "no output")}`);
}

/** Hashes of the files that a command names: a changed program is a changed benchmark. */
function hashesOf(words: readonly string[], folder: string): Readonly<Record<string, string>> {
  const files = words.filter((word) => isFile(resolve(folder, word)));
  return Object.fromEntries(files.map((word) => [word, hashOf(resolve(folder, word))]));
}

/** Hashes of large files by path: the identity of a model is read several times in a run. */
const hashes = new Map<string, { readonly version: string; readonly hash: string }>();
const LARGE_BYTES = 2 ** 20;

function hashOf(path: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  // A small file could change between two ticks of the clock of its file system.
  if (size < LARGE_BYTES) return base64Hash(path);
  const version = [dev, ino, size, mtimeNs, ctimeNs].join();
  const known = hashes.get(path);
  if (known?.version === version) return known.hash;
  const hash = base64Hash(path);
  hashes.set(path, { version, hash });
  return hash;
}

/** Three bytes are four characters of base64: parts of this size join without padding. */
const PART_BYTES = 3 * 2 ** 18;

/** The `contentHash` of a file's base64, part by part: a program has 100 MB and more. */
function base64Hash(path: string): string {
  const hash = createHash("sha256").update('"');
  const part = Buffer.alloc(PART_BYTES);
  const file = openSync(path, "r");
  try {
    for (let filled = fill(part, file); filled > 0; filled = fill(part, file))
      hash.update(part.toString("base64", 0, filled), "latin1");
  } finally {
    closeSync(file);
  }
  return hash.update('"').digest("hex");
}

/** Reads until the part is full or the file ends. */
function fill(part: Buffer, file: number): number {
  let filled = 0;
  while (filled < part.length) {
    const read = readSync(file, part, filled, part.length - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
