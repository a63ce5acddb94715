import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refuseOut, refuseOutput } from "./refuse-output.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sameseed-output-"));
  await mkdir(join(folder, "taken.csv"));
  await writeFile(join(folder, "file.csv"), "a");
});
afterEach(() => rm(folder, { recursive: true }));

test.each(["new.csv", "file.csv", "a/b/new.csv"])("%s can be written, and the check leaves nothing", async (name) => {
  await refuseOutput(join(folder, name));
  await refuseOut(join(folder, "results"));
  expect((await readdir(folder)).toSorted()).toEqual(["file.csv", "taken.csv"]);
});

test("a folder in the place of a file, and a file in the place of a folder, are refused", async () => {
  await expect(refuseOutput(join(folder, "taken.csv"))).rejects.toThrow("taken.csv: it is a folder.");
  await expect(refuseOutput(join(folder, "file.csv", "new.csv"))).rejects.toThrow("file.csv is not a folder.");
  await expect(refuseOut(join(folder, "file.csv"))).rejects.toThrow("file.csv is not a folder.");
});

/** A container may have a folder /sys that is an ordinary one. */
const SYSTEM = ["/proc/new.csv", "/proc/new/new.csv", ...(existsSync("/sys/kernel") ? ["/sys/new.csv"] : [])];

test.runIf(process.platform === "linux").each(SYSTEM)(
  "%s is refused although the permissions of the folder may allow it",
  async (file) => {
    await expect(refuseOutput(file)).rejects.toThrow(
      /^Cannot write into \/(?:proc|sys).*: .* (?:accepts no new files|may not be written)/,
    );
  },
);

test.each(["/dev/null", "/dev/stdout", "/dev/full"])("%s is not replaced, not even by root", async (name) => {
  await expect(refuseOutput(name)).rejects.toThrow(`Cannot write ${name}: it is a device.`);
});

test("a named pipe and a socket are not replaced", async () => {
  const pipe = join(folder, "pipe.csv");
  execFileSync("mkfifo", [pipe]);
  await expect(refuseOutput(pipe)).rejects.toThrow("it is a named pipe.");
  const socket = join(folder, "socket.csv");
  const server = createServer().listen(socket);
  await once(server, "listening");
  await expect(refuseOutput(socket)).rejects.toThrow("it is a socket.");
  server.close();
});
