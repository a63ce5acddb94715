import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "@sameseed/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { searchRows } from "./search-rows.ts";

const MANIFEST = { repeats: 1, variants: [{ id: "a" }, { id: "b" }], counts: {} } as unknown as Manifest;

const rowOf = (index: number, text: string): string =>
  `${JSON.stringify({
    trial: { index, case: { id: `c${Math.floor(index / 2)}`, vars: {} }, variant: "ab"[index % 2] },
    outcome: { status: "completed", text },
    scores: {},
  })}\n`;

let folder = "";
const rowsFile = (): string => join(folder, "rows.jsonl");
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sameseed-search-"));
});
afterEach(() => rm(folder, { recursive: true }));

function search(query: string, signal = new AbortController().signal): Promise<(readonly number[])[]> {
  return Array.fromAsync(searchRows({ rowsFile: rowsFile(), manifest: MANIFEST, query, signal }));
}

test("a case is found once, whichever of its answers has the text", async () => {
  await writeFile(rowsFile(), [rowOf(5, "Paris"), rowOf(4, "PARIS"), rowOf(0, "Rome"), rowOf(1, "in Paris")].join(""));
  expect((await search("paris")).flat()).toEqual([2, 0]);
});

test("does not find names of fields or a row that is being written", async () => {
  await writeFile(rowsFile(), rowOf(0, "outcome"));
  await appendFile(rowsFile(), rowOf(2, "outcome").slice(0, -9));
  expect((await search("outcome")).flat()).toEqual([0]);
  expect(await search("completed")).toEqual([]);
});

test("returns cases while the rows are still being read, and none after the reader has left", async () => {
  const filler = "x".repeat(10_000);
  for (let part = 0; part < 40; part++) {
    const rows = Array.from({ length: 100 }, (_, row) => rowOf(2 * (100 * part + row), `Paris ${filler}`));
    await appendFile(rowsFile(), rows.join(""));
  }
  const gone = new AbortController();
  const batches = searchRows({ rowsFile: rowsFile(), manifest: MANIFEST, query: "paris", signal: gone.signal });
  const { value: first } = await batches.next();
  expect(first).not.toHaveLength(0);
  expect((first as readonly number[]).length).toBeLessThan(4000);
  gone.abort();
  expect(await batches.next()).toEqual({ value: undefined, done: true });
});
