import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest, Row } from "@sameseed/core";
import { manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";
import { rowsCsvFile } from "@sameseed/reporter/tables";
import { runFolder } from "@sameseed/runner";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tableThread } from "./table-thread.ts";

vi.mock("node:os", async (original) => ({ ...(await original<object>()), availableParallelism: () => 2 }));

const TRIALS = 50_000;
const OPTIONS = { bom: true, delimiter: ";" };
const sample = manifestOf();
const manifest: Manifest = { ...sample, counts: { ...sample.counts, planned: TRIALS } };
const rows = [0, 1, 2, 3, 9999].map((index) =>
  rowOf({ index, case: { id: `c${index}`, vars: { question: `=1+${index}; "é"\n` } } }),
);

let results = "";
const folder = () => runFolder(results, ".");
beforeEach(async () => void (results = await mkdtemp(join(tmpdir(), "sameseed-tables-"))));
afterEach(() => rm(results, { recursive: true }));

/** In the order of arrival, which is not that of the tables. A kill cut the last line. */
async function store(stored: readonly Row[]): Promise<void> {
  const lines = stored.toReversed().map((row) => `${JSON.stringify(row)}\n`);
  await writeFile(folder().rowsFile, `${lines.join("")}{"trial":{"index":7`);
}

async function written(): Promise<void> {
  const thread = tableThread(folder(), manifest, OPTIONS)!;
  await Promise.resolve(thread.reporter.end!({} as never)).finally(() => thread.close());
}

async function expectSameTable(rows: readonly Row[]): Promise<void> {
  const here = join(results, "here");
  const table = rowsCsvFile(here, manifest, OPTIONS);
  for (const row of rows) await table.row(row);
  await table.end();
  const text = await readFile(join(results, "rows.csv"), "utf8");
  expect(text).toBe(await readFile(join(here, "rows.csv"), "utf8"));
  expect(text).toContain("é");
}

test("a thread writes the same bytes as this one", async () => {
  await store(rows);
  await written();
  await expectSameTable(rows);
});

test("a thread that follows a run writes the rows that are stored until its end", async () => {
  const many = Array.from({ length: 2000 }, (_, index) =>
    rowOf({ index, outcome: { text: `é${index} `.repeat(200) } }),
  );
  const lines = many.map((row) => `${JSON.stringify(row)}\n`);
  await writeFile(folder().rowsFile, lines.slice(0, 1500).join(""));
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const thread = tableThread(folder(), manifest, { ...OPTIONS, ended })!;
  await vi.waitFor(async () => expect(await readdir(results)).toContain("rows.csv.part"), { timeout: 60_000 });
  await appendFile(folder().rowsFile, lines.slice(1500).join(""));
  end();
  await Promise.resolve(thread.reporter.end!({} as never)).finally(() => thread.close());
  await expectSameTable(many);
});

test("the error of a damaged row names file and line", async () => {
  await store(rows);
  await writeFile(folder().rowsFile, '{"trial":{"index":0,"order":}}\n');
  await expect(written()).rejects.toMatchObject({
    code: "BAD_RUN",
    message: expect.stringContaining("rows.jsonl, line 1 is not a row"),
    hint: expect.stringContaining("delete line 1"),
  });
});

test("the error of a file that cannot be written arrives with the next row, too", async () => {
  await store(rows);
  await mkdir(join(results, "rows.csv.part"));
  const { reporter, close } = tableThread(folder(), manifest, OPTIONS)!;
  await expect(reporter.end!({} as never)).rejects.toMatchObject({
    code: "BAD_RUN",
    message: expect.stringContaining("rows.csv"),
    hint: expect.stringContaining("Free some space"),
  });
  expect(() => reporter.row!(rows[0]!)).toThrow("Cannot write");
  await close();
});

test("a thread that is ended early leaves no table", async () => {
  await store(rows);
  const thread = tableThread(folder(), manifest, OPTIONS)!;
  await thread.close();
  await expect(thread.reporter.end!({} as never)).rejects.toThrow("ended early");
  expect(await readdir(results)).toEqual(["rows.jsonl"]);
});

test("a small run needs no thread", () => {
  const small = { ...manifest, counts: { ...manifest.counts, planned: TRIALS - 1 } };
  expect(tableThread(folder(), small, OPTIONS)).toBeNull();
});
