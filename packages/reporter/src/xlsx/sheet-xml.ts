import { cellXml, columnLetters, escapeXml, isTooLong } from "./cell-xml.ts";
import {
  HEADER_STYLE,
  type Mark,
  markStyle,
  NUMBER_HEADER_STYLE,
  type NumberFormat,
  numberStyle,
  QUOTED_STYLE,
  TEXT_STYLE,
} from "./styles-xml.ts";

/** Rows of a sheet, the header among them, and its columns (Excel specifications and limits). */
export const MOST_ROWS = 1_048_576;
export const MOST_COLUMNS = 16_384;
/** Characters that are gathered before they go on: enough to make compressing cheap, little in memory. */
const CHUNK_LENGTH = 1 << 16;

export interface SheetColumn {
  readonly name: string;
  /** In characters. */
  readonly width: number;
  readonly format: NumberFormat;
  /** Colours by value: the scale of scores from red (0) over yellow to green (1), or marks by word. */
  readonly colors?: "scale" | Readonly<Record<string, Mark>>;
}

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Cells in the columns' order. Called once, when the sheet's turn has come. */
  readonly rows: () => AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>;
  /** Columns that stay in view at the left. Default 0. */
  readonly frozenColumns?: number;
}

/** What a sheet had no room for. */
export interface Omitted {
  rows: number;
  columns: number;
  /** Cells whose text was cut. */
  cells: number;
}

/**
 * A worksheet as XML, piece by piece, so that its rows never lie in memory together: a frozen header, a filter on
 * every column, formats and colours (ECMA-376, 18.3). What does not fit is counted in `omitted`, not written.
 */
export async function* sheetXml(sheet: Sheet, omitted: Omitted, mostRows = MOST_ROWS): AsyncGenerator<string> {
  const columns = sheet.columns.slice(0, MOST_COLUMNS);
  omitted.columns = sheet.columns.length - columns.length;
  const letters = columns.map((_, index) => columnLetters(index));
  const styles = columns.map(({ format }) => ({
    text: TEXT_STYLE,
    quotedText: QUOTED_STYLE,
    number: numberStyle(format),
  }));
  let chunk = headXml(columns, sheet.frozenColumns ?? 0);
  let row = 1;
  for await (const cells of sheet.rows()) {
    if (row === mostRows) {
      omitted.rows++;
      continue;
    }
    row++;
    chunk += `<row r="${row}">`;
    for (const [index, letter] of letters.entries()) {
      const value = cells[index];
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
      `<c r="${columnLetters(index)}1" s="${format === "general" || format === "left" ? HEADER_STYLE : NUMBER_HEADER_STYLE}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(name)}</t></is></c>`,
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
  return `</sheetData><autoFilter ref="A1:${letters.at(-1)}${lastRow}"/>${conditions.join("")}<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`;
}

function colorsXml(colors: NonNullable<SheetColumn["colors"]>, range: string): string {
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
