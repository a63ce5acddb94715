import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest, Row } from "@sameseed/core";
import { CellsBuilder, encodeCells } from "@sameseed/viewer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CellsSpool } from "./cells-spool.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sameseed-spool-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** So many repeats that a part holds two cases. */
const REPEATS = 1 << 15;
const MANIFEST = {
  repeats: REPEATS,
  startedAt: "2026-01-01T00:00:00.000Z",
  variants: [{ id: "p/m" }],
  scorers: [{ name: "equals" }, { name: "contains" }],
  cases: { metadataNames: ["topic", "ticket"] },
} as unknown as Manifest;
const METRICS = ["score", "equals", "contains"];

/** The first and the last draw of a case. Backends change, and no id is plain. */
function rowsOf(number: number): Row[] {
  return [0, REPEATS - 1].map(
    (repeat) =>
      ({
        trial: {
          index: number * REPEATS + repeat,
          case: { id: `é"${number}`, vars: {}, metadata: { topic: number % 3, ticket: `t${number}` } },
          repeat,
          variant: "p/m",
        },
        outcome: {
          status: "completed",
          text: `answer ${number}`,
          systemFingerprint: `fp${number % 4}`,
          costUsd: number / 8,
          latencyMs: number + repeat,
          cached: false,
          startedAt: "2026-01-01T00:00:01.000Z",
        },
        scores: { equals: { value: number % 2 }, contains: { value: 0.5 } },
      }) as unknown as Row,
  );
}

test.each([0, 1, 2, 3, 7])("the cells of %i cases equal those kept in memory", async (count) => {
  const expected = new CellsBuilder(MANIFEST, METRICS);
  const spool = new CellsSpool(join(folder, "cells.part"), MANIFEST, METRICS);
  let flushed = 0;
  for (let number = 0; number < count; number++) {
    expected.addCase(rowsOf(number));
    const flush = spool.addCase(rowsOf(number));
    if (flush !== undefined) flushed++;
    await flush;
  }
  expect(flushed).toBe(Math.floor(count / 2));
  const { size, parts } = await spool.encoded();
  const bytes: Buffer[] = [];
  for await (const part of parts) bytes.push(Buffer.from(part));
  expect(size).toBe(Buffer.concat(bytes).length);
  expect(Buffer.concat(bytes).equals(Buffer.from(encodeCells(expected.cells())))).toBe(true);
  await spool.close();
  expect(await readdir(folder)).toEqual([]);
});

test.runIf(existsSync("/dev/full"))("a full disk is an error that names the file (needs /dev/full)", async () => {
  const file = join(folder, "view.cells");
  await symlink("/dev/full", file); // only the link is removed
  const spool = new CellsSpool(file, MANIFEST, METRICS);
  await expect(
    (async () => {
      await spool.addCase(rowsOf(0));
      await spool.addCase(rowsOf(1));
      await spool.encoded();
    })(),
  ).rejects.toMatchObject({ code: "ENOSPC", path: file, message: expect.stringContaining(`'${file}'`) as string });
  await spool.close();
  expect(await readdir(folder)).toEqual([]);
  expect(existsSync("/dev/full")).toBe(true);
});
