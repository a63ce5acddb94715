import { mkdtemp, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRowStore } from "./row-store.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "row-store-"));
  file = join(folder, "rows.jsonl");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const LOSSES: readonly [string, () => Promise<void>][] = [
  ["removed", () => rm(file)],
  ["removed with its folder", () => rm(dirname(file), { recursive: true })],
  ["shortened", () => truncate(file, 0)],
  ["replaced", () => rm(file).then(() => writeFile(file, "x".repeat(1000)))],
  ["renamed", () => rename(file, `${file}.old`)],
];
const lost = /rows\.jsonl was removed, renamed or shortened during the run/;

test.each(LOSSES)("a file that is %s stops the run that writes it", async (_, lose) => {
  const store = await openRowStore<{ index: number }>(file, 0);
  store.append({ index: 0 });
  await store.flush();
  await lose();
  await expect(
    (async () => {
      for (let index = 1; index < 2000; index++) {
        store.append({ index });
        await wait(1);
      }
    })(),
  ).rejects.toThrow(lost);
  await expect(store.close()).rejects.toThrow(lost);
});

test.each(LOSSES)("a file that is %s shortly before the end is an error", async (_, lose) => {
  const store = await openRowStore<{ index: number }>(file, 0);
  store.append({ index: 0 });
  await store.flush();
  await lose();
  await expect(store.close()).rejects.toThrow(lost);
});

test("rows that follow stored ones do not count as a loss", async () => {
  await writeFile(file, '{"index":0}\n{"ind');
  const store = await openRowStore<{ index: number }>(file, 12);
  store.append({ index: 1 });
  await store.close();
});
