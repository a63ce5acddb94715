import { constants } from "node:fs";
import { access, mkdtemp, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { option, SameseedError } from "@sameseed/core";

/** Errors: `BAD_RUN` for a results folder that a run could not create or write to. Leaves nothing there. */
export function refuseOut(out: string): Promise<void> {
  return refuseFolder(out, `Choose another folder with ${option("out")}.`);
}

/**
 * The same for a file of `-o` or of a config, and for a folder in its place, since `-o` itself accepts a
 * folder for the results.
 */
export async function refuseOutput(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null || found.isFile()) return refuseFolder(dirname(file), "Name a file in another folder.");
  if (!found.isDirectory()) return; // such as /dev/stdout
  throw new SameseedError("BAD_RUN", `Cannot write ${file}: it is a folder.`, { hint: "Name a file, not a folder." });
}

async function refuseFolder(out: string, hint: string): Promise<void> {
  let folder = resolve(out);
  let found = await stat(folder).catch(() => null);
  while (found === null && folder !== dirname(folder)) {
    folder = dirname(folder);
    found = await stat(folder).catch(() => null);
  }
  const why = found?.isDirectory() === true ? await problemOf(folder) : "is not a folder";
  if (why !== null) throw new SameseedError("BAD_RUN", `Cannot write into ${out}: ${folder} ${why}.`, { hint });
}

/** A folder such as /proc, or on a full disk, may have the permissions and still accept no files. Null for a folder that accepts them. */
async function problemOf(folder: string): Promise<string | null> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EROFS" ? "is on a read-only disk (EROFS)" : "may not be written";
  }
  try {
    await rmdir(await mkdtemp(join(folder, ".sameseed-")));
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "accepts no new files" : `accepts no new files (${message.split(",", 1)[0]})`;
  }
}
