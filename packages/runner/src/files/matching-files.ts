import { existsSync } from "node:fs";
import { glob } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/**
 * Whether a path contains pattern characters. A folder may have them in its name: an existing file is not a
 * pattern.
 */
export function isPattern(path: string): boolean {
  return /[*?]|\{.*,.*\}/.test(path) && !existsSync(path);
}

/**
 * The files that a pattern matches, by name. Existing folders with pattern characters are read literally:
 * `[id]/*.jsonl`.
 */
export async function matchingFiles(pattern: string): Promise<string[]> {
  let folder = dirname(pattern);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  const names = await Array.fromAsync(glob(relative(folder, pattern).split(sep).join("/"), { cwd: folder }));
  return names.map((name) => join(folder, name)).toSorted();
}
