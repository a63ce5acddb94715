import { cellText, cellXml, columnLetters, dayNumber, escapeXml } from "./cell-xml.ts";
import { ChartData } from "./chart-data.ts";
import type { Chart } from "./chart-xml.ts";
import { colorsXml, linesOf, type Sheet, type SheetColumn } from "./sheet-xml.ts";
import {
  HEADER_STYLE,
  NUMBER_HEADER_STYLE,
  numberStyle,
  type PageStyle,
  pageStyle,
  QUOTED_STYLE,
  TEXT_STYLE,
} from "./styles-xml.ts";

/** Position of a chart: columns and rows from 0, end exclusive. */
export interface Place {
  readonly column: number;
  readonly row: number;
  readonly endColumn: number;
  readonly endRow: number;
}

/** A sheet to read: lines of text, small tables and charts. It is small and held whole. */
export interface PageSheet {
  readonly name: string;
  readonly xml: string;
  readonly charts: readonly { readonly chart: Chart; readonly place: Place }[];
  /** The data of the charts that is not in the page's cells, as a separate sheet; empty without charts. */
  readonly data: readonly Sheet[];
}

/** A table on a page, for charts to refer to: absolute references such as `'Start here'!$A$5:$A$9`. */
export interface PlacedTable {
  range(column: string): string;
  cell(column: string, line: number): string;
}

/** Characters of the page's columns: a wide one for names, narrow ones for numbers. */
const WIDTHS = [40, 24, 11, 11, 11, 11, 12, 11, 11, 14, 14, 14];
const LINE_POINTS = 15;
/** Text is as wide as these columns together. */
const TEXT_COLUMNS = 10;
const TEXT_WIDTH = WIDTHS.slice(0, TEXT_COLUMNS).reduce((sum, width) => sum + width, 0);
const TITLE_POINTS = 30;
const HEADING_POINTS = 26;
const HEADER_POINTS = 30;

/** Lays out a page from top to bottom. A class because it counts the lines so far. */
export class PageBuilder {
  readonly #name: string;
  readonly #rows: string[] = [];
  readonly #merged: string[] = [];
  readonly #links: string[] = [];
  readonly #colors: string[] = [];
  readonly #charts: PageSheet["charts"][number][] = [];
  readonly #data = new ChartData();

  constructor(name: string) {
    this.#name = name;
  }

  title(text: string): void {
    this.#line(text, "title", TITLE_POINTS);
  }

  heading(text: string): void {
    this.#line(text, "heading", HEADING_POINTS);
  }

  /** A paragraph over the width of the page. */
  text(text: string, style: PageStyle = "text"): void {
    this.#line(text, style, LINE_POINTS * linesOf(text, TEXT_WIDTH));
  }

  /** A link to a sheet, with a description of the sheet. */
  link(sheet: string, text: string): void {
    const row = this.#rows.length + 1;
    this.#links.push(
      `<hyperlink ref="A${row}" location="${attribute(`${quoted(sheet)}!A1`)}" display="${attribute(sheet)}"/>`,
    );
    this.#merged.push(`B${row}:${columnLetters(TEXT_COLUMNS - 1)}${row}`);
    this.#add([styled(`A${row}`, sheet, "link"), styled(`B${row}`, text, "text")], LINE_POINTS);
  }

  table(columns: readonly SheetColumn[], lines: readonly (readonly unknown[])[]): PlacedTable {
    const header = columns.map(({ name, format }, index) => {
      const style = format === "general" || format === "left" ? HEADER_STYLE : NUMBER_HEADER_STYLE;
      return cellXml(`${columnLetters(index)}${this.#rows.length + 1}`, name, textStyles(style));
    });
    this.#add(header, HEADER_POINTS);
    const first = this.#rows.length + 1;
    for (const cells of lines) {
      const row = this.#rows.length + 1;
      this.#add(
        columns.map(({ format }, index) => {
          const value = format === "dateTime" ? dayNumber(cells[index]) : cells[index];
          const styles = { text: TEXT_STYLE, quotedText: QUOTED_STYLE, number: numberStyle(format) };
          return cellXml(`${columnLetters(index)}${row}`, value, styles);
        }),
        LINE_POINTS,
      );
    }
    const last = this.#rows.length;
    for (const [index, { colors }] of columns.entries())
      if (colors !== undefined && last >= first)
        this.#colors.push(colorsXml(colors, `${columnLetters(index)}${first}:${columnLetters(index)}${last}`));
    const at = (column: string): string => `$${columnLetters(columns.findIndex(({ name }) => name === column))}$`;
    return {
      range: (column) => `${quoted(this.#name)}!${at(column)}${first}:${at(column)}${last}`,
      cell: (column, line) => `${quoted(this.#name)}!${at(column)}${first + line}`,
    };
  }

  /** Charts side by side, `lines` high, each over some of the page's columns. */
  charts(
    charts: readonly { readonly chart: Chart; readonly columns: readonly [number, number] }[],
    lines: number,
  ): void {
    const row = this.#rows.length;
    for (const { chart, columns } of charts)
      this.#charts.push({
        chart: this.#data.withErrors(chart),
        place: { column: columns[0], row, endColumn: columns[1], endRow: row + lines },
      });
    for (let line = 0; line < lines; line++) this.#add([], LINE_POINTS);
  }

  space(): void {
    this.#add([], LINE_POINTS);
  }

  /** The sheet (ECMA-376, 18.3). `drawing` is set for a page with charts. */
  sheet(): PageSheet {
    const widths = WIDTHS.map(
      (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
    );
    const merged = this.#merged.map((reference) => `<mergeCell ref="${reference}"/>`);
    const xml = [
      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">',
      '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
      '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews>',
      `<sheetFormatPr defaultRowHeight="${LINE_POINTS}"/><cols>${widths.join("")}</cols>`,
      `<sheetData>${this.#rows.join("")}</sheetData>`,
      ...(merged.length === 0 ? [] : [`<mergeCells count="${merged.length}">${merged.join("")}</mergeCells>`]),
      ...this.#colors,
      ...(this.#links.length === 0 ? [] : [`<hyperlinks>${this.#links.join("")}</hyperlinks>`]),
      '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>',
      '<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
      ...(this.#charts.length === 0 ? [] : ['<drawing r:id="rId1"/>']),
      "</worksheet>",
    ].join("");
    return { name: this.#name, xml, charts: this.#charts, data: this.#data.sheets() };
  }

  #line(text: string, style: PageStyle, points: number): void {
    const row = this.#rows.length + 1;
    this.#merged.push(`A${row}:${columnLetters(TEXT_COLUMNS - 1)}${row}`);
    this.#add([styled(`A${row}`, text, style)], points);
  }

  #add(cells: readonly string[], points: number): void {
    const row = this.#rows.length + 1;
    this.#rows.push(`<row r="${row}" ht="${points}" customHeight="1">${cells.join("")}</row>`);
  }
}

function styled(reference: string, text: string, style: PageStyle): string {
  return cellXml(reference, text, textStyles(pageStyle(style)));
}

function textStyles(style: number): { text: number; quotedText: number; number: number } {
  return { text: style, quotedText: style, number: style };
}

/** A sheet's name in a reference. */
function quoted(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

function attribute(text: string): string {
  return escapeXml(cellText(text)).replaceAll('"', "&quot;");
}
