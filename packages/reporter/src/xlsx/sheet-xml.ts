import { cellText, cellXml, columnLetters, dayNumber, escapeXml, isTooLong, LONGEST_CELL } from "./cell-xml.ts";
import {
  HEADER_STYLE,
  type Mark,
  markStyle,
  NUMBER_HEADER_STYLE,
  type NumberFormat,
  numberStyle,
  QUOTED_STYLE,
  TEXT_STYLE,
  WRAPPED_QUOTED_STYLE,
  WRAPPED_STYLE,
} from "./styles-xml.ts";

/** Rows of a sheet, the header among them, and its columns (Excel specifications and limits). */
export const MOST_ROWS = 1_048_576;
export const MOST_COLUMNS = 16_384;
/** Characters to buffer before they are passed on: enough to make compression cheap, with little memory. */
const CHUNK_LENGTH = 1 << 16;

export interface SheetColumn {
  readonly name: string;
  /** In characters. */
  readonly width: number;
  readonly format: NumberFormat;
  /** Colours by value: the scale of scores from red (0) over yellow to green (1), or marks by word. */
  readonly colors?: "scale" | Readonly<Record<string, Mark>>;
  /** The allowed values: one of these words, or a number between two ends. */
  readonly allowed?: Allowed;
}

export interface Allowed {
  readonly values: readonly string[] | { readonly least: number; readonly most: number };
  /** Said when the cell is chosen, and when something else is entered. */
  readonly message: string;
}

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Cells in the columns' order. Called once, when the sheet's turn has come. */
  readonly rows: () => AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>;
  /** Columns that stay visible at the left. Default 0. */
  readonly frozenColumns?: number;
  /** The maximum height of a row of wrapped text, in points. Default: the spreadsheet's maximum. */
  readonly mostHeight?: number;
}

/** The contents that did not fit on a sheet. */
export interface Omitted {
  rows: number;
  columns: number;
  /** Number of cells with cut text. */
  cells: number;
}

/**
 * A worksheet as XML, piece by piece, so that its rows are never in memory together: a frozen header, a
 * filter on every column, formats and colours (ECMA-376, 18.3). Contents that do not fit are counted in
 * `omitted`, not written.
 */
