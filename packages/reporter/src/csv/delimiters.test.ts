import * as fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { csvHeader, csvLines, type CsvOptions, csvPieces } from "./csv-line.ts";

const SEMICOLON: CsvOptions = { delimiter: ";" };
const COMMA: CsvOptions = { decimal: "," };

test("separates cells by the delimiter and quotes text that contains it", () => {
  expect(csvHeader(["a", "b;c"], SEMICOLON)).toBe('a;"b;c"\r\n');
  expect(csvLines([[0.5, "x,y", "x;y", null]], SEMICOLON)).toBe('0.5;x,y;"x;y";\r\n');
});

test("a decimal comma is used only in numbers, with semicolons between cells", () => {
  expect(csvLines([[0.5, -1e-7, "0.5", { x: 0.5 }, 12]], COMMA)).toBe('0,5;-0,0000001;0.5;"{""x"":0.5}";12\r\n');
});

test("a negative number keeps its sign with a decimal comma, and formulas are made safe", () => {
  expect(csvLines([[-0.5, "-5,3", "=1+1", "-1+1"]], COMMA)).toBe(`-0,5;-5,3;"'=1+1";"'-1+1"\r\n`);
});

test("a line written in pieces equals the whole line", () => {
  for (const options of [SEMICOLON, COMMA])
    expect([...csvPieces(["a", null, 0.25, "b;c"], options)].join("")).toBe(
      csvLines([["a", null, 0.25, "b;c"]], options),
    );
});

test("text survives a round trip with any delimiter", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: "binary" }), { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(";", "|", "\t", ","),
      (rows, delimiter) => {
        const { data } = Papa.parse(csvLines(rows, { delimiter, raw: true }), { delimiter, newline: "\r\n" });
        expect((data as string[][]).slice(0, rows.length)).toEqual(rows);
      },
    ),
  );
});
