import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CsvFile } from "./csv-file.ts";
import { csvLine, csvPieces } from "../csv/csv-line.ts";
import { TextFile } from "./text-file.ts";

const cell = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", " a ", '"', "=1+1", "a,b", "a\nb", "\t", null, undefined, 0, -5, 1e-9, true, { a: [1] }),
);

test("a line written in pieces equals the whole line", () => {
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

/** Runs `act` and returns the number of characters of each text that was written to a file meanwhile. */
async function lengthsOfTexts(act: () => Promise<void>): Promise<number[]> {
  const lengths: number[] = [];
  const inherited = Object.getOwnPropertyDescriptor(TextFile.prototype, "write")!;
  const write = inherited.value as TextFile["write"];
  TextFile.prototype.write = function (text) {
    lengths.push(text.length);
    return write.call(this, text);
  };
  try {
    await act();
  } finally {
    Object.defineProperty(TextFile.prototype, "write", inherited);
  }
  return lengths;
}

test("writes a row longer than any string cell by cell, and other rows by their characters", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sameseed-test-"));
  try {
    const path = join(folder, "wide.csv");
    const file = new CsvFile(path, ["id", "a", "b"], {});
    const long = "x".repeat(5_000_000);
    const medium = "y".repeat(600_000);
    const lengths = await lengthsOfTexts(async () => {
      await file.write(["before", "", 0]);
      await file.write(["long", ...Array.from({ length: 12 }, () => long)]);
      for (let row = 0; row < 12; row++) await file.write([`r${row}`, medium, row]);
      await file.finish();
    });
    expect(Math.max(...lengths)).toBe(long.length); // never a whole row of more than one such cell
    expect(lengths.filter((length) => length > medium.length && length < long.length)).toHaveLength(6); // two rows each
    const rows = Array.from({ length: 12 }, (_, row) => `r${row},${medium},${row}\r\n`).join("");
    const whole = `id,a,b\r\nbefore,,0\r\nlong${`,${long}`.repeat(12)}\r\n${rows}`;
    expect((await readFile(path, "latin1")) === whole).toBe(true);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
