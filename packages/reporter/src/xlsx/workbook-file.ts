import { chartXml } from "./chart-xml.ts";
import { escapeXml } from "./cell-xml.ts";
import { drawingXml } from "./drawing-xml.ts";
import type { PageSheet } from "./page-sheet.ts";
import { type Omitted, type Sheet, sheetXml } from "./sheet-xml.ts";
import { stylesXml } from "./styles-xml.ts";
import { writeZip, type ZipEntry } from "./write-zip.ts";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const CONTENT = "application/vnd.openxmlformats-officedocument";

/**
 * Writes an XLSX file sheet by sheet, each streamed in turn (ECMA-376). Reports after each sheet the contents
 * that did not fit, before it reads the next one's rows.
 */
export async function writeWorkbook(
  path: string,
  sheets: readonly (Sheet | PageSheet)[],
  onSheet: (name: string, omitted: Omitted) => void = () => {},
): Promise<void> {
  const drawn = drawingParts(sheets);
  await writeZip(path, [
    entry("[Content_Types].xml", contentTypesXml(sheets.length, drawn)),
    entry("_rels/.rels", relationsXml([{ type: "officeDocument", target: "xl/workbook.xml" }])),
    entry("xl/workbook.xml", workbookXml(sheets)),
    entry(
      "xl/_rels/workbook.xml.rels",
      relationsXml([
        ...sheets.map((_, index) => ({ type: "worksheet", target: `worksheets/sheet${index + 1}.xml` })),
        { type: "styles", target: "styles.xml" },
      ]),
    ),
    entry("xl/styles.xml", stylesXml()),
    ...drawn.map(({ name, xml }) => entry(name, xml)),
    ...sheets.map((sheet, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      text: () => ("xml" in sheet ? [DECLARATION + sheet.xml] : sheetText(sheet, onSheet)),
    })),
  ]);
}

interface Part {
  readonly name: string;
  readonly xml: string;
  /** Null for relations, which have their type by file extension. */
  readonly type: string | null;
}

/** The charts of every page, with their relations. */
function drawingParts(sheets: readonly (Sheet | PageSheet)[]): readonly Part[] {
  let charts = 0;
  let drawings = 0;
  return sheets.flatMap((sheet, index): Part[] => {
    if (!("xml" in sheet) || sheet.charts.length === 0) return [];
    const drawing = ++drawings;
    const numbered = sheet.charts.map(({ chart, place }) => ({ chart, place, number: ++charts }));
    return [
      {
        name: `xl/worksheets/_rels/sheet${index + 1}.xml.rels`,
        xml: relationsXml([{ type: "drawing", target: `../drawings/drawing${drawing}.xml` }]),
        type: null,
      },
      {
        name: `xl/drawings/drawing${drawing}.xml`,
        xml: drawingXml(numbered.map(({ chart, place }) => ({ title: escapeXml(chart.title), place }))),
        type: "drawing+xml",
      },
      {
        name: `xl/drawings/_rels/drawing${drawing}.xml.rels`,
        xml: relationsXml(numbered.map(({ number }) => ({ type: "chart", target: `../charts/chart${number}.xml` }))),
        type: null,
      },
      ...numbered.map(({ chart, number }) => ({
        name: `xl/charts/chart${number}.xml`,
        xml: chartXml(chart),
        type: "drawingml.chart+xml",
      })),
    ];
  });
}

function entry(name: string, xml: string): ZipEntry {
  return { name, text: () => [DECLARATION + xml] };
}

async function* sheetText(sheet: Sheet, onSheet: (name: string, omitted: Omitted) => void): AsyncGenerator<string> {
  const omitted: Omitted = { rows: 0, columns: 0, cells: 0 };
  yield DECLARATION;
  yield* sheetXml(sheet, omitted);
  onSheet(sheet.name, omitted);
}

function contentTypesXml(sheets: number, parts: readonly Part[]): string {
  const override = (name: string, type: string): string =>
    `<Override PartName="/${name}" ContentType="${CONTENT}.${type}"/>`;
  return [
    `<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    override("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    override("xl/styles.xml", "spreadsheetml.styles+xml"),
    ...Array.from({ length: sheets }, (_, index) =>
      override(`xl/worksheets/sheet${index + 1}.xml`, "spreadsheetml.worksheet+xml"),
    ),
    ...parts.flatMap(({ name, type }) => (type === null ? [] : [override(name, type)])),
    "</Types>",
  ].join("");
}

function workbookXml(sheets: readonly { readonly name: string }[]): string {
  const names = sheets.map(
    ({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${names.join("")}</sheets></workbook>`;
}

/** Relations in their order: `rId1` is the first. */
function relationsXml(relations: readonly { readonly type: string; readonly target: string }[]): string {
  const lines = relations.map(
    ({ type, target }, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${lines.join("")}</Relationships>`;
}
