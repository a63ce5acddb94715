import { type Dirent, readdirSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { irregularKind, SameseedError } from "@sameseed/core";

/** As `irregularKind`; null also for a missing or inaccessible path, where the reader reports the reason. */
export function irregularity(path: string): string | null {
  const found = foundAt(path);
  return found === undefined ? null : irregularKind(resolve(path), found);
}

/** Refuses a path that a reader would wait for forever, or never finish. Errors: `BAD_ARGUMENT`, which calls it `shown`. */
export function requireRegularFile(path: string, shown = path): void {
  const kind = irregularity(path);
  if (kind === null) return;
  throw new SameseedError("BAD_ARGUMENT", `${shown} is ${kind}, not a file.`, { hint: "Name a file." });
}

/**
 * An entry of a folder that is neither a file nor a folder, with its kind; null without one. Synchronous,
 * because each run of a list is checked, with a quarter of the CPU time of promises.
 */
export function irregularEntry(folder: string): { readonly path: string; readonly kind: string } | null {
  for (const entry of entriesOf(folder)) {
    if (entry.isFile() || entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    const found = foundAt(path); // a link counts as its target
    const kind = found === undefined || found.isDirectory() ? null : irregularKind("", found);
    if (kind !== null) return { path, kind };
  }
  return null;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Undefined for a missing or inaccessible path. */
function foundAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
