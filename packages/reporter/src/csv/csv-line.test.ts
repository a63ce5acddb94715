import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { csvHeader, csvLine } from "./csv-line.ts";

const parse = (csv: string) => Papa.parse<string[]>(csv).data;

test.each([
  ["null", null, ""],
  ["undefined", undefined, ""],
  ["true", true, "true"],
  ["a negative number", -0.5, "-0.5"],
  ["a small price", 5e-7, "0.0000005"],
  ["a small price with digits", -1.25e-9, "-0.00000000125"],
  ["all digits of a number", 0.1 + 0.2, "0.30000000000000004"],
  ["a large number", 123456789012345, "123456789012345"],
  ["an object", { a: [1, "x"] }, '"{""a"":[1,""x""]}"'],
  ["text with a comma", "a,b", '"a,b"'],
  ["text with a newline", "a\nb\r\nc", '"a\nb\r\nc"'],
  ["text with quotes", 'say "x"', '"say ""x"""'],
  ["text of zeros", "0012", "0012"],
])("writes %s without loss", (_, value, expected) => {
  expect(csvLine([value, "end"])).toBe(`${expected},end\r\n`);
});

test.each([
  "=1+1",
  "+1+1",
  "-1+1",
  "@SUM(1)",
  "＝1",
  "＋1",
  "－1",
  "＠A1",
  "\t=1",
  "\r=1",
  "\n=1",
  "\0=1",
  "  =1+1",
  "- a list",
  "+49 30 1234",
])("text that a spreadsheet could run gets an apostrophe: %j", (text) => {
  expect(parse(csvLine([text, "end"]))[0]).toEqual([`'${text}`, "end"]);
  expect(parse(csvLine([text, "end"], { raw: true }))[0]).toEqual([text, "end"]);
});

test.each(["-5", "+3.25", "-0.5", "1-1", "a=b", "", "~/x", "(=1)"])(
  "text that no spreadsheet runs stays as it is: %j",
  (text) => {
    expect(parse(csvLine([text, "end"]))[0]).toEqual([text, "end"]);
  },
);

test("column names are unique and as safe as cells", () => {
  expect(csvHeader(["a", "a", "a (2)", "=x"])).toBe('a,a (2),a (2) (2),"\'=x"\r\n');
});

test("the byte order mark comes first and once", () => {
  expect(csvHeader(["a"], { bom: true })).toBe("\uFEFFa\r\n");
});

test("raw lines read back as the same text", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom('"', ",", "\r", "\n", "'", "=", " ", "\t", "é", "日", "😀", "\uFEFF", ";", "a"),
    }),
  );
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(hostile, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
    );
  fc.assert(
    fc.property(table, (rows) => {
      const csv =
        csvHeader(rows[0]!.map((_, column) => `c${column}`)) + rows.map((row) => csvLine(row, { raw: true })).join("");
      expect(Papa.parse<string[]>(csv, { newline: "\r\n", delimiter: "," }).data.slice(1, -1)).toEqual(rows);
    }),
    { numRuns: 200 },
  );
});

const sharedData = new URL("../../../../../shared/data/", import.meta.url);
const naughtyFile = new URL("strings/blns.json", sharedData);
const payloadFile = new URL("csv/formula_injection.json", sharedData);

test.skipIf(!existsSync(naughtyFile))(
  "the big list of naughty strings survives a raw round trip (needs ../shared/data)",
  () => {
    const strings = JSON.parse(readFileSync(naughtyFile, "utf8")) as string[];
    const csv = csvHeader(["a", "b"]) + strings.map((text) => csvLine([text, "end"], { raw: true })).join("");
    expect(Papa.parse<string[]>(csv, { newline: "\r\n", delimiter: "," }).data.slice(1, -1)).toEqual(
      strings.map((text) => [text, "end"]),
    );
  },
);

test.skipIf(!existsSync(payloadFile))("no published injection payload can run (needs ../shared/data)", () => {
  const { first_characters_to_neutralise: firsts, ...sources } = JSON.parse(
    readFileSync(payloadFile, "utf8"),
  ) as Record<string, string[]> & {
    first_characters_to_neutralise: Record<string, string[]>;
  };
  const characters = Object.values(firsts).flat();
  const payloads = [
    ...Object.values(sources).flat(),
    ...characters,
    ...characters.map((character) => `${character}1+1`),
  ];
  expect(payloads.length).toBeGreaterThan(20);
  const cells = payloads.map((payload) => parse(csvLine([payload, "end"]))[0]![0]!);
  expect(cells.filter((cell) => characters.some((character) => cell.startsWith(character)))).toEqual([]);
});

test("writes the same lines as papaparse", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab1 ,\"'=+-@＝\t\r\n\0\uFEFF.", "é", "🎲") });
  const cell = fc.oneof(
    text,
    fc.string(),
    fc.integer(),
    fc.double({ min: 1e-6, max: 1e20 }),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
  );
  const formula = /^[\t\r\n\0]|^\s*(?:[=@＝＠＋－]|[+-](?!\d+(?:\.\d+)?$))/;
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), fc.boolean(), (cells, raw) => {
      expect(csvLine(cells, { raw })).toBe(`${Papa.unparse([cells], { escapeFormulae: raw ? false : formula })}\r\n`);
    }),
    { numRuns: 2000 },
  );
});
