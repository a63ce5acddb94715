import type { LabelScale } from "@sameseed/core";
import { CsvFile } from "../files/csv-file.ts";
import type { CsvOptions } from "../csv/csv-line.ts";
import { own } from "../csv/rows-table.ts";
import type { Sheet, SheetColumn } from "../xlsx/sheet-xml.ts";
import { writeWorkbook } from "../xlsx/workbook-file.ts";
import type { AnnotationItem } from "@sameseed/analysis";
import { ASKED } from "./label-words.ts";

export interface AnnotationSheet {
  readonly annotator: string;
  readonly metric: string;
  readonly scale: LabelScale;
  /** The judge's criterion, if the scorer has one. */
  readonly criteria: string | null;
  readonly varNames: readonly string[];
  readonly items: readonly AnnotationItem[];
}

/** Names of the sheets, and of the columns that `import` reads; the others are for people. */
const LABEL_SHEET = "Labels";
export const LABEL_COLUMNS = { item: "item", label: "label", note: "note", annotator: "annotator" } as const;

/** Writes a sheet as an XLSX file: the label column accepts only valid labels, text wraps, a second sheet explains. */
export async function writeAnnotationWorkbook(path: string, sheet: AnnotationSheet): Promise<void> {
  await writeWorkbook(path, [labelSheet(sheet), instructionSheet(sheet)]);
}

/** Writes a sheet as CSV. */
export async function writeAnnotationCsv(
  path: string,
  sheet: AnnotationSheet,
  options: CsvOptions = {},
): Promise<void> {
  const columns = columnsOf(sheet).map(({ name }) => name);
  const file = new CsvFile(path, columns, options);
  for (const item of sheet.items) {
    const pending = file.write(cellsOf(item, sheet));
    if (pending !== undefined) await pending;
  }
  await file.finish();
}

function labelSheet(sheet: AnnotationSheet): Sheet {
  return {
    name: LABEL_SHEET,
    columns: columnsOf(sheet),
    *rows() {
      for (const item of sheet.items) yield cellsOf(item, sheet);
    },
    frozenColumns: 1,
  };
}

/** How wide a text is shown: two answers share the room of one. */
const WIDTHS = { one: 70, ofTwo: 50, vars: 36, expected: 22, note: 28 };

function columnsOf({ scale, varNames, items }: AnnotationSheet): readonly SheetColumn[] {
  const text = (name: string, width: number): SheetColumn => ({ name, width, format: "wrapped" });
  const colors = scale === "pass-fail" ? { colors: { pass: "good", fail: "bad" } as const } : {};
  return [
    text(LABEL_COLUMNS.item, 17),
    ...varNames.map((name) => text(`vars.${name}`, WIDTHS.vars)),
    ...(hasExpected(items) ? [text("expected", WIDTHS.expected)] : []),
    ...(scale === "preference"
      ? [text("answer A", WIDTHS.ofTwo), text("answer B", WIDTHS.ofTwo)]
      : [text("answer", WIDTHS.one)]),
    { ...text(LABEL_COLUMNS.label, 12), ...colors, allowed: ASKED[scale] },
    text(LABEL_COLUMNS.note, WIDTHS.note),
    text(LABEL_COLUMNS.annotator, 12),
  ];
}

function cellsOf({ key, case: { vars, expected }, answers }: AnnotationItem, sheet: AnnotationSheet): unknown[] {
  return [
    key.item,
    ...sheet.varNames.map((name) => own(vars, name)),
    ...(hasExpected(sheet.items) ? [expected] : []),
    ...answers,
    null,
    null,
    sheet.annotator,
  ];
}

function hasExpected(items: readonly AnnotationItem[]): boolean {
  return items.some(({ case: { expected } }) => expected !== undefined && expected !== null);
}

function instructionSheet({ metric, scale, criteria, items }: AnnotationSheet): Sheet {
  const what = scale === "preference" ? "pair of answers" : "answer";
  const lines = [
    `Each line of the sheet ${LABEL_SHEET} is one ${what}. Read it and fill in the column "${LABEL_COLUMNS.label}": ${ASKED[scale].message}.`,
    `Metric: ${metric}.`,
    ...(criteria === null ? [] : [criteria]),
    "The authors of the answers are hidden, and the lines are in random order. Judge each answer separately.",
    'Leave a line empty when you cannot tell. To take back a label of an earlier sheet, write "none". Say why in the column "note", if there is something to say.',
    'Lines and columns may be sorted, moved and hidden. Leave the columns "item" and "annotator" as they are.',
    `There are ${items.length} lines. Save the file and hand it back; sameseed annotate import reads .xlsx and .csv.`,
  ];
  return {
    name: "Instructions",
    columns: [{ name: "How to label", width: 110, format: "wrapped" }],
    rows: () => lines.map((line) => [line]),
  };
}
