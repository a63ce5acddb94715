import { stat, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { SameseedError } from "@sameseed/core";
import { runFolder } from "./run-folder.ts";

const { manifestFile, rowsFile, journalFile, queueFile, batchesFile } = runFolder("", "");
/** Names of the files that a run keeps, reports apart. */
const STORED_NAMES: ReadonlySet<string> = new Set(
  [manifestFile, rowsFile, journalFile, queueFile, batchesFile].map((file) => basename(file)),
);

/**
 * Errors: `BAD_ARGUMENT` where writing `file` would replace what a command reads: one of the files `read`, or a file that a
 * run keeps. Links count as the file that they lead to.
 */
export async function refuseInput(file: string, read: readonly string[] = []): Promise<void> {
  const path = await realPathOf(file);
  if (path === null) return;
  const hint = "Name another file.";
  if (STORED_NAMES.has(basename(path)) && (await stat(join(dirname(path), "manifest.json")).catch(() => null)) !== null)
    throw new SameseedError("BAD_ARGUMENT", `Cannot replace ${file}: it is part of a run.`, { hint });
  for (const input of read)
    if ((await realPathOf(input)) === path)
      throw new SameseedError("BAD_ARGUMENT", `Cannot replace ${file}: sameseed reads this file.`, { hint });
}

function realPathOf(file: string): Promise<string | null> {
  return realpath(file).catch(() => null);
}
