import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest, Row } from "@sameseed/core";
import { metricsOf } from "@sameseed/analysis";
import { indexRows, runFolder } from "@sameseed/runner";
import { CellsBuilder, encodeCells } from "@sameseed/viewer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readViewIndex, ViewIndexBuilder } from "./view-index.ts";

const HASH = "0".repeat(64);
const MANIFEST = {
  hash: HASH,
  repeats: 1,
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: "2026-01-01T00:01:00.000Z",
  variants: [{ id: "p/m" }],
  scorers: [{ name: "equals", hash: HASH }],
  cases: { metadataNames: ["topic"] },
  counts: { planned: 20_000, completed: 20_000, truncated: 0, refused: 0, failed: 0 },
} as unknown as Manifest;

const ROWS = [0, 1, 2].map(
  (index) =>
    ({
      trial: { index, order: index, case: { id: `c${index}`, vars: {}, metadata: { topic: "a" } }, variant: "p/m" },
      outcome: {
        status: "completed",
        text: `answer ${index}`,
        systemFingerprint: null,
        costUsd: 0.5,
        latencyMs: 3,
        cached: false,
        startedAt: "2026-01-01T00:00:01.000Z",
      },
      scores: { equals: { value: index % 2 } },
    }) as unknown as Row,
);

let results = "";
const folder = () => runFolder(results, ".");
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "sameseed-index-"));
  // Not in table order: rows are in the order of arrival.
  await writeFile(
    folder().rowsFile,
    ROWS.toReversed()
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(""),
  );
  const index = indexRows(folder().rowsFile, MANIFEST.counts.planned);
  const builder = ViewIndexBuilder.for({ folder: folder(), manifest: MANIFEST, index })!;
  for (const row of ROWS) await builder.row(row);
  await builder.end();
  await builder.close();
});
afterEach(() => rm(results, { recursive: true }));

test("the index returns the cells and the position of each row", async () => {
  const { cells, index } = (await readViewIndex(folder(), MANIFEST))!;
  const expected = new CellsBuilder(MANIFEST, metricsOf(MANIFEST));
  for (const row of ROWS) expected.addCase([row]);
  expect(Buffer.from(cells).equals(Buffer.from(encodeCells(expected.cells())))).toBe(true);
  const text = await readFile(folder().rowsFile);
  const line = (trial: number) =>
    text.toString("utf8", index.offsets[trial]!, index.offsets[trial]! + index.lengths[trial]!);
  expect([0, 1, 2].map((trial) => JSON.parse(line(trial)))).toEqual(ROWS);
  expect(index.lengths[3]).toBe(0);
});

test.each<readonly [string, () => Promise<unknown>, Partial<Manifest>]>([
  ["rows came", () => appendFile(folder().rowsFile, "x\n"), {}],
  [
    "a row is another",
    async () =>
      writeFile(folder().rowsFile, (await readFile(folder().rowsFile, "utf8")).replace("answer 1", "answer 7")),
    {},
  ],
  ["the rows are missing", () => rm(folder().rowsFile), {}],
  [
    "the index is cut off",
    async () => writeFile(join(results, "view.index"), (await readFile(join(results, "view.index"))).subarray(0, -1)),
    {},
  ],
  ["the index is something else", () => writeFile(join(results, "view.index"), "no index\n"), {}],
  ["the run went on", async () => {}, { endedAt: "2026-01-02T00:00:00.000Z" }],
  ["it is scored otherwise", async () => {}, { scorers: [{ name: "equals", identity: {}, hash: "1" }] }],
])("returns null where %s", async (_, change, manifest) => {
  await change();
  expect(await readViewIndex(folder(), { ...MANIFEST, ...manifest })).toBeNull();
});

test("a small run needs no index", () => {
  const manifest = { ...MANIFEST, counts: { ...MANIFEST.counts, planned: 19_999 } };
  const index = indexRows(folder().rowsFile, 19_999);
  expect(ViewIndexBuilder.for({ folder: folder(), manifest, index })).toBeNull();
});
