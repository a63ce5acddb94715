import { readFileSync, rmSync, writeFileSync } from "node:fs"; // hundreds of tears: a promise of Node costs ten times as much
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "@sameseed/core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRows } from "./read-rows.ts";
import { indexRows } from "./row-index.ts";
import { openRowStore } from "./row-store.ts";

const NEWLINE = 10;
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "torn-"))));
afterAll(() => rm(folder, { recursive: true }));

function rowOf(index: number, text: string): Row {
  return {
    trial: {
      index,
      order: index,
      case: { id: `c${index}`, vars: {} },
      repeat: 0,
      variant: "p/m",
      prompt: "p",
      model: "m",
      seed: 1,
    },
    outcome: {
      status: "completed",
      text,
      finishReason: "stop",
      systemFingerprint: null,
      modelVersion: null,
      usage: null,
      costUsd: null,
      ttftMs: null,
      cached: false,
      latencyMs: 1,
      attempts: 1,
      startedAt: "2026-01-01T00:00:00.000Z",
    },
    scores: {},
  };
}

async function append(file: string, rows: readonly Row[], wholeBytes: number): Promise<void> {
  const store = await openRowStore(file, wholeBytes);
  for (const row of rows) store.append(row);
  await store.close();
}

/** Cuts the bytes of `rows` at `length` bytes, reopens the store as a resumed run does, and returns its rows. */
async function torn(whole: Buffer, rows: readonly Row[], length: number) {
  const left = join(folder, "left.jsonl");
  writeFileSync(left, whole.subarray(0, length));
  const { lengths, stored, wholeBytes } = await indexRows(left, rows.length);
  await append(
    left,
    rows.filter((_, index) => lengths[index] === 0),
    wholeBytes,
  );
  const read = await Array.fromAsync(readRows(left, rows.length));
  const ends = whole.subarray(0, length).filter((byte) => byte === NEWLINE).length;
  return { stored, ends, read, isSame: readFileSync(left).equals(whole) };
}

test("a store cut at any byte of its last row is resumed: complete rows stay, the cut one is rewritten", async () => {
  const rows = [rowOf(0, "one"), rowOf(1, 'two\u2028 "🦔" \\ \n é'), rowOf(2, "three")];
  const file = join(folder, "rows.jsonl");
  await append(file, rows, 0);
  const whole = readFileSync(file);
  const { length } = whole;
  const last = whole.subarray(0, -1).lastIndexOf(NEWLINE) + 1;
  for (let cut = last; cut <= length; cut++) {
    const { stored, read, isSame } = await torn(whole, rows, cut);
    expect({ cut, stored, isSame }).toEqual({ cut, stored: cut === length ? 3 : 2, isSame: true });
    expect(read).toEqual(rows);
  }
});

test("a store of any texts that is cut anywhere contains each row once after it is resumed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "binary", maxLength: 30 }), { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (texts, share) => {
        const rows = texts.map((text, index) => rowOf(index, text.toWellFormed()));
        const file = join(folder, "any.jsonl");
        rmSync(file, { force: true });
        await append(file, rows, 0);
        const whole = readFileSync(file);
        const cut = Math.floor(share * whole.length);
        const { stored, ends, read, isSame } = await torn(whole, rows, cut);
        expect(stored).toBe(ends);
        expect(read).toEqual(rows);
        expect(isSame).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

test("an error for a complete line that is not a row names its file", async () => {
  const file = join(folder, "changed.jsonl");
  for (const line of ["garbage", JSON.stringify(rowOf(0, "x")).slice(0, -9), '{"trial":{"index":0}}']) {
    writeFileSync(file, `${line}\n`);
    await expect(Array.fromAsync(readRows(file, 1))).rejects.toMatchObject({
      code: "BAD_RUN",
      message: expect.stringContaining(`${file}, line 1 is not a row`) as string,
    });
  }
});
