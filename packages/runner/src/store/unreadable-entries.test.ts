import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unreadableEntries } from "./unreadable-entries.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "unreadable-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test("entries are appended as lines of JSON", async () => {
  const { file, keep } = unreadableEntries(join(folder, "u.jsonl"));
  await keep([
    { id: "1-0", fields: ["r", "{cut\noff"] },
    { id: "2-0", fields: [] },
  ]);
  await keep([{ id: "3-0", fields: ["x"] }]);
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(["1-0", "2-0", "3-0"]);
});

test("the file does not grow without end", async () => {
  const { file, keep } = unreadableEntries(join(folder, "u.jsonl"), 30);
  for (let at = 0; at < 5; at++) await keep([{ id: `${at}-0` }]);
  expect(await readFile(file, "utf8")).toBe('{"id":"0-0"}\n{"id":"1-0"}\n');
});

test("a file that cannot be written is an error: the entries stay in Redis", async () => {
  const { keep } = unreadableEntries(join(folder, "absent", "u.jsonl"));
  await expect(keep([{ id: "1-0" }])).rejects.toMatchObject({
    code: "BAD_RUN",
    hint: expect.stringContaining("resume"),
  });
});
