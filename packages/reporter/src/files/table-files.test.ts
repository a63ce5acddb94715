import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "@sameseed/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";
import { rowsCsvFile, TABLE_FILES, type TableFileOptions, wideCsvFile } from "./table-files.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-tables-"))));
afterEach(() => rm(folder, { recursive: true }));

const caseOf = (number: number, texts: readonly [string, string]): Row[] =>
  ["direct", "stepwise"].map((prompt, place) =>
    rowOf({
      index: 2 * number + place,
      prompt,
      case: { id: `c${number}`, vars: {} },
      outcome: { text: texts[place]! },
    }),
  );

/** The tables of rows, some of whose cases come early. */
async function tablesOf(
  rows: readonly Row[],
  early: readonly (readonly Row[])[],
  options: TableFileOptions,
): Promise<readonly string[]> {
  for (const tableFile of [rowsCsvFile, wideCsvFile]) {
    const table = tableFile(folder, manifestOf(), options);
    for (const ofCase of early) table.early?.(ofCase);
    for (const row of rows) await table.row(row);
    await table.end();
  }
  return Promise.all(TABLE_FILES.map((name) => readFile(join(folder, name), "utf8")));
}

test.each([0, 1, 400, 100_000])(
  "a replaced row of an early case has the later answer, with room for %i",
  async (mostEarly) => {
    const [before, other] = [caseOf(0, ["one", "before"]), caseOf(1, ["x".repeat(300), "three"])];
    const after = [before[0]!, caseOf(0, ["one", "after"])[1]!];
    const rows = [...after, ...other];
    const expected = await tablesOf(rows, [], {});
    expect(expected.join("")).toContain("after");
    expect(await tablesOf(rows, [before, other, after], { mostEarly })).toEqual(expected);
    expect(await tablesOf(rows, [before, after, after, after, other], { mostEarly })).toEqual(expected);
  },
);
