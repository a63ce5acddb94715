import { readdir, stat } from "node:fs/promises";
import { type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";

/** Standard input and what a shell opens for `<(…)`: a pipe whose other end is open, so reading it ends. */
const OPEN_BY_CALLER = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/;

/**
 * The kind of a path that is not a regular file: `a named pipe`, which would wait for a writer for ever, a device, a socket or a
 * folder. Null for a file, for a path where nothing is, and for pipes that the caller has opened.
 */
export function irregularity(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined || (OPEN_BY_CALLER.test(resolve(path)) && !found.isDirectory()) ? null : kindOf(found);
}

/** An entry of a folder that is neither a file nor a folder, with what it is; null where there is none. */
export async function irregularEntry(folder: string): Promise<{ readonly path: string; readonly kind: string } | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isFile() || entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    const kind = await stat(path).then(kindOf, () => null); // a link counts as what it leads to
    if (kind !== null && kind !== FOLDER) return { path, kind };
  }
  return null;
}

const FOLDER = "a folder";

function kindOf(found: Stats): string | null {
  if (found.isFile()) return null;
  if (found.isDirectory()) return FOLDER;
  return found.isFIFO() ? "a named pipe" : found.isSocket() ? "a socket" : "a device";
}
