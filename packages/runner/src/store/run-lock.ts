import { readFileSync } from "node:fs";
import { appendFile, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { SameseedError } from "@sameseed/core";

const NAME = "run.lock";

/**
 * Marks a run as being written by this process, so that two never write into one. Whoever wants it adds a line, and the
 * first of those that live has it: so one who was killed (kill -9) is passed over, and of two who come at once one is first.
 * Returns the release. Errors: `BAD_RUN` where another process has it.
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, NAME);
  const mine = `${process.pid}@${hostname()}`;
  for (;;) {
    await appendFile(file, `\n${mine}\n`);
    const claims = await claimsOn(folder);
    if (!claims.includes(mine)) continue; // its owner took the file away meanwhile
    const owner = claims.find((claim) => claim === mine || isLiving(claim));
    if (owner === mine) return () => rm(file, { force: true });
    throw new SameseedError("BAD_RUN", `${folder} is being written by another process: ${owner}.`, {
      hint: `Wait for it or stop it; if that is another program, or a machine that is gone, delete ${NAME}.`,
    });
  }
}

/** Whether another living process writes this run. */
export async function isRunning(folder: string): Promise<boolean> {
  return (await claimsOn(folder)).some(isLiving);
}

/** `<process>@<host>` of all who wanted the run since it was last released, in order. */
async function claimsOn(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, NAME), "utf8").catch(() => "");
  return text.split("\n").filter((line) => /^\d+@./.test(line));
}

/** A claim of another machine counts as living: we cannot tell. */
function isLiving(claim: string): boolean {
  const [pid, host] = claim.split("@");
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
