import { statSync } from "node:fs";
import { mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowLines } from "./row-lines.ts";
import { openRowStore } from "./row-store.ts";

/** No string of V8 has more characters: 2 to the power of 29, less 24. */
const LONGEST_STRING = 536_870_888;
const ROWS = 8;
const text = "x".repeat(5_000_000);

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-test-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("rows of one turn of the event loop may be longer together than any string", async () => {
  const file = join(folder, "rows.jsonl");
  const store = await openRowStore<{ index: number; text: string }>(file, 0);
  for (let index = 0; index < ROWS; index++) {
    store.append({ index, text });
    expect(statSync(file).size).toBeGreaterThan((index + 1) * text.length); // no row waits for the end of the turn
  }
  for (let index = ROWS; index < 2 * ROWS; index++) store.append({ index, text: "short" });
  await store.close();

  await truncate(file, 2 * LONGEST_STRING); // a gap that takes no space on the disk
  let lines = 0;
  for await (const { number, text: line, isWhole } of rowLines(file)) {
    const index = number - 1;
    expect(isWhole).toBe(true);
    expect(line === JSON.stringify({ index, text: index < ROWS ? text : "short" })).toBe(true);
    if (++lines === 2 * ROWS) break;
  }
  expect(lines).toBe(2 * ROWS);
});
