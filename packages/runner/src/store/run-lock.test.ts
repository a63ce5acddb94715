import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { identityText, ownIdentity, parseIdentity, type ProcessIdentity } from "./process-identity.ts";
import { isRunning, lockRun } from "./run-lock.ts";

let folder: string;
let children: ChildProcess[];
beforeEach(async () => {
  children = [];
  folder = await mkdtemp(join(tmpdir(), "lock-"));
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

const HOLD = `import { lockRun } from ${JSON.stringify(join(import.meta.dirname, "run-lock.ts"))};
try { await lockRun(process.argv[1]); console.log("locked"); setInterval(() => {}, 1000); }
catch (error) { console.log(error.message); }`;

/** A process that holds the run, or was refused, with its output. */
async function holder(...wrapper: readonly string[]): Promise<{ said: string; kill(): Promise<void> }> {
  const [program, ...args] = [...wrapper, process.execPath, "--input-type=module", "--eval", HOLD, folder];
  const child = spawn(program!, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  return {
    said: said.toString().trim(),
    async kill() {
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    },
  };
}

const claim = (changed: Partial<ProcessIdentity>): Promise<void> =>
  writeFile(join(folder, "run.lock"), `\n${identityText({ ...ownIdentity(), ...changed })}\n`);

test("one process has a run, once; kill -9 frees it", async () => {
  const first = await holder();
  expect(first.said).toBe("locked");
  expect((await holder()).said).toContain("is being written by another process");
  expect(await isRunning(folder)).toBe(true);
  await first.kill();
  expect(await isRunning(folder)).toBe(false);
  const unlock = await lockRun(folder);
  await expect(lockRun(folder)).rejects.toMatchObject({ code: "BAD_RUN", hint: expect.stringContaining("run.lock") });
  expect(await isRunning(folder)).toBe(false); // no other process
  await unlock();
  expect(await readdir(folder)).toEqual([]);
});

test("the error names the process that has the run now, not one that was killed before", async () => {
  const killed = await holder();
  await killed.kill();
  const living = await holder();
  expect(living.said).toBe("locked");
  const pids = children.map(({ pid }) => pid);
  const { said } = await holder();
  expect(said).toContain(`by another process: ${pids[1]}@`);
  expect(said).not.toContain(`${pids[0]}@`);
});

describe("a process that looks like this one: the same number and the same host name,", () => {
  const elsewhere = { pidNamespace: "pid:[1]" };

  test("in another container, has the run while it holds the kernel lock", async () => {
    const other = await holder();
    await claim(elsewhere);
    await expect(lockRun(folder)).rejects.toThrow("being written by another process");
    expect(await isRunning(folder)).toBe(true);
    await other.kill();
    expect(await isRunning(folder)).toBe(false);
    await (
      await lockRun(folder)
    )();
  });

  test.each<[string, Partial<ProcessIdentity>, boolean]>([
    ["before this machine was started again", { bootId: "before" }, true],
    ["before its number was given to this one", { startedAt: "1" }, true],
    ["in a container that ended", elsewhere, true],
    ["of a version that wrote less", { token: "", bootId: null, pidNamespace: null, startedAt: null }, true],
    ["on a machine of another name", { bootId: "other", host: "elsewhere" }, false],
    [
      "on a machine of another name without an identity",
      { bootId: null, pidNamespace: null, host: "elsewhere" },
      false,
    ],
    ["that still runs", {}, false],
  ])("%s: the run is free: %4$s", async (_, changed, isFree) => {
    await claim(changed);
    expect(await isRunning(folder)).toBe(!isFree);
    if (isFree) await (await lockRun(folder))();
    else await expect(lockRun(folder)).rejects.toThrow(`${process.pid}@${changed.host ?? hostname()}`);
  });
});

test("a refused process that keeps running blocks no other", async () => {
  await claim({ bootId: "other", host: "elsewhere" });
  await expect(lockRun(folder)).rejects.toThrow("elsewhere");
  const lines = (await readFile(join(folder, "run.lock"), "utf8")).split("\n");
  await writeFile(join(folder, "run.lock"), lines.filter((line) => !line.includes("elsewhere")).join("\n"));
  expect((await holder()).said).toBe("locked");
});

test("reads a claim as written and ignores other lines", () => {
  const identity = ownIdentity();
  expect(parseIdentity(identityText(identity))).toEqual(identity);
  expect(parseIdentity("12@host")).toMatchObject({ pid: 12, host: "host", bootId: null });
  for (const line of ["", "hello", "given up 1", "1 2@3"]) expect(parseIdentity(line)).toBeNull();
});

const UNSHARE = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
const canUnshare = ((): boolean => {
  try {
    execFileSync(UNSHARE[0]!, [...UNSHARE.slice(1), "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

test.runIf(canUnshare)("two containers with process 1 each: one has the run (needs user namespaces)", async () => {
  const first = await holder(...UNSHARE);
  expect(first.said).toBe("locked");
  expect((await holder(...UNSHARE)).said).toContain("being written by another process");
  expect((await holder(...UNSHARE, "--uts")).said).toContain("being written by another process");
  expect(await isRunning(folder)).toBe(true);
  await first.kill();
  expect((await holder(...UNSHARE)).said).toBe("locked");
});
