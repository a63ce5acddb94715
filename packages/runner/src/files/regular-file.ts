import { readdir, stat } from "node:fs/promises";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { irregularKind, SameseedError } from "@sameseed/core";

/** As `irregularKind`; null also for a path where nothing is, or nothing can be seen: whoever reads it says why. */
export function irregularity(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? null : irregularKind(resolve(path), found);
  } catch {
    return null;
  }
}

/** Refuses a path that a reader would wait for forever, or never finish. Errors: `BAD_ARGUMENT`, which calls it `shown`. */
export function requireRegularFile(path: string, shown = path): void {
  const kind = irregularity(path);
  if (kind === null) return;
  throw new SameseedError("BAD_ARGUMENT", `${shown} is ${kind}, not a file.`, { hint: "Name a file." });
}

/** An entry of a folder that is neither a file nor a folder, with what it is; null where there is none. */
export async function irregularEntry(folder: string): Promise<{ readonly path: string; readonly kind: string } | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isFile() || entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    const found = await stat(path).catch(() => null); // a link counts as what it leads to
    const kind = found === null || found.isDirectory() ? null : irregularKind("", found);
    if (kind !== null) return { path, kind };
  }
  return null;
}
