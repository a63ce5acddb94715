import { closeSync, openSync, writeSync } from "node:fs";
import { link, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchFiles } from "./file-watch.ts";

test("a file with the output is not a change, under a second name either", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sameseed-watch-"));
  const output = openSync(join(folder, "out.txt"), "w");
  await link(join(folder, "out.txt"), join(folder, "linked.txt"));
  const watched = await watchFiles(folder, { except: [], outputs: [output] });
  try {
    writeSync(output, "printed by this process");
    await expect(watched.changes(AbortSignal.timeout(1000))).resolves.toBeNull();
    writeSync(output, "printed again");
    await writeFile(join(folder, "cases.csv"), "id");
    expect(await watched.changes(AbortSignal.timeout(30_000))).toEqual([join(folder, "cases.csv")]);
  } finally {
    await watched.close();
    closeSync(output);
    await rm(folder, { recursive: true });
  }
});
