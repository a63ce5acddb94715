import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { escapeXml } from "./cell-xml.ts";
import { type Omitted, type Sheet, sheetXml } from "./sheet-xml.ts";
import { stylesXml } from "./styles-xml.ts";

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";
/** Local time without a zone, so that equal sheets are equal bytes everywhere. */
const ENTRY = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 };

/**
 * Writes an XLSX file sheet by sheet, each streamed in its turn; it appears when it is complete. Gives what each sheet
 * had no room for. A sheet may depend on what an earlier one left out: its rows are asked for when its turn has come.
 */
export async function writeWorkbook(path: string, sheets: readonly Sheet[], onSheet: (name: string, omitted: Omitted) => void = () => {}): Promise<void> {
  const { ZipFile } = await import("yazl");
  const zip = new ZipFile();
  const parts: readonly (readonly [name: string, xml: string])[] = [
    ["[Content_Types].xml", contentTypesXml(sheets.length)],
    ["_rels/.rels", `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", workbookXml(sheets)],
    ["xl/_rels/workbook.xml.rels", relationsXml(sheets.length)],
    ["xl/styles.xml", stylesXml()],
  ];
  for (const [name, xml] of parts) zip.addReadStream(Readable.from([Buffer.from(DECLARATION + xml)]), name, ENTRY);
  for (const [index, sheet] of sheets.entries()) {
    zip.addReadStreamLazy(`xl/worksheets/sheet${index + 1}.xml`, ENTRY, (give) => {
      const stream = Readable.from(sheetBytes(sheet, onSheet), { objectMode: false, highWaterMark: 1 << 17 });
      stream.on("error", (error) => zip.emit("error", error));
      give(null, stream);
    });
  }
  zip.end();
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  try {
    await pipeline(output, createWriteStream(part));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await rename(part, path);
}

async function* sheetBytes(sheet: Sheet, onSheet: (name: string, omitted: Omitted) => void): AsyncGenerator<Buffer> {
  const omitted: Omitted = { rows: 0, columns: 0, cells: 0 };
  yield Buffer.from(DECLARATION);
  for await (const chunk of sheetXml(sheet, omitted)) yield Buffer.from(chunk);
  onSheet(sheet.name, omitted);
}

function contentTypesXml(sheets: number): string {
  const overrides = Array.from({ length: sheets }, (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${CONTENT}.worksheet+xml"/>`);
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
  const names = sheets.map(({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  return `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${names.join("")}</sheets></workbook>`;
}

function relationsXml(sheets: number): string {
  const relations = Array.from({ length: sheets }, (_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`);
  return `<Relationships xmlns="${PACKAGE}/relationships">${relations.join("")}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
}
