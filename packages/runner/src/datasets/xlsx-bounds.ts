import { inflateRawSync } from "node:zlib";
import { SameseedError } from "@sameseed/core";

/** Bytes of one part of a workbook without its coding, and cells of one sheet, blank ones among them. */
const MOST_PART_BYTES = 256 << 20;
const MOST_CELLS = 20_000_000;
/** No deflated part is smaller than its text by more. */
const MOST_RATIO = 1032;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const HEADER_LENGTH = 30;
const DEFLATED = 8;

interface Part {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly headerAt: number;
}

/**
 * Refuses a workbook that would take all memory: parts that unpack without end, and sheets with a stray cell far from the
 * table, since readers make a full grid up to it. Looks at the ZIP directory (APPNOTE 4.3) and at the cells' references.
 * Parts that it cannot parse are left to the reader. Errors: `BAD_DATASET`, with the cell.
 */
export function refuseHugeWorkbook(bytes: Buffer, path: string): void {
  for (const part of partsOf(bytes)) {
    const isSheet = /^xl\/worksheets\/[^/]+\.xml$/.test(part.name);
    if (part.unpacked > MOST_PART_BYTES) throw tooLarge(path, part.name);
    if (!isSheet && part.packed * MOST_RATIO <= MOST_PART_BYTES) continue;
    const text = textOf(bytes, part, path);
    if (isSheet && text !== null) refuseStrayCell(text, { path, name: part.name });
  }
}

function partsOf(bytes: Buffer): Part[] {
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end === -1 || end + END_LENGTH > bytes.length || bytes.readUInt32LE(end) !== END_SIGNATURE) return [];
  const parts: Part[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    if (at + ENTRY_LENGTH > bytes.length || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE) return parts;
    const nameLength = bytes.readUInt16LE(at + 28);
    parts.push({
      name: bytes.toString("utf8", at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      headerAt: bytes.readUInt32LE(at + 42),
    });
    at += ENTRY_LENGTH + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

/** The part's text, one character per byte; null where it cannot be read. */
function textOf(bytes: Buffer, { name, method, packed, headerAt }: Part, path: string): string | null {
  if (headerAt + HEADER_LENGTH > bytes.length) return null;
  const start = headerAt + HEADER_LENGTH + bytes.readUInt16LE(headerAt + 26) + bytes.readUInt16LE(headerAt + 28);
  const data = bytes.subarray(start, start + packed);
  if (method !== DEFLATED) return data.toString("latin1");
  try {
    return inflateRawSync(data, { maxOutputLength: MOST_PART_BYTES }).toString("latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(path, name);
    return null;
  }
}

/** The grid has as many cells as its last row times its last column. */
function refuseStrayCell(xml: string, { path, name }: { readonly path: string; readonly name: string }): void {
  let [lastColumn, lastRow, farthest] = [0, 0, ""];
  for (const [, letters = "", digits = ""] of xml.matchAll(/<c\s(?:[^>]*?\s)?r=["']([A-Z]{1,3})(\d{1,7})["']/g)) {
    const column = columnNumber(letters);
    if (column > lastColumn) farthest = letters + digits;
    lastColumn = Math.max(lastColumn, column);
    lastRow = Math.max(lastRow, Number(digits));
  }
  if (lastColumn * lastRow <= MOST_CELLS) return;
  throw new SameseedError(
    "BAD_DATASET",
    `${path}, ${name}: the sheet reaches to row ${lastRow} and cell ${farthest}, a grid of ${lastColumn * lastRow} cells.`,
    {
      hint: `Delete the rows and columns outside the table (a blank cell with a format counts), or save it as CSV UTF-8. At most ${MOST_CELLS} cells are read.`,
    },
  );
}

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

function tooLarge(path: string, name: string): SameseedError {
  return new SameseedError("BAD_DATASET", `${path}: its part ${name} is larger than ${MOST_PART_BYTES >> 20} MB.`, {
    hint: "Save the table as CSV UTF-8, which is read row by row.",
  });
}
