import { existsSync, lstatSync, mkdirSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * Caches compiled code for the next start, in a folder that only its user can write: in the shared temporary
 * folder anyone could plant code. Without such a folder nothing is cached. NODE_COMPILE_CACHE names another
 * folder, and NODE_DISABLE_COMPILE_CACHE=1 turns it off. The environment passes the folder to threads, such
 * as those of the embedded models, which would otherwise compile their code at each start.
 */
export function keepCompiledCode(environment: Record<string, string | undefined> = process.env): void {
  if (environment["NODE_COMPILE_CACHE"]) {
    module.enableCompileCache();
    return;
  }
  const folder = cacheFolder(environment);
  if (folder === null || !isOwn(folder)) return;
  module.enableCompileCache(folder);
  environment["NODE_COMPILE_CACHE"] = folder;
}

/**
 * `~/.cache/sameseed/compiled`, or the folder in XDG_CACHE_HOME (Windows: LOCALAPPDATA); null without a home
 * folder.
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string | null {
  const named = environment[process.platform === "win32" ? "LOCALAPPDATA" : "XDG_CACHE_HOME"];
  if (named && isAbsolute(named)) return join(named, "sameseed", "compiled");
  const home = homedir();
  return isAbsolute(home) ? join(home, ".cache", "sameseed", "compiled") : null;
}

/** Whether the folder exists, or can be created, and only its owner can write to it. */
export function isOwn(folder: string): boolean {
  try {
    makeFolder(folder);
    const { uid, mode } = lstatSync(folder);
    const isMine = process.getuid === undefined || uid === process.getuid();
    return lstatSync(folder).isDirectory() && isMine && (process.platform === "win32" || (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

/**
 * Node's `recursive` retries forever where a folder exists but accepts no new one, such as /proc or an
 * automounted home.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(folder)) throw error; // another start has made it
  }
}
