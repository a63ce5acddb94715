import { statSync } from "node:fs";
import { resolve } from "node:path";
import { irregularKind, SameseedError } from "@sameseed/core";

/**
 * Why a path cannot be read as a file: `is a named pipe, not a file`. Null for a file, and for an
 * inaccessible path.
 */
export function irregularity(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    const kind = found === undefined ? null : irregularKind(resolve(path), found);
    return kind === null ? null : `${path} is ${kind}, not a file`;
  } catch {
    return null;
  }
}

/** Errors: `BAD_ARGUMENT` for a path that a reader would wait for forever, or never finish. */
export function requireRegularFile(path: string): void {
  const problem = irregularity(path);
  if (problem !== null) throw new SameseedError("BAD_ARGUMENT", `${problem}.`, { hint: "Name a file." });
}
