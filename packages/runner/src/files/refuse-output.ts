import { constants } from "node:fs";
import { access, mkdtemp, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { irregularKind, option, SameseedError } from "@sameseed/core";

/** Errors: `BAD_RUN` for a results folder that a run could not create or write to. Leaves nothing there. */
export function refuseOut(out: string): Promise<void> {
  return refuseFolder(out, `Choose another folder with ${option("out")}.`);
}

/**
 * The same for a file of `-o` or of a config. Also for a folder in its place, since `-o` itself accepts a folder for the
 * results; and for a device, pipe or socket: a file gets its name when it is whole, and root would replace `/dev/null` by it.
 */
export async function refuseOutput(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  const kind = found === null ? null : isDevice(file) ? "a device" : irregularKind("", found);
  if (kind === null) return refuseFolder(dirname(file), "Name a file in another folder.");
  throw new SameseedError("BAD_RUN", `Cannot write ${file}: it is ${kind}.`, { hint: "Name another file." });
}

/** `/dev/stdout` is a link, sometimes to a file. */
function isDevice(file: string): boolean {
  return /^\/dev\/(?!shm\/)/.test(resolve(file));
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
