import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { SameseedError } from "@sameseed/core";

const NAME = "run.lock";

/**
 * Marks a run as being written by this process, so that two never write into one. A lock whose process is
 * gone (kill -9) is taken over. Returns the release.
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, NAME);
  const mine = `${process.pid}@${hostname()}`;
  for (;;) {
    const isMine = await writeFile(file, mine, { flag: "wx" }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "EEXIST") return false;
        throw error;
      },
    );
    if (isMine) return () => rm(file, { force: true });
    if (await isRunning(folder)) {
      throw new SameseedError("BAD_RUN", `${folder} is being written by another process.`, {
        hint: `Wait for it or stop it; if it runs on another machine that is gone, delete ${NAME}.`,
      });
    }
    await rm(file, { force: true });
  }
}

/** Whether a living process writes this run. A lock of another machine counts as living: we cannot tell. */
export async function isRunning(folder: string): Promise<boolean> {
  const owner = await readFile(join(folder, NAME), "utf8").catch(() => null);
  if (owner === null) return false;
  const [pid, host] = owner.split("@");
  if (host !== hostname()) return true;
  return Number(pid) !== process.pid && isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie answers the signal as well, but it writes nothing any more.
    return !/^State:\s+Z/m.test(statusOf(pid));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
