import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Row } from "@sameseed/core";
import { writeRowsParquet } from "./parquet-file.ts";
import { failedRow, manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-parquet-"))));
afterEach(() => rm(folder, { recursive: true }));

async function written(rows: Iterable<Row>): Promise<Record<string, unknown>[]> {
  const path = join(folder, "rows.parquet");
  await writeRowsParquet(path, manifestOf(), rows);
  return parquetReadObjects({ file: new Uint8Array(await readFile(path)).buffer });
}

test("rows.parquet has the columns of rows.csv with types", async () => {
  const [first, second] = await written([
    rowOf({ case: { vars: { question: { a: 1 } } }, score: 0.5 }),
    failedRow({ index: 1 }),
  ]);
  expect(first).toMatchObject({
    case: "a",
    repeat: 0,
    seed: 434296n,
    status: "completed",
    score: 0.5,
    output: "2",
    cost_usd: 0.0000005,
    cached: false,
    started_at: new Date("2026-01-01T00:00:01.000Z"),
    "vars.question": '{"a":1}',
  });
  expect(second).toMatchObject({ status: "failed", score: null, output: null, error: "timeout: no answer in 60 s" });
});

test("writes more rows than one group completely and in order", async () => {
  const rows = Array.from({ length: 10_001 }, (_, index) => rowOf({ index }));
  const read = await written(rows);
  expect(read.map(({ order }) => order)).toEqual(rows.map((_, index) => index));
});

test("a run without rows still has its columns", async () => expect(await written([])).toEqual([]));

test("leaves no file when rows cannot be read", async () => {
  const broken = function* (): Generator<Row> {
    yield rowOf();
    throw new Error("torn");
  };
  await expect(written(broken())).rejects.toThrow("torn");
  await expect(readFile(join(folder, "rows.parquet.part"))).rejects.toThrow("ENOENT");
});
