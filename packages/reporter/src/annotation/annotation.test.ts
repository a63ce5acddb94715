import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LabelKey, LabelScale, Manifest } from "@sameseed/core";
import { strFromU8, unzipSync } from "fflate";
import Papa from "papaparse";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rowsTable } from "../csv/rows-table.ts";
import { judgedRow, labelOf } from "@sameseed/analysis/testing/judged-rows";
import { manifestOf, rowOf } from "@sameseed/analysis/testing/sample-run";
import { WideTable } from "../csv/wide-table.ts";
import { annotationItems, annotationOrder, shuffledFor } from "@sameseed/analysis";
import { type AnnotationSheet, writeAnnotationCsv, writeAnnotationWorkbook } from "./annotation-sheet.ts";
import { labelValue } from "./label-words.ts";
import { type FilledLine, readFilledSheet } from "./read-labels.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "sameseed-annotation-"))));
afterEach(() => rm(folder, { recursive: true }));

const MANIFEST = manifestOf();
const VARIANTS = ["direct/m", "stepwise/m"];
const BLOCK = [
  rowOf({ index: 0, outcome: { text: "two" } }),
  rowOf({ index: 1, prompt: "stepwise", outcome: { text: "=2" } }),
];
const itemsOf = (scale: LabelScale) => annotationItems(MANIFEST, BLOCK, { metric: "judge", scale, variants: VARIANTS });

function sheetOf(scale: LabelScale, changes: Partial<AnnotationSheet> = {}): AnnotationSheet {
  return {
    annotator: "1",
    metric: "judge",
    scale,
    criteria: "Is it right?",
    varNames: ["question"],
    items: itemsOf(scale),
    ...changes,
  };
}

describe("the items to label", () => {
  test("a larger sample contains the smaller one, and the sample depends on the seed alone", () => {
    const cases = { ...MANIFEST.cases, count: 50 };
    const order = annotationOrder({ seed: 7, cases });
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, number) => number));
    expect(annotationOrder({ seed: 7, cases })).toEqual(order);
    expect(annotationOrder({ seed: 8, cases })).not.toEqual(order);
  });

  test("ratings have one item per answer, preferences one per pair in a seeded order", () => {
    expect(
      itemsOf("pass-fail").map(({ answers, key }) => [answers, key.answers.map(({ variant }) => variant)]),
    ).toEqual([
      [["two"], ["direct/m"]],
      [["=2"], ["stepwise/m"]],
    ]);
    const orders = Array.from({ length: 40 }, (_, number) => {
      const rows = BLOCK.map((row, place) => ({ ...row, trial: { ...row.trial, index: 2 * number + place } }));
      const [pair] = annotationItems(MANIFEST, rows, { metric: "judge", scale: "preference", variants: VARIANTS });
      return pair!.key.answers[0].variant;
    });
    const first = orders.filter((variant) => variant === "direct/m").length;
    expect(first).toBeGreaterThan(10);
    expect(first).toBeLessThan(30);
  });

  test("everyone gets the same items in a different order", () => {
    const items = Array.from({ length: 20 }, (_, number) => ({
      ...itemsOf("pass-fail")[0]!,
      answers: [`answer ${number}`],
    }));
    const [one, two] = ["1", "2"].map((annotator) => shuffledFor(annotator, items, MANIFEST));
    expect(one).not.toEqual(two);
    expect(one!.map(({ answers }) => answers[0]).toSorted()).toEqual(two!.map(({ answers }) => answers[0]).toSorted());
  });
});

describe("a sheet", () => {
  test("is blind: it contains no variant, model or prompt", async () => {
    const path = join(folder, "labels.xlsx");
    await writeAnnotationWorkbook(path, sheetOf("preference"));
    const parts = unzipSync(await readFile(path));
    const text = Object.values(parts)
      .map((part) => strFromU8(part))
      .join("\n");
    expect(text).toContain("answer A");
    expect(text).not.toMatch(/direct|stepwise|m-1|numeric/);
  });

  test.each<[LabelScale, string]>([
    ["pass-fail", '<formula1>"pass,fail,none"</formula1>'],
    ["1-5", '<formula1>"1,2,3,4,5,none"</formula1>'],
    ["0-1", "<formula1>0</formula1><formula2>1</formula2>"],
    ["preference", '<formula1>"A,B,tie,none"</formula1>'],
  ])("of %s accepts only labels in its label column", async (scale, rule) => {
    const path = join(folder, "labels.xlsx");
    await writeAnnotationWorkbook(path, sheetOf(scale));
    const xml = strFromU8(unzipSync(await readFile(path))["xl/worksheets/sheet1.xml"]!);
    expect(xml).toContain(rule);
    expect(xml).toMatch(/<dataValidation type="(list|decimal)"[^>]* sqref="[A-Z]2:[A-Z]\d"/);
    expect(xml.indexOf("<dataValidations")).toBeGreaterThan(xml.indexOf("<autoFilter"));
    expect(xml.indexOf("<dataValidations")).toBeLessThan(xml.indexOf("<pageMargins"));
  });

  test("as CSV has the same lines, with formula-like answers made safe", async () => {
    const path = join(folder, "labels.csv");
    await writeAnnotationCsv(path, sheetOf("pass-fail"));
    const { data } = Papa.parse<string[]>(await readFile(path, "utf8"), { skipEmptyLines: true });
    expect(data[0]).toEqual(["item", "vars.question", "answer", "label", "note", "annotator"]);
    expect(
      data.slice(1).map(([, question, answer, label, , annotator]) => [question, answer, label, annotator]),
    ).toEqual([
      ["1+1", "two", "", "1"],
      ["1+1", "'=2", "", "1"],
    ]);
  });
});

