import { escapeXml } from "./cell-xml.ts";
import { type Omitted, type Sheet, sheetXml } from "./sheet-xml.ts";
import { stylesXml } from "./styles-xml.ts";
import { writeZip } from "./write-zip.ts";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/**
 * Writes an XLSX file sheet by sheet, each streamed in its turn (ECMA-376). Tells after each sheet what it had no room
 * for, before the next one's rows are asked for.
 */
export async function writeWorkbook(
  path: string,
  sheets: readonly Sheet[],
  onSheet: (name: string, omitted: Omitted) => void = () => {},
): Promise<void> {
  const rootRelations = `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
  const parts = {
    "[Content_Types].xml": contentTypesXml(sheets.length),
    "_rels/.rels": rootRelations,
    "xl/workbook.xml": workbookXml(sheets),
    "xl/_rels/workbook.xml.rels": relationsXml(sheets.length),
    "xl/styles.xml": stylesXml(),
  };
  await writeZip(path, [
    ...Object.entries(parts).map(([name, xml]) => ({ name, text: () => [DECLARATION + xml] })),
    ...sheets.map((sheet, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      text: () => sheetText(sheet, onSheet),
    })),
  ]);
}

async function* sheetText(sheet: Sheet, onSheet: (name: string, omitted: Omitted) => void): AsyncGenerator<string> {
  const omitted: Omitted = { rows: 0, columns: 0, cells: 0 };
  yield DECLARATION;
  yield* sheetXml(sheet, omitted);
  onSheet(sheet.name, omitted);
}

function contentTypesXml(sheets: number): string {
  const overrides = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
  );
  return [
    `<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>`,
    ...overrides,
    "</Types>",
  ].join("");
}

function workbookXml(sheets: readonly Sheet[]): string {
  const names = sheets.map(
    ({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${names.join("")}</sheets></workbook>`;
}

function relationsXml(sheets: number): string {
  const relations = Array.from(
    { length: sheets },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${relations.join("")}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
}
