import type { Place } from "./page-sheet.ts";

const SPREADSHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing";
const MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main";
const CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A drawing part (ECMA-376, 20.5): each chart between two cells. `rId1` is the first chart. */
export function drawingXml(charts: readonly { readonly title: string; readonly place: Place }[]): string {
  const anchors = charts.map(({ title, place: { column, row, endColumn, endRow } }, index) => {
    const at = (name: string, x: number, y: number): string =>
      `<xdr:${name}><xdr:col>${x}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${y}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
    return [
      `<xdr:twoCellAnchor editAs="oneCell">${at("from", column, row)}${at("to", endColumn, endRow)}`,
      `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${index + 2}" name="Chart ${index + 1}" descr="${title}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>`,
      '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>',
      `<a:graphic><a:graphicData uri="${CHART}"><c:chart xmlns:c="${CHART}" r:id="rId${index + 1}"/></a:graphicData></a:graphic>`,
      "</xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>",
    ].join("");
  });
  return `<xdr:wsDr xmlns:xdr="${SPREADSHEET_DRAWING}" xmlns:a="${MAIN}" xmlns:r="${RELATIONSHIPS}">${anchors.join("")}</xdr:wsDr>`;
}