test.each<[LabelScale, unknown, number | undefined]>([
  ["pass-fail", "Pass", 1],
  ["pass-fail", " FAIL ", 0],
  ["pass-fail", true, 1],
  ["pass-fail", 0, 0],
  ["pass-fail", "maybe", undefined],
  ["pass-fail", "constructor", undefined],
  ["1-5", 4, 0.75],
  ["1-5", "5.0", 1],
  ["1-5", "3,0", 0.5],
  ["1-5", 6, undefined],
  ["0-1", 0.4, 0.4],
  ["0-1", "0,4", 0.4],
  ["0-1", "40%", 0.4],
  ["0-1", "1.2", undefined],
  ["preference", "a", 1],
  ["preference", "B", 0],
  ["preference", "tie", 0.5],
  ["preference", "AB", undefined],
])("a label of %s written as %j has the value %s", (scale, cell, value) => {
  expect(labelValue(scale, cell)).toBe(value);
});

describe("a filled sheet", () => {
  const KEYS = new Map<string, LabelKey>(
    ["i-1", "i-2"].map((item, index) => [
      item,
      { item, metric: "judge", scale: "pass-fail", answers: [{ index, variant: VARIANTS[index]! }] },
    ]),
  );
  async function* linesOf(records: readonly Record<string, unknown>[]): AsyncGenerator<FilledLine> {
    for (const [place, record] of records.entries()) yield { record, place: `ana.xlsx, row ${place + 2}` };
  }
  const read = (records: readonly Record<string, unknown>[], annotator?: string) =>
    readFilledSheet(linesOf(records), { keys: KEYS, file: "ana.xlsx", annotator });

  test("is read in any order of lines and columns; an empty label is no label", async () => {
    const { labels } = await read([
      { Label: "fail", NOTE: "wrong", annotator: 2, answer: "x", item: "i-2" },
      { Label: "", item: "i-1", annotator: 2 },
    ]);
    expect(labels).toEqual([{ ...KEYS.get("i-2"), annotator: "2", value: 0, note: "wrong" }]);
  });

  test("belongs to the annotator that the command names", async () => {
    expect((await read([{ item: "i-1", label: "pass", annotator: "1" }], "ana")).labels[0]!.annotator).toBe("ana");
  });

  test.each(["none", " None ", "NONE"])("removes a label with the word %j", async (label) => {
    const { labels, removed } = await read([
      { item: "i-1", label, annotator: "ana", note: "was a slip" },
      { item: "i-2", label: "pass", annotator: "ana" },
    ]);
    expect(labels.map(({ item }) => item)).toEqual(["i-2"]);
    expect(removed).toEqual([{ annotator: "ana", item: "i-1", metric: "judge", scale: "pass-fail" }]);
  });

  test.each([
    [
      [
        { item: "i-1", label: "pass" },
        { item: "i-1", label: "none" },
      ],
      "i-1 has another label above",
    ],
    [[{ item: "i-1", label: "no label" }], '"no label" is not pass or fail, or "none" to remove an earlier label'],
    [[{ item: "i-1", label: "perhaps" }], 'ana.xlsx, row 2, column "label": "perhaps" is not pass or fail'],
    [[{ item: "i-9", label: "pass" }], 'ana.xlsx, row 2, column "item": "i-9" is not an item of this run'],
    [[{ item: "i-1", answer: "x" }], 'ana.xlsx has no column "label"'],
    [[{ item: "i-1", label: "" }], "ana.xlsx has no label"],
    [
      [
        { item: "i-1", label: "pass" },
        { item: "i-1", label: "fail" },
      ],
      'row 3, column "label": i-1 has another label above',
    ],
  ])("refuses %j", async (records, message) => {
    await expect(read(records)).rejects.toThrow(message);
  });
});

test("people's labels are in separate columns, for each scorer with labels", () => {
  const labels: Manifest["labels"] = [
    { metric: "judge", scale: "pass-fail", annotators: ["ana", "bo"], labels: 2 },
    { metric: "judge", scale: "preference", annotators: ["ana"], labels: 1 },
  ];
  const manifest = manifestOf({ labels });
  const row = judgedRow({
    id: "a",
    labels: [labelOf(1), labelOf(0, { annotator: "bo" }), labelOf(1, { scale: "preference", rival: "stepwise/m" })],
  });
  const table = rowsTable(manifest);
  const cells = Object.fromEntries(table.columns.map((name, place) => [name, table.cells(row)[place]]));
  expect(cells).toMatchObject({ "human.judge": 0.5, "human.judge.wins": 1 });
  const wide = new WideTable(manifest);
  wide.add(row);
  const line = wide.end()!;
  expect(line[wide.columns.indexOf("direct/m.human.judge")]).toBe(0.5);
  expect(line[wide.columns.indexOf("stepwise/m.human.judge")]).toBeUndefined();
  expect(rowsTable(manifestOf()).columns.some((name) => name.startsWith("human"))).toBe(false);
});
