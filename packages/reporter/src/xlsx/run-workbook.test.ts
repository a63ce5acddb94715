import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest, Row } from "@sameseed/core";
import * as fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { latencyCsv } from "../csv/latency-csv.ts";
import { wordedSummary } from "../testing/worded-summary.ts";
import { judgedBy, judgedRow } from "@sameseed/analysis/testing/judged-rows";
import { failedRow, manifestOf, rowOf, scorer } from "@sameseed/analysis/testing/sample-run";
import { cellText, cellXml, columnLetters, LONGEST_CELL } from "./cell-xml.ts";
import { writeRunWorkbook } from "./run-workbook.ts";
import { sheetXml } from "./sheet-xml.ts";
import { numberStyle } from "./styles-xml.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-xlsx-"))));
afterEach(() => rm(folder, { recursive: true }));

const SHEETS = ["Summary", "Comparisons", "Cases", "Wide", "Rows", "Manifest"] as const;
type Sheets = Record<(typeof SHEETS)[number], string>;

async function workbookOf(
  rows: readonly Row[],
  manifest: Manifest = manifestOf(),
): Promise<{ sheets: Sheets; notes: readonly string[]; styles: string }> {
  const path = join(folder, "report.xlsx");
  const notes = await writeRunWorkbook(path, await wordedSummary(manifest, rows), () => rows);
  const parts = unzipSync(await readFile(path));
  const textOf = (name: string): string => strFromU8(parts[name]!);
  expect([...textOf("xl/workbook.xml").matchAll(/<sheet name="(\w+)"/g)].map(([, name]) => name)).toEqual(SHEETS);
  const sheets = Object.fromEntries(SHEETS.map((name, index) => [name, textOf(`xl/worksheets/sheet${index + 2}.xml`)]));
  return { sheets: sheets as Sheets, notes, styles: textOf("xl/styles.xml") };
}

/** The contents of the cells, by reference: the text of text cells, the digits of numbers. */
function cellsOf(xml: string): Record<string, string> {
  const cells = xml.matchAll(
    /<c r="([A-Z]+\d+)"[^>]*>(?:<v>([^<]*)<\/v>|<is><t xml:space="preserve">([^<]*)<\/t><\/is>)<\/c>/g,
  );
  return Object.fromEntries([...cells].map(([, reference, number, text]) => [reference, number ?? text]));
}

test("numbers are numbers, and text that looks like a formula or a number is text", async () => {
  const { sheets } = await workbookOf([
    rowOf({ case: { id: "007", vars: { question: '=HYPERLINK("http://x")' } }, outcome: { text: "-1+2" }, score: 0.5 }),
  ]);
  expect(sheets.Rows).toContain('<c r="A2" s="3" t="inlineStr"><is><t xml:space="preserve">007</t>');
  expect(sheets.Rows).toMatch(/<c r="I2" s="\d+"><v>0.5<\/v><\/c>/);
  expect(sheets.Rows).toContain('<c r="J2" s="4" t="inlineStr"><is><t xml:space="preserve">-1+2</t>');
  for (const xml of Object.values(sheets)) expect(xml).not.toMatch(/<f[ >]/);
});

test("style 4 of formula-like text keeps it text when the cell is edited", async () => {
  const { styles } = await workbookOf([rowOf()]);
  const [, cells = ""] = /<cellXfs[^>]*>(.*)<\/cellXfs>/.exec(styles)!;
  expect(cells.split("<xf ")[5]).toContain('quotePrefix="1"');
});

test("every sheet has a frozen header and a filter over its whole table", async () => {
  const { sheets } = await workbookOf([rowOf({ index: 0 }), rowOf({ index: 1, prompt: "stepwise" })]);
  for (const xml of Object.values(sheets)) {
    expect(xml).toContain('ySplit="1"');
    const last = [...xml.matchAll(/<row r="(\d+)"/g)].at(-1)![1];
    expect(xml).toMatch(new RegExp(`<autoFilter ref="A1:[A-Z]+${last}"/>`));
  }
});

test("colours scores on a scale, and verdicts and statuses by word", async () => {
  const { sheets } = await workbookOf([rowOf({ index: 0 }), failedRow({ index: 1, prompt: "stepwise" })]);
  expect(sheets.Rows).toContain('<conditionalFormatting sqref="I2:I3"><cfRule type="colorScale"');
  expect(sheets.Rows).toMatch(/<conditionalFormatting sqref="H2:H3">.*<formula>"failed"<\/formula>/);
  expect(sheets.Comparisons).toMatch(/<conditionalFormatting sqref="D2:D2">.*<formula>"worse"<\/formula>/);
});

test("cuts text that is too long for a cell, marks the cut and notes it", async () => {
  const { sheets, notes } = await workbookOf([rowOf({ outcome: { text: "x".repeat(40_000) } })]);
  const text = cellsOf(sheets.Rows)["J2"]!;
  expect(text).toHaveLength(LONGEST_CELL);
  expect(text).toMatch(/x… \[cut: 40,000 characters\]$/);
  expect(notes).toEqual([
    "Sheet Wide: a cell can contain 32,767 characters, so 1 longer text was cut, with a note at the end. The CSV file is complete.",
    "Sheet Rows: a cell can contain 32,767 characters, so 1 longer text was cut, with a note at the end. The CSV file is complete.",
  ]);
  expect(cellsOf(sheets.Manifest)["B2"]).toBe(notes[0]);
});

