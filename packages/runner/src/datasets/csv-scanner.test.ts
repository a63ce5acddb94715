import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { CsvFault, CsvScanner, sniffDelimiter } from "./csv-scanner.ts";

function rowsOf(chunks: readonly string[], delimiter = ","): string[][] {
  const scanner = new CsvScanner(delimiter);
  return [...chunks.flatMap((chunk) => scanner.push(chunk)), ...scanner.end()].map(({ fields }) => fields);
}

describe("rows of", () => {
  test.each<[string, string, string[][]]>([
    [
      "plain fields",
      "a,b\n1,2",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "a last line with its end",
      "a,b\n1,2\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    [
      "empty fields",
      "a,,\n,,b",
      [
        ["a", "", ""],
        ["", "", "b"],
      ],
    ],
    ["quoted delimiters, quotes and line breaks", '"a,b","say ""hi""","x\r\ny"', [["a,b", 'say "hi"', "x\r\ny"]]],
    ["all kinds of line ends", "a\r\nb\nc\rd", [["a"], ["b"], ["c"], ["d"]]],
    [
      "empty lines",
      "\n\na,b\n\r\n  \n1,2\n\n",
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ["an empty quoted field alone, which is not an empty line", 'a\n""\nb', [["a"], [""], ["b"]]],
    ["a quote inside an unquoted field", 'the "best", 5" wide', [['the "best"', ' 5" wide']]],
    ["white space around, which is kept", " a , b ", [[" a ", " b "]]],
    ["white space after a closing quote, which is not", '"a" ,b', [["a", "b"]]],
    ["nothing", "", []],
  ])("%s", (_, text, rows) => {
    expect(rowsOf([text])).toEqual(rows);
    expect(rowsOf([...text])).toEqual(rows);
  });
});

describe("a fault has its line and column", () => {
  test.each<[string, string, number, number, string]>([
    ["a quote that is never closed", 'a,b\n1,"2\n3,4\n', 2, 3, "never closed"],
    ["the same behind a quoted line break", '"x\ny",b\n"z', 3, 1, "never closed"],
    ["text after a closing quote", 'a\r\n1,"2"3\r\n', 2, 6, "after a closing quote"],
    ["the same behind a quoted line break", '"a\nb"c', 2, 3, "after a closing quote"],
  ])("%s", (...[, text, line, column, message]) => {
    for (const chunks of [[text], [...text]]) {
      expect(() => rowsOf(chunks)).toThrow(CsvFault);
      expect(() => rowsOf(chunks)).toThrow(
        expect.objectContaining({ line, column, message: expect.stringContaining(message) }),
      );
    }
  });
});

test("a row has the number of its first line", () => {
  const scanner = new CsvScanner(",");
  const text = 'a\n"b\nb"\n\nc\r\nd';
  expect([...scanner.push(text), ...scanner.end()].map(({ line }) => line)).toEqual([1, 2, 5, 6]);
});

const field = fc.oneof(fc.string(), fc.stringMatching(/^[",;\t\r\n a1]*$/));

test("reads papaparse's output with any cuts of the chunks", () => {
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n"),
      fc.integer({ min: 1, max: 7 }),
      (...[rows, delimiter, newline, size]) => {
        const text = Papa.unparse(rows, { delimiter, newline });
        const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, part) =>
          text.slice(part * size, (part + 1) * size),
        );
        expect(rowsOf(chunks, delimiter)).toEqual(rows);
      },
    ),
  );
});

test.each([
  ["a,b,c", ","],
  ["a;b;c", ";"],
  ["a\tb", "\t"],
  ['"a,b,c";d', ";"],
  ["one", ","],
  ["", ","],
  ["price, in EUR;name;size", ";"],
])("the delimiter of %j is %j", (line, delimiter) => {
  expect(sniffDelimiter(line)).toBe(delimiter);
});

/** Public test files next to the repository, if they exist. */
const data = new URL("../../../../../shared/data/csv/", import.meta.url);

test("the files of csv-spectrum give the expected records", ({ skip }) => {
  if (!existsSync(data)) skip("needs ../shared/data");
  const names = readdirSync(new URL("csv-spectrum/csvs/", data))
    .map((name) => name.replace(".csv", ""))
    .filter((name) => name !== "location_coordinates"); // its JSON has another telephone number than its CSV
  expect(names.length).toBeGreaterThan(10);
  const wanted = names.map(
    (name) => JSON.parse(readFileSync(new URL(`csv-spectrum/json/${name}.json`, data), "utf8")) as unknown,
  );
  const read = names.map((name) => {
    const [header, ...rows] = rowsOf([readFileSync(new URL(`csv-spectrum/csvs/${name}.csv`, data), "utf8")]);
    return rows.map((fields) => Object.fromEntries(header!.map((key, position) => [key, fields[position]])));
  });
  expect(read).toEqual(wanted);
});

interface PapaparseCase {
  readonly description: string;
  readonly input: string;
  readonly config?: object;
  readonly expected: { readonly data: string[][]; readonly errors: readonly unknown[] };
}

test("papaparse's own cases give its rows, and a fault where it finds an error", ({ skip }) => {
  if (!existsSync(data)) skip("needs ../shared/data");
  const suites = JSON.parse(readFileSync(new URL("papaparse/papaparse_cases.json", data), "utf8")) as Record<
    string,
    PapaparseCase[]
  >;
  const cases = [...suites.CORE_PARSER_TESTS!, ...suites.PARSE_TESTS!]
    .filter(({ input, config }) => config === undefined && typeof input === "string")
    .filter(({ description }) => !description.startsWith("Mixed slash n and slash r")); // a lone \r in a file of \n ends a line here
  expect(cases.length).toBeGreaterThan(50);
  const wanted = cases.map(({ description, expected }) => [
    description,
    expected.errors.some(isQuoteError) ? "fault" : withoutEmptyLines(expected.data),
  ]);
  expect(cases.map(({ description, input }) => [description, rowsOrFault(input)])).toEqual(wanted);
});

function isQuoteError(error: unknown): boolean {
  return (error as { type: string }).type === "Quotes";
}

function withoutEmptyLines(rows: readonly string[][]): string[][] {
  return rows.filter((fields) => fields.length > 1 || fields[0]!.trim() !== "");
}

function rowsOrFault(text: string): string[][] | "fault" {
  try {
    return rowsOf([text]);
  } catch (error) {
    if (error instanceof CsvFault) return "fault";
    throw error;
  }
}
