import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dataset } from "../datasets/file-dataset.ts";
import { recorded } from "../models/recorded.ts";
import { readManifest, runFolder } from "../store/run-folder.ts";
import { irregularEntry, irregularity, requireRegularFile } from "./regular-file.ts";

let folder: string;
let server: Server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "regular-"));
  await writeFile(join(folder, "file"), "");
  execFileSync("mkfifo", [join(folder, "pipe")]);
  server = createServer();
  await new Promise<void>((resolve) => void server.listen(join(folder, "socket"), resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

test.skipIf(process.platform === "win32").each<[string, string | null]>([
  ["file", null],
  ["missing", null],
  ["pipe", "a named pipe"],
  ["socket", "a socket"],
  [".", "a folder"],
  ["/dev/null", "a device"],
  ["/dev/stdin", null],
  ["/dev/fd/0", null],
  ["/proc/self/fd/0", null],
  ["/dev/fd", "a folder"],
])("%s is %s", (name, kind) => {
  expect(irregularity(name.startsWith("/") ? name : join(folder, name))).toBe(kind);
});

test.skipIf(process.platform === "win32")("a link counts as its target", async () => {
  await symlink(join(folder, "pipe"), join(folder, "link"));
  expect(irregularity(join(folder, "link"))).toBe("a named pipe");
});

describe.skipIf(process.platform === "win32")("does not wait for a pipe", () => {
  test.each([
    "manifest.json",
    "rows.jsonl",
    "answers.jsonl",
    "report.json",
    "report.html",
    "labels.jsonl",
    "note.txt",
    "a-link",
  ])("a file in place of %s in a run", async (name) => {
    const run = runFolder(folder, "run");
    await mkdir(run.path);
    await mkdir(join(run.path, "own"));
    await symlink(name === "a-link" ? join(folder, "pipe") : join(folder, "file"), join(run.path, "a-link"));
    if (name !== "manifest.json") await writeFile(run.manifestFile, "{}");
    if (name !== "a-link") execFileSync("mkfifo", [join(run.path, name)]);
    await expect(readManifest(run)).rejects.toMatchObject({
      code: "BAD_RUN",
      message: `${join(run.path, name)} is a named pipe, but a run consists of files.`,
    });
  });

  test.each(["csv", "jsonl", "json", "yaml", "xlsx", "parquet"] as const)(
    "in the place of a dataset: %s",
    async (end) => {
      const file = join(folder, `cases.${end}`);
      execFileSync("mkfifo", [file]);
      await expect(Array.fromAsync(dataset(file).cases())).rejects.toMatchObject({
        code: "BAD_DATASET",
        message: `${file} is a named pipe, not a file.`,
      });
    },
  );

  test("a file in place of recorded answers", () => {
    const file = join(folder, "answers.jsonl");
    execFileSync("mkfifo", [file]);
    expect(() => recorded(file).identity).toThrow(/answers.jsonl is a named pipe, not a file/);
  });
});

test("refuses an entry that is not a file by the name that the user knows", () => {
  expect(() => requireRegularFile(folder, "The price file prices.json")).toThrow(
    expect.objectContaining({ code: "BAD_ARGUMENT", message: "The price file prices.json is a folder, not a file." }),
  );
  expect(() => requireRegularFile(join(folder, "file"))).not.toThrow();
  expect(() => requireRegularFile(join(folder, "a".repeat(5000)))).not.toThrow();
});

test("files, folders and links to them are not irregular entries", async () => {
  const plain = join(folder, "plain");
  await mkdir(join(plain, "inner"), { recursive: true });
  await writeFile(join(plain, "a"), "");
  await symlink(join(plain, "a"), join(plain, "link"));
  await symlink(join(plain, "inner"), join(plain, "linked-folder"));
  await symlink(join(plain, "nothing"), join(plain, "broken"));
  expect(irregularEntry(plain)).toBeNull();
  expect(irregularEntry(join(plain, "nothing"))).toBeNull();
});