test("counts rows that are too many for a sheet instead of writing them", async () => {
  const omitted = { rows: 0, columns: 0, cells: 0 };
  const lines = Array.from({ length: 10 }, (_, number) => [number]);
  const columns = [{ name: "n", width: 10, format: "count" as const }];
  const xml = (await Array.fromAsync(sheetXml({ name: "Rows", columns, rows: () => lines }, omitted, 4))).join("");
  expect(Object.values(cellsOf(xml))).toEqual(["n", "0", "1", "2"]);
  expect(xml).toContain('<autoFilter ref="A1:A4"/>');
  expect(omitted.rows).toBe(7);
});

test.each([
  ["a\u0000b\u001Fc", "ab\u001Fc"],
  ["tab\tand\nline", "tab\tand\nline"],
  ["one\r\ntwo\rthree", "one\ntwo\nthree"],
  ["lone \uD800 surrogate \uDC00", "lone  surrogate "],
  ["whole 😀", "whole 😀"],
  ["non-character \uFFFF", "non-character "],
])("%j becomes text that fits a cell", (text, expected) => expect(cellText(text)).toBe(expected));

test("writes a control character by its number, as spreadsheets do", () => {
  expect(cellXml("A1", "red \u001B[0m", { text: 1, quotedText: 2, number: 3 })).toContain(">red _x001B_[0m<");
});

test("does not split a surrogate pair", () => {
  expect(cellText("😀".repeat(20_000))).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
});

test("escapes text that looks like an escaped character", () => {
  expect(cellXml("A1", "a_x000D_b", { text: 0, quotedText: 3, number: 0 })).toContain("a_x005F_x000D_b");
});

test("any text gives well-formed XML with only the cell's own markup", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
      const inner = /^<c r="A1"(?: s="3")? t="inlineStr"><is><t xml:space="preserve">([^]*)<\/t><\/is><\/c>$/.exec(
        cellXml("A1", `x${text}`, { text: 0, quotedText: 3, number: 0 }),
      )?.[1];
      expect(inner).toBeDefined();
      expect(inner).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
    }),
  );
});

test.each([
  [0, "A"],
  [25, "Z"],
  [26, "AA"],
  [701, "ZZ"],
  [16_383, "XFD"],
])("column %d is %s", (index, letters) => expect(columnLetters(index)).toBe(letters));

test("equal rows give equal bytes", async () => {
  const rows = [rowOf({ index: 0 }), rowOf({ index: 1, prompt: "stepwise" })];
  await workbookOf(rows);
  const first = await readFile(join(folder, "report.xlsx"));
  await workbookOf(rows);
  expect((await readFile(join(folder, "report.xlsx"))).equals(first)).toBe(true);
});

test("a run with a judge has a sheet of its audit", async () => {
  const path = join(folder, "report.xlsx");
  const rows = [0, 1].map((index) =>
    judgedRow({ id: "a", index, prompt: index === 0 ? "direct" : "stepwise", score: judgedBy([{ value: 1 }]) }),
  );
  const manifest = manifestOf({ scorers: [scorer("judge")] });
  await writeRunWorkbook(path, await wordedSummary(manifest, rows), () => rows);
  const parts = unzipSync(await readFile(path));
  const names = [...strFromU8(parts["xl/workbook.xml"]!).matchAll(/<sheet name="(\w+)"/g)].map(([, name]) => name);
  expect(names).toEqual(["Summary", "Comparisons", "Judges", "Cases", "Wide", "Rows", "Manifest"]);
  expect(Object.values(cellsOf(strFromU8(parts["xl/worksheets/sheet4.xml"]!)))).toEqual(
    expect.arrayContaining(["metric", "judge", "openai:gpt-4o", "judged", "2"]),
  );
});

test("a run with --latency has a sheet of latency.csv, with its own formats for times, ratios and p", async () => {
  const path = join(folder, "report.xlsx");
  const rows = [0, 1, 2, 3].map((index) => rowOf({ index, prompt: index % 2 === 0 ? "direct" : "stepwise" }));
  const manifest = manifestOf({ latency: { warmUp: 5, clock: "tinybench, hrtime" } });
  const report = await wordedSummary(manifest, rows);
  await writeRunWorkbook(path, report, () => rows);
  const parts = unzipSync(await readFile(path));
  const names = [...strFromU8(parts["xl/workbook.xml"]!).matchAll(/<sheet name="(\w+)"/g)].map(([, name]) => name);
  expect(names).toEqual(["Summary", "Comparisons", "Latency", "Cases", "Wide", "Rows", "Manifest"]);
  const xml = strFromU8(parts["xl/worksheets/sheet4.xml"]!);
  const cells = cellsOf(xml);
  const [head, ...lines] = latencyCsv(report.latency!).trimEnd().split("\r\n");
  expect(Object.values(cells).slice(0, head!.split(",").length)).toEqual(head!.split(","));
  expect(xml.match(/<row /g)).toHaveLength(1 + lines.length);
  const styleAt = (cell: string): number => Number(new RegExp(`<c r="${cell}" s="(\\d+)"`).exec(xml)?.[1]);
  const columnAt = (name: string): string => columnLetters(head!.split(",").indexOf(name));
  expect([cells["E2"], styleAt("E2")]).toEqual(["12.5", numberStyle("milliseconds")]);
  expect([cells[`${columnAt("ratio")}3`], styleAt(`${columnAt("ratio")}3`)]).toEqual(["1", numberStyle("score")]);
  expect(styleAt(`${columnAt("p")}3`)).toBe(numberStyle("p"));
});

