import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeNewFile } from "./write-new-file.ts";

let folder = "";
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "write-new-file-"))));
afterEach(() => rmSync(folder, { recursive: true }));
const hint = "Use --force.";

test("refuses an existing file, and --force replaces it", async () => {
  const file = join(folder, "a.yaml");
  await writeNewFile(file, "one", { force: false, hint });
  await expect(writeNewFile(file, "two", { force: false, hint })).rejects.toMatchObject({
    code: "BAD_ARGUMENT",
    message: expect.stringMatching(/a\.yaml exists already\.$/),
    hint,
  });
  expect(readFileSync(file, "utf8")).toBe("one");
  await writeNewFile(file, "two", { force: true, hint });
  expect(readFileSync(file, "utf8")).toBe("two");
  expect(readdirSync(folder)).toEqual(["a.yaml"]);
});

test("a failed write leaves the earlier file", async () => {
  const file = join(folder, "b.yaml");
  writeFileSync(file, "mine");
  mkdirSync(`${file}.part`); // the temporary file for the new text
  await expect(writeNewFile(file, "new", { force: true, hint })).rejects.toMatchObject({ code: "EISDIR" });
  expect(readFileSync(file, "utf8")).toBe("mine");
});

test("a device such as /dev/stdout is written to and not replaced", async () => {
  await writeNewFile("/dev/null", "text", { force: true, hint });
  expect(readdirSync("/dev").filter((name) => name.includes("part"))).toEqual([]);
});
