import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { SameseedError } from "@sameseed/core";
import type { RecordBatches } from "./read-records.ts";
import { refuseHugeWorkbook } from "./xlsx-bounds.ts";
import { type Content, refuseIrregular, unreadable } from "./read-text.ts";

/** The rows of a workbook's first sheet below its header, or of another one: `cases.xlsx#Sheet2`. Empty cells are "". */
export async function* xlsxRecords(file: string, content?: Content): RecordBatches {
  const [path, sheet] = sheetOf(file);
  const bytes = Buffer.from(await (content?.() ?? read(path)));
  const rows = await rowsOf(bytes, { path, sheet });
  const header = rows.findIndex((row) => row.some((cell) => cell !== ""));
  if (header === -1) return;
  const names = rows[header]!.map((cell) => String(cell).trim());
  const last = names.findLastIndex((name) => name !== "");
  const used = names.slice(0, last + 1);
  refuseNames(used, `${path}, row ${header + 1}`);
  yield rows.slice(header + 1).flatMap((row, index) => {
    if (row.every((cell) => cell === "")) return [];
    const record = Object.fromEntries(used.map((name, column) => [name, row[column] ?? ""]));
    return [{ record, place: `${path}, row ${header + index + 2}` }];
  });
}

function sheetOf(file: string): [path: string, sheet: string | undefined] {
  const hash = file.lastIndexOf("#");
  return hash === -1 || existsSync(file) ? [file, undefined] : [file.slice(0, hash), file.slice(hash + 1)];
}

async function read(path: string): Promise<Uint8Array> {
  refuseIrregular(path);
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

type Cell = string | number | boolean;

async function rowsOf(bytes: Buffer, { path, sheet }: { path: string; sheet: string | undefined }): Promise<Cell[][]> {
  refuseHugeWorkbook(bytes, path);
  const { default: readSheets } = await import("read-excel-file/node");
  let sheets: { readonly sheet: string; readonly data: readonly (readonly unknown[])[] }[];
  try {
    // text stays unchanged: otherwise " a " would lose its blanks
    sheets = await readSheets(bytes, { trim: false });
  } catch (cause) {
    throw new SameseedError("BAD_DATASET", `${path} is not an XLSX workbook: ${(cause as Error).message}.`, {
      hint: "Save it as .xlsx again, or as CSV UTF-8.",
      cause,
    });
  }
  const found = sheet === undefined ? sheets[0] : sheets.find((candidate) => candidate.sheet === sheet);
  if (found !== undefined) return found.data.map((row) => row.map(cellOf));
  throw new SameseedError("BAD_DATASET", `${path} has no sheet "${sheet}".`, {
    hint: `It has: ${sheets.map((candidate) => candidate.sheet).join(", ")}.`,
  });
}

/** A date as ISO 8601, without its time where that is midnight. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().replace("T00:00:00.000Z", "");
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

function refuseNames(names: readonly string[], place: string): void {
  const empty = names.indexOf("");
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (empty === -1 && twice === undefined) return;
  throw new SameseedError(
    "BAD_DATASET",
    empty === -1 ? `${place}: two columns are called "${twice}".` : `${place}: column ${empty + 1} has no name.`,
    { hint: "The first row must contain a unique name for each column." },
  );
}