export async function* sheetXml(sheet: Sheet, omitted: Omitted, mostRows = MOST_ROWS): AsyncGenerator<string> {
  const columns = sheet.columns.slice(0, MOST_COLUMNS);
  omitted.columns = sheet.columns.length - columns.length;
  const letters = columns.map((_, index) => columnLetters(index));
  const styles = columns.map(({ format }) => ({
    text: format === "wrapped" ? WRAPPED_STYLE : TEXT_STYLE,
    quotedText: format === "wrapped" ? WRAPPED_QUOTED_STYLE : QUOTED_STYLE,
    number: numberStyle(format),
  }));
  const wraps = columns.some(({ format }) => format === "wrapped");
  let chunk = headXml(columns, sheet.frozenColumns ?? 0);
  let row = 1;
  for await (const cells of sheet.rows()) {
    if (row === mostRows) {
      omitted.rows++;
      continue;
    }
    row++;
    chunk += `<row r="${row}"${wraps ? heightXml(columns, cells, sheet.mostHeight) : ""}>`;
    for (const [index, letter] of letters.entries()) {
      const value = columns[index]!.format === "dateTime" ? dayNumber(cells[index]) : cells[index];
      if (isTooLong(value)) omitted.cells++;
      chunk += cellXml(`${letter}${row}`, value, styles[index]!);
    }
    chunk += "</row>";
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk + footXml(columns, letters, row);
}

/** Points: of one line, around the lines, and the most that a row can have. */
const HEIGHT = { line: 13.5, around: 4, most: 409 };
/** Characters that the indent and the margins of a wrapped cell take of its width. */
const MARGIN = 2;

/** Room for the longest of a row's wrapped texts: programs that open the file do not make any. */
function heightXml(columns: readonly SheetColumn[], cells: readonly unknown[], most: number = HEIGHT.most): string {
  const lines = columns.map(({ format, width }, index) =>
    format === "wrapped" && typeof cells[index] === "string" ? linesOf(cells[index], width - MARGIN) : 1,
  );
  const height = Math.min(most, HEIGHT.around + HEIGHT.line * Math.max(...lines));
  return ` ht="${height}" customHeight="1"`;
}

/** Lines of a text in a cell of this many characters. */
export function linesOf(text: string, width: number): number {
  const lines = text.slice(0, LONGEST_CELL).split("\n");
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
}

const TEXT_FORMATS: ReadonlySet<NumberFormat> = new Set(["general", "left", "wrapped"]);

function headXml(columns: readonly SheetColumn[], frozen: number): string {
  const topLeft = `${columnLetters(frozen)}2`;
  const pane =
    frozen > 0
      ? `xSplit="${frozen}" ySplit="1" topLeftCell="${topLeft}" activePane="bottomRight"`
      : `ySplit="1" topLeftCell="A2" activePane="bottomLeft"`;
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const names = columns.map(
    ({ name, format }, index) =>
      `<c r="${columnLetters(index)}1" s="${TEXT_FORMATS.has(format) ? HEADER_STYLE : NUMBER_HEADER_STYLE}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cellText(name))}</t></is></c>`,
  );
  return [
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    `<sheetViews><sheetView workbookViewId="0"><pane ${pane} state="frozen"/></sheetView></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="14"/>',
    `<cols>${widths.join("")}</cols>`,
    `<sheetData><row r="1" ht="30" customHeight="1">${names.join("")}</row>`,
  ].join("");
}

function footXml(columns: readonly SheetColumn[], letters: readonly string[], lastRow: number): string {
  const conditions = columns.flatMap(({ colors }, index) =>
    colors === undefined || lastRow === 1 ? [] : [colorsXml(colors, `${letters[index]}2:${letters[index]}${lastRow}`)],
  );
  return `</sheetData><autoFilter ref="A1:${letters.at(-1)}${lastRow}"/>${conditions.join("")}${validationsXml(columns, letters, lastRow)}<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`;
}

/** Data validation (ECMA-376, 18.3.1.33): a list to choose from, or the ends of a number. */
function validationsXml(columns: readonly SheetColumn[], letters: readonly string[], lastRow: number): string {
  if (lastRow === 1) return "";
  const rules = columns.flatMap(({ allowed }, index) => {
    if (allowed === undefined) return [];
    const { values, message } = allowed;
    const say = escapeXml(message).replaceAll('"', "&quot;");
    const place = `sqref="${letters[index]}2:${letters[index]}${lastRow}"`;
    const told = `allowBlank="1" showInputMessage="1" showErrorMessage="1" error="${say}" prompt="${say}" ${place}`;
    return "least" in values
      ? `<dataValidation type="decimal" errorStyle="warning" operator="between" ${told}><formula1>${values.least}</formula1><formula2>${values.most}</formula2></dataValidation>`
      : `<dataValidation type="list" ${told}><formula1>"${escapeXml(values.join(","))}"</formula1></dataValidation>`;
  });
  return rules.length === 0 ? "" : `<dataValidations count="${rules.length}">${rules.join("")}</dataValidations>`;
}

/** Conditional formats of a range (ECMA-376, 18.3.1.18). */
export function colorsXml(colors: NonNullable<SheetColumn["colors"]>, range: string): string {
  const rules =
    colors === "scale"
      ? '<cfRule type="colorScale" priority="1"><colorScale><cfvo type="num" val="0"/><cfvo type="num" val="0.5"/><cfvo type="num" val="1"/><color rgb="FFF6B7B0"/><color rgb="FFFFF0BF"/><color rgb="FFB5E0BD"/></colorScale></cfRule>'
      : Object.entries(colors)
          .map(
            ([word, mark], index) =>
              `<cfRule type="cellIs" dxfId="${markStyle(mark)}" priority="${index + 1}" operator="equal"><formula>"${word}"</formula></cfRule>`,
          )
          .join("");
  return `<conditionalFormatting sqref="${range}">${rules}</conditionalFormatting>`;
}
