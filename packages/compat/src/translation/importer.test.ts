import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readForeignFile } from "./importer.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "foreign-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["a package that is missing", 'require("no-such-package-here"); module.exports = {};', "no-such-package-here"],
  ["a throw", 'throw new Error("no key");', "no key"],
])("a script with %s is an error with its name", async (_, code, reason) => {
  const path = join(folder, "promptfooconfig.cjs");
  await writeFile(path, code);
  await expect(readForeignFile(path)).rejects.toMatchObject({
    code: "BAD_BENCHMARK",
    message: expect.stringMatching(new RegExp(`promptfooconfig\\.cjs does not load: .*${reason}`)) as string,
    hint: "Correct the script, or install the packages that it imports.",
  });
});
