import { appendFile, rm, stat } from "node:fs/promises";

/**
 * A lock that the kernel holds for one process, in any container, and releases when the process ends in any
 * way; on network file systems the server holds it for all machines. `unknown`: this file system has no such
 * locks.
 */
export type KernelLock =
  | { readonly state: "held"; readonly release: () => Promise<void> }
  | { readonly state: "busy" }
  | { readonly state: "unknown" };

/** How long another process may hold it to look whether it is free. */
const LOOK_MS = 200;
const BUSY = 5; // SQLITE_BUSY

/** Takes the lock of this file, which exists only while it is held. Node offers file locks only through SQLite. */
export async function takeKernelLock(file: string): Promise<KernelLock> {
  for (;;) {
    await appendFile(file, "");
    const opened = await inodeOf(file);
    const lock = lockFile(file);
    if (typeof lock === "string") return { state: lock };
    // Its owner may have removed the file in between: then this lock is on a file without a name.
    if ((await inodeOf(file)) !== opened) {
      lock.close();
      continue;
    }
    const release = async (): Promise<void> => {
      await rm(file, { force: true });
      lock.close();
    };
    return { state: "held", release };
  }
}

/** Whether a process holds the lock of this file; null where the file system cannot tell. */
export async function isKernelLocked(file: string): Promise<boolean | null> {
  if ((await inodeOf(file)) === null) return false;
  const lock = lockFile(file);
  if (typeof lock === "string") return lock === "busy" ? true : null;
  lock.close();
  return false;
}

function lockFile(file: string): { close(): void } | "busy" | "unknown" {
  const { DatabaseSync } = sqliteWithoutWarning();
  let database;
  try {
    database = new DatabaseSync(file, { timeout: LOOK_MS });
    database.exec("begin exclusive"); // the file stays empty
    return database;
  } catch (error) {
    database?.close();
    return (error as { errcode?: number }).errcode === BUSY ? "busy" : "unknown";
  }
}

/** Node 22 warns on stderr that SQLite is experimental when it is loaded. */
function sqliteWithoutWarning(): typeof import("node:sqlite") {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

async function inodeOf(file: string): Promise<bigint | null> {
  return stat(file, { bigint: true }).then(
    ({ ino }) => ino,
    () => null,
  );
}
