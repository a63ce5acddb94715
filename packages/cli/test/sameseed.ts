import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TESTED_BIN } from "./tested-bin.ts";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SameseedOptions {
  readonly cwd: string;
  readonly env?: Record<string, string>;
}

/** The environment of a command under test has no key and no base URL, except those of the test. */
export function environmentOf(env: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...inherited } = process.env;
  return { ...inherited, NO_COLOR: "1", ...env };
}

/** Starts the real bin. */
export function startSameseed(
  args: readonly string[],
  { cwd, env = {} }: SameseedOptions,
): ChildProcessWithoutNullStreams & { readonly finished: Promise<Finished> } {
  const child = spawn(process.execPath, [...TESTED_BIN, ...args], { cwd, env: environmentOf(env) });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
  return Object.assign(child, { finished });
}

/** Runs the real bin to its end. */
export function sameseed(args: readonly string[], options: SameseedOptions): Promise<Finished> {
  return startSameseed(args, options).finished;
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** A separate folder with these files; removed after the test. */
export async function folderWith(files: Record<string, string>): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "sameseed-test-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Folders by key, for each function that gives copies. Modules of helpers stay for the next test file of the process. */
const filledFolders = new Set<Map<string, Promise<Folder>>>();

export async function removeFilledFolders(): Promise<void> {
  for (const filled of filledFolders) {
    const folders = [...filled.values()];
    filled.clear();
    for (const folder of folders) await (await folder)[Symbol.asyncDispose]();
  }
}

/**
 * Gives copies of folders that take long to fill: each is filled once a test file, by its key, and every test has a copy
 * that it may change.
 */
export function copiedFolders<Key>(fill: (key: Key) => Promise<Folder>): (key: Key) => Promise<Folder> {
  const filled = new Map<string, Promise<Folder>>();
  filledFolders.add(filled);
  return async (key) => {
    const name = JSON.stringify(key);
    if (!filled.has(name)) filled.set(name, fill(key));
    const { path } = await filled.get(name)!;
    const copy = await folderWith({});
    await cp(path, copy.path, { recursive: true });
    return copy;
  };
}
