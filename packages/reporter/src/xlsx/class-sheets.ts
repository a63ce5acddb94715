import type { WordedReport } from "@sameseed/core";
import { classesTable, confusionTable } from "../csv/classes-csv.ts";
import type { Table } from "../csv/table-csv.ts";
import { columnOf } from "./column-of.ts";
import type { Sheet, SheetColumn } from "./sheet-xml.ts";

const SHARES = /^(?:precision|recall|f1)(?:_low|_high)?$/;
const COUNTS = ["expected_n", "given_n", "answers"];
const LABELS = ["label", "expected_label", "given_label"];

/** `classes.csv` and `confusion.csv` as two sheets; none where no scorer gives labels. */
export function classSheets({ classifications }: WordedReport): Sheet[] {
  if (classifications === undefined) return [];
  return [
    sheetOf("Classes", { table: classesTable(classifications), frozenColumns: 3 }),
    sheetOf("Confusion", { table: confusionTable(classifications), frozenColumns: 4 }),
  ];
}

function sheetOf(name: string, { table, frozenColumns }: { table: Table; frozenColumns: number }): Sheet {
  return { name, columns: table.columns.map(classColumn), rows: () => table.lines, frozenColumns };
}

function classColumn(name: string): SheetColumn {
  const column = columnOf(name);
  if (SHARES.test(name)) return { ...column, format: "percent" };
  if (COUNTS.includes(name)) return { ...column, format: "count" };
  return LABELS.includes(name) ? { ...column, width: 24 } : column;
}
