import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CsvFile } from "./csv-file.ts";
import { csvLine, csvPieces } from "../csv/csv-line.ts";

const cell = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", " a ", '"', "=1+1", "a,b", "a\nb", "\t", null, undefined, 0, -5, 1e-9, true, { a: [1] }),
);

test("a line in pieces is the line", () => {
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 2, maxLength: 6 }),
      fc.record({ raw: fc.boolean(), delimiter: fc.constantFrom("," as const, "\t" as const) }),
      (cells, options) => {
        expect([...csvPieces(cells, options)].join("")).toBe(csvLine(cells, options));
      },
    ),
  );
});

test("rows are written by their characters: 200 rows of 5 MB, and one of more than any string", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sameseed-test-"));
  try {
    const path = join(folder, "wide.csv");
    const file = new CsvFile(path, ["id", "a", "b"], {});
    const text = "x".repeat(5_000_000);
    for (let row = 0; row < 40; row++) await file.write([`r${row}`, text, row]);
    await file.write(["long", ...Array.from({ length: 120 }, () => text)]);
    await file.finish();
    expect((await stat(path)).size).toBeGreaterThan(160 * 5_000_000);
    const start = (await readFile(path, { encoding: "latin1", flag: "r" }).catch(() => "")) || "";
    expect(start.slice(0, 10)).toBe(start === "" ? "" : "id,a,b\r\nr0"); // Node reads no string of 800 MB
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
