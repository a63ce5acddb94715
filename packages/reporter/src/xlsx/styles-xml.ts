/** How a column's numbers are shown. */
export type NumberFormat =
  | "general"
  | "left"
  | "wrapped"
  | "count"
  | "score"
  | "percent"
  | "signedPercent"
  | "p"
  | "dollars"
  | "milliseconds"
  | "integer"
  | "dateTime";

const FORMAT_CODES: Readonly<Record<NumberFormat, string>> = {
  general: "General",
  left: "General",
  wrapped: "General",
  count: "#,##0",
  score: "0.0000",
  percent: "0.0%",
  signedPercent: "+0.0%;-0.0%;0.0%",
  p: '[<0.0001]"< 0.0001";0.0000',
  dollars: '"$"#,##0.000000',
  milliseconds: "#,##0.0",
  integer: "0",
  dateTime: 'yyyy-mm-dd hh:mm:ss" UTC"',
};
const FORMATS = Object.keys(FORMAT_CODES) as NumberFormat[];
/** Numbers below belong to the formats that every spreadsheet has. */
const FIRST_CUSTOM_FORMAT = 164;

/** Of cells, of headers, then of a page's styles. */
const FONTS = [
  '<sz val="10"/>',
  '<b/><sz val="10"/><color rgb="FFFFFFFF"/>',
  '<b/><sz val="18"/><color rgb="FF1F2A3D"/>',
  '<b/><sz val="12"/><color rgb="FF2F3E55"/>',
  '<sz val="11"/>',
  '<b/><sz val="11"/>',
  '<u/><sz val="11"/><color rgb="FF1B5FAA"/>',
  '<sz val="10"/><color rgb="FF5F6673"/>',
];

/** Colours of verdicts and statuses, by name, to make them visible in a long list. */
export const MARKS = {
  good: { text: "FF0B6B32", fill: "FFD9F2E0" },
  bad: { text: "FF9C1C1C", fill: "FFFBDDDD" },
  unsure: { text: "FF7A5200", fill: "FFFFF1CC" },
  quiet: { text: "FF5F6673", fill: "FFEEF0F3" },
} as const;
export type Mark = keyof typeof MARKS;

/**
 * Style 0 is plain; then the header over text and over numbers, text, text that stays text, both again with lines that
 * wrap, and one style a number format.
 */
export const HEADER_STYLE = 1;
export const NUMBER_HEADER_STYLE = 2;
export const TEXT_STYLE = 3;
export const QUOTED_STYLE = 4;
export const WRAPPED_STYLE = 5;
export const WRAPPED_QUOTED_STYLE = 6;
const FIRST_NUMBER_STYLE = 7;
/** Text is indented to keep a distance from a number in the column before. */
const LEFT = 'horizontal="left" indent="1"';
const RIGHT = 'horizontal="right"';
/** All cells of a row begin at its top, where one of them has several lines. */
const AT_LEFT = `${LEFT} vertical="top"`;
const AT_RIGHT = `${RIGHT} vertical="top"`;
const WRAPPED = `${AT_LEFT} wrapText="1"`;
/** Alignment in the cell of the formats that are not numbers. */
const ALIGNMENTS: Readonly<Partial<Record<NumberFormat, string>>> = { left: AT_LEFT, wrapped: WRAPPED };

/** Styles of a page of text, after those of the numbers. */
const PAGE_STYLES = {
  title: { font: 2, alignment: 'vertical="center"' },
  heading: { font: 3, alignment: 'vertical="bottom"' },
  text: { font: 4, alignment: 'vertical="top" wrapText="1"' },
  strong: { font: 5, alignment: 'vertical="top" wrapText="1"' },
  link: { font: 6, alignment: 'vertical="top"' },
  quiet: { font: 7, alignment: 'vertical="top" wrapText="1"' },
} as const;
export type PageStyle = keyof typeof PAGE_STYLES;

export function pageStyle(name: PageStyle): number {
  return FIRST_NUMBER_STYLE + FORMATS.length + Object.keys(PAGE_STYLES).indexOf(name);
}

export function numberStyle(format: NumberFormat): number {
  return FIRST_NUMBER_STYLE + FORMATS.indexOf(format);
}

/** Position of a mark among the differential styles, which conditional formats refer to. */
export function markStyle(mark: Mark): number {
  return Object.keys(MARKS).indexOf(mark);
}

/** `styles.xml`: fonts, fills, number formats and the colours of conditional formats (ECMA-376, 18.8). */
export function stylesXml(): string {
  const formats = FORMATS.map(
    (format, index) =>
      `<numFmt numFmtId="${FIRST_CUSTOM_FORMAT + index}" formatCode="${FORMAT_CODES[format].replaceAll("<", "&lt;").replaceAll('"', "&quot;")}"/>`,
  );
  const numbers = FORMATS.map(
    (format, index) =>
      `<xf numFmtId="${FIRST_CUSTOM_FORMAT + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment ${ALIGNMENTS[format] ?? AT_RIGHT}/></xf>`,
  );
  const pages = Object.values(PAGE_STYLES).map(
    ({ font, alignment }) =>
      `<xf numFmtId="0" fontId="${font}" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyFont="1" applyAlignment="1"><alignment ${alignment}/></xf>`,
  );
  const marks = Object.values(MARKS).map(
    ({ text, fill }) =>
      `<dxf><font><color rgb="${text}"/></font><fill><patternFill patternType="solid"><fgColor rgb="${fill}"/><bgColor rgb="${fill}"/></patternFill></fill></dxf>`,
  );
  return [
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<numFmts count="${formats.length}">${formats.join("")}</numFmts>`,
    `<fonts count="${FONTS.length}">${FONTS.map((font) => `<font>${font}<name val="Calibri"/></font>`).join("")}</fonts>`,
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FF2F3E55"/><bgColor indexed="64"/></patternFill></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${FIRST_NUMBER_STYLE + FORMATS.length + pages.length}">`,
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    ...[LEFT, RIGHT].map(
      (side) =>
        `<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment ${side} vertical="center" wrapText="1"/></xf>`,
    ),
    ...[AT_LEFT, WRAPPED].flatMap((alignment) =>
      ["", ' quotePrefix="1"'].map(
        (quote) =>
          `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"${quote} applyAlignment="1"><alignment ${alignment}/></xf>`,
      ),
    ),
    `${numbers.join("")}${pages.join("")}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
    `<dxfs count="${marks.length}">${marks.join("")}</dxfs>`,
    "</styleSheet>",
  ].join("");
}
