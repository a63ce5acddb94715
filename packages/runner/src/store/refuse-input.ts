import { stat, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { irregularKind, SameseedError } from "@sameseed/core";
import { runFolder } from "./run-folder.ts";

const { manifestFile, rowsFile, journalFile, queueFile, batchesFile } = runFolder("", "");
/** Names of the files that a run keeps, reports apart. */
const STORED_NAMES: ReadonlySet<string> = new Set(
  [manifestFile, rowsFile, journalFile, queueFile, batchesFile].map((file) => basename(file)),
);

/**
 * Errors: `BAD_ARGUMENT` where writing `file` would replace what a command reads: one of the files `read`, or a file that a
 * run keeps. Links count as the file that they lead to. The same for a device, pipe or socket: a file is written under another
 * name first, and root would replace `/dev/null` itself.
 */
export async function refuseInput(file: string, read: readonly string[] = []): Promise<void> {
  const hint = "Name another file.";
  const kind = await kindOf(file);
  if (kind !== null) throw new SameseedError("BAD_ARGUMENT", `Cannot write ${file}: it is ${kind}.`, { hint });
  const path = await realPathOf(file);
  if (path === null) return;
  if (STORED_NAMES.has(basename(path)) && (await stat(join(dirname(path), "manifest.json")).catch(() => null)) !== null)
    throw new SameseedError("BAD_ARGUMENT", `Cannot replace ${file}: it is part of a run.`, { hint });
  for (const input of read)
    if ((await realPathOf(input)) === path)
      throw new SameseedError("BAD_ARGUMENT", `Cannot replace ${file}: sameseed reads this file.`, { hint });
}

/** Null for a file or folder, and where nothing is. `/dev/stdout` is a link, sometimes to a file. */
async function kindOf(file: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (found === null || found.isDirectory()) return null;
  if (resolve(file).startsWith("/dev/")) return "a device";
  return irregularKind("", found);
}

function realPathOf(file: string): Promise<string | null> {
  return realpath(file).catch(() => null);
}
