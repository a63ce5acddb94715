import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changeRunNote, readRunNote } from "./run-note.ts";

let run = "";
beforeEach(async () => void (run = await mkdtemp(join(tmpdir(), "sameseed-note-"))));
afterEach(() => rm(run, { recursive: true }));

test("a note is changed part by part, and its file goes away with its last part", async () => {
  expect(await readRunNote(run)).toEqual({ note: "", tags: [], release: null });
  await changeRunNote(run, { note: "  shorter system prompt ", tags: ["nightly", "nightly", "v2"] });
  await changeRunNote(run, { release: "2.1" });
  expect(await readRunNote(run)).toEqual({ note: "shorter system prompt", tags: ["nightly", "v2"], release: "2.1" });
  await changeRunNote(run, { note: "", tags: [], release: null });
  expect(await readdir(run)).toEqual([]);
});

test.each([
  [{ tags: ["a,b"] }, /tag cannot be taken: a tag has no comma/],
  [{ tags: [""] }, /tag cannot be taken/],
  [{ tags: Array.from({ length: 21 }, (_, number) => `t${number}`) }, /tag cannot be taken/],
  [{ note: "x".repeat(2001) }, /note cannot be taken/],
  [{ release: "a\nb" }, /release cannot be taken/],
])("refuses %j and keeps the previous note", async (changes, message) => {
  await changeRunNote(run, { note: "kept" });
  await expect(changeRunNote(run, changes)).rejects.toThrow(message);
  expect(await readRunNote(run)).toMatchObject({ note: "kept" });
});

test("a damaged file is an error that names it", async () => {
  await writeFile(join(run, "note.json"), "{");
  await expect(readRunNote(run)).rejects.toThrow(/note\.json is not a note/);
});
