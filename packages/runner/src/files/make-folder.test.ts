import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "make-folder-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test("makes a folder with those above it, and again", async () => {
  const deep = join(folder, "a/b/c");
  await makeFolder(deep);
  await makeFolder(deep);
  await makeFolder(`${deep}/`);
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test("many at a time make the same folders", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, at) => makeFolder(join(folder, "x/y/z", String(at % 3)))));
  expect((await stat(join(folder, "x/y/z/2"))).isDirectory()).toBe(true);
});

test("a link to a folder counts as one, a file does not", async () => {
  await symlink(folder, join(folder, "link"));
  await makeFolder(join(folder, "link/inside"));
  await writeFile(join(folder, "file"), "");
  await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(folder, "file/inside"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.runIf(process.platform === "linux").each(["/proc/sameseed", "/proc/sameseed/results", "/proc/self/a/b"])(
  "a folder that accepts no new one is an error and does not wait forever: %s",
  async (path) => {
    await expect(makeFolder(path)).rejects.toMatchObject({ code: "ENOENT" });
  },
);
