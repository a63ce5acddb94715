import { appendFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { SameseedError } from "@sameseed/core";
import { isKernelLocked, takeKernelLock } from "./kernel-lock.ts";
import { identityText, ownIdentity, parseIdentity, type ProcessIdentity, sightOf } from "./process-identity.ts";

/** Claims in order of time: their owners, and those that were released. */
const NAME = "run.lock";
const KERNEL_NAME = "run.lock.sqlite";
const GIVEN_UP = "given up ";

/** Claims of this process. */
const own = new Set<string>();

/**
 * Marks a run as being written by this process, so that two never write into one. Two guards: a kernel lock,
 * which also keeps out other containers, and a list of claims, which keeps out other machines and names the
 * owner. A process adds a claim, and the first claim of a live process wins; claims of killed processes (kill
 * -9) are skipped. Returns the release. Errors: `BAD_RUN` where another process has it.
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const kernel = await takeKernelLock(join(folder, KERNEL_NAME));
  if (kernel.state === "busy") {
    const me = ownIdentity();
    // A killed process leaves its claim: a later one holds the kernel's lock.
    throw isWritten(
      folder,
      (await claimsOn(folder)).find((claim) => sightOf(claim, me) !== "dead"),
    );
  }
  const unlock = kernel.state === "held" ? kernel.release : async () => {};
  try {
    const release = await claimRun(folder, kernel.state === "held");
    return async () => {
      await release();
      await unlock();
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Whether another living process writes this run. */
export async function isRunning(folder: string): Promise<boolean> {
  const me = ownIdentity();
  const sights = (await claimsOn(folder)).filter(({ token }) => !own.has(token)).map((claim) => sightOf(claim, me));
  if (sights.some((sight) => sight === "living" || sight === "other-machine")) return true;
  return sights.includes("out-of-sight") && (await isKernelLocked(join(folder, KERNEL_NAME))) !== false;
}

/** `isAlone`: by the kernel lock, no other process of this machine, in any container, has the run. */
async function claimRun(folder: string, isAlone: boolean): Promise<() => Promise<void>> {
  const file = join(folder, NAME);
  const me = ownIdentity();
  for (;;) {
    await appendFile(file, `\n${identityText(me)}\n`);
    const claims = await claimsOn(folder);
    if (!claims.some(({ token }) => token === me.token)) continue; // its owner removed the file meanwhile
    const owner = claims.find((claim) => {
      if (claim.token === me.token) return true;
      const sight = sightOf(claim, me);
      return sight === "living" || sight === "other-machine" || (sight === "out-of-sight" && !isAlone);
    })!;
    if (owner.token === me.token) {
      own.add(me.token);
      return async () => {
        own.delete(me.token);
        await rm(file, { force: true });
      };
    }
    await appendFile(file, `\n${GIVEN_UP}${me.token}\n`);
    throw isWritten(folder, owner);
  }
}

/** The claims on the run since its last release, in order, without released ones. */
async function claimsOn(folder: string): Promise<ProcessIdentity[]> {
  const lines = (await readFile(join(folder, NAME), "utf8").catch(() => "")).split("\n");
  const givenUp = new Set(lines.filter((line) => line.startsWith(GIVEN_UP)).map((line) => line.slice(GIVEN_UP.length)));
  return lines.map(parseIdentity).filter((claim) => claim !== null && !givenUp.has(claim.token)) as ProcessIdentity[];
}

function isWritten(folder: string, owner: ProcessIdentity | undefined): SameseedError {
  const name = owner === undefined ? "" : `: ${owner.pid}@${owner.host}`;
  return new SameseedError("BAD_RUN", `${folder} is being written by another process${name}.`, {
    hint: `Wait for it or stop it. If that process or its machine no longer exists, delete ${NAME} in that folder.`,
  });
}
