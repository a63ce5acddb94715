import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createRunFolder } from "./run-folder.ts";

test.each(["file", "file/inside"])("a run is not written into %s", async (name) => {
  const folder = await mkdtemp(join(tmpdir(), "run-folder-"));
  try {
    await writeFile(join(folder, "file"), "");
    const results = join(folder, name);
    await expect(createRunFolder(results, "x")).rejects.toMatchObject({
      code: "BAD_RUN",
      message: `Cannot write into ${results}: it is not a folder.`,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