test("lists the values that a column accepts and escapes their text", async () => {
  const allowed = { values: ["yes", "no"], message: 'yes or "no" & nothing else' };
  const columns = [{ name: "label", width: 10, format: "wrapped" as const, allowed }];
  const omitted = { rows: 0, columns: 0, cells: 0 };
  const xml = (await Array.fromAsync(sheetXml({ name: "Labels", columns, rows: () => [[null]] }, omitted))).join("");
  expect(xml).toContain(
    '<dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" error="yes or &quot;no&quot; &amp; nothing else" prompt="yes or &quot;no&quot; &amp; nothing else" sqref="A2:A2"><formula1>"yes,no"</formula1></dataValidation></dataValidations>',
  );
});

test("a row of wrapped text is as high as its longest text needs, up to the maximum height", async () => {
  const columns = [{ name: "text", width: 12, format: "wrapped" as const }];
  const rows = () => [["short"], ["x".repeat(25)], ["one\ntwo"], ["x".repeat(9000)]];
  const omitted = { rows: 0, columns: 0, cells: 0 };
  const xml = (await Array.fromAsync(sheetXml({ name: "Labels", columns, rows }, omitted))).join("");
  const heights = [...xml.matchAll(/<row r="\d+" ht="([\d.]+)" customHeight="1"/g)].map(([, height]) => Number(height));
  expect(heights).toEqual([30, 17.5, 44.5, 31, 409]);
});

test("a run without rows still has its sheets", async () => {
  const { sheets } = await workbookOf([]);
  expect(sheets.Rows).toContain('<autoFilter ref="A1:');
});

test("leaves no file when rows cannot be read", async () => {
  const path = join(folder, "report.xlsx");
  const broken = async function* (): AsyncGenerator<Row> {
    yield rowOf();
    throw new Error("torn");
  };
  await expect(writeRunWorkbook(path, await wordedSummary(manifestOf(), []), broken)).rejects.toThrow("torn");
  await expect(readFile(path)).rejects.toThrow("ENOENT");
  await expect(readFile(`${path}.part`)).rejects.toThrow("ENOENT");
});

test("labels have the sheets Classes and Confusion, with shares as percent and labels as text", async () => {
  const path = join(folder, "labels.xlsx");
  const rows = [rowOf()];
  const rate = { value: 0.75, low: 0.4, high: 0.9 };
  const of = (label: string) => ({
    label,
    expected: 4,
    given: 4,
    hits: 3,
    precision: rate,
    recall: rate,
    f1: { value: null, low: null, high: null },
    method: "Wilson",
  });
  const report = {
    ...(await wordedSummary(manifestOf(), rows)),
    classifications: [
      {
        metric: "choice",
        labels: ["=refund", "billing"],
        variants: [
          {
            variant: "direct/m",
            n: 8,
            failed: 0,
            confusion: [
              [3, 1, 0],
              [1, 3, 0],
            ],
            classes: [of("=refund"), of("billing")],
          },
        ],
      },
    ],
  };
  await writeRunWorkbook(path, report, () => rows);
  const parts = unzipSync(await readFile(path));
  const names = [...strFromU8(parts["xl/workbook.xml"]!).matchAll(/<sheet name="([\w ]+)"/g)].map(([, name]) => name);
  const sheet = (name: string): string => strFromU8(parts[`xl/worksheets/sheet${names.indexOf(name) + 1}.xml`]!);
  const classes = cellsOf(sheet("Classes"));
  expect([classes["A1"], classes["B2"], classes["C2"], classes["D2"]]).toEqual(["metric", "direct/m", "=refund", "4"]);
  expect(classes["G2"]).toBe("0.75");
  expect(sheet("Classes")).toContain(`<c r="G2" s="${numberStyle("percent")}"`);
  expect(sheet("Classes")).not.toMatch(/<f[ >]/);
  const confusion = cellsOf(sheet("Confusion"));
  expect(["A1", "B1", "C1", "D1", "E1"].map((cell) => confusion[cell])).toEqual([
    "metric",
    "variant",
    "expected_label",
    "given_label",
    "answers",
  ]);
  expect(["C3", "D3", "E3"].map((cell) => confusion[cell])).toEqual(["=refund", "billing", "1"]);
});
