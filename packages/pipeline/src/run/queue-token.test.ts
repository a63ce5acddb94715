import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tokenOf } from "./queue-token.ts";

const folder = mkdtempSync(join(tmpdir(), "queue-token-"));
const file = join(folder, "queue.json");
afterAll(() => rmSync(folder, { recursive: true }));

test("a run keeps its token, readable only by its owner; a full disk leaves an empty file", async () => {
  writeFileSync(file, "");
  const token = await tokenOf(file);
  expect(token).toMatch(/^[0-9a-f]{32}$/);
  expect(await tokenOf(file)).toBe(token);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test.for(["{", "null", '{"token":7}', '{"token":"*"}'])(
  "a damaged file (%s) is named with its remedy",
  async (text) => {
    writeFileSync(file, text);
    await expect(tokenOf(file)).rejects.toMatchObject({
      code: "BAD_RUN",
      message: `${file} is damaged: it names no run in Redis.`,
      hint: expect.stringContaining("delete it"),
    });
  },
);

test("a file that cannot be read is not replaced", async () => {
  const unreadable = join(folder, "unreadable");
  mkdirSync(unreadable);
  await expect(tokenOf(unreadable)).rejects.toMatchObject({ code: "EISDIR" });
});
