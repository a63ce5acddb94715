import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rowLines } from "./row-lines.ts";
import { openRowStore } from "./row-store.ts";

test("120 rows of 5 MB in one turn of the event loop, more than any string, are stored and read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sameseed-test-"));
  try {
    const file = join(folder, "rows.jsonl");
    const store = await openRowStore<{ index: number; text: string }>(file, 0);
    const text = "x".repeat(5_000_000);
    for (let index = 0; index < 120; index++) store.append({ index, text });
    await store.close();
    let lines = 0;
    for await (const { number, text: line, isWhole } of rowLines(file)) {
      expect([isWhole, line.length]).toEqual([true, JSON.stringify({ index: number - 1, text }).length]);
      lines++;
    }
    expect(lines).toBe(120);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
