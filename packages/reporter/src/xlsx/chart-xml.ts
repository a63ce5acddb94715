import { cellText, escapeXml } from "./cell-xml.ts";

/** Cells of the workbook with their values: programs that only preview a file show the copy. */
export interface CellRange<Value> {
  /** Such as `'Start here'!$A$5:$A$9`. */
  readonly reference: string;
  readonly values: readonly Value[];
}

/** The ends of an interval around each value; null without an interval. */
export type Ends = readonly ({ readonly low: number; readonly high: number } | null)[];

export interface Errors {
  readonly below: CellRange<number>;
  readonly above: CellRange<number>;
}

export interface Series {
  readonly name: CellRange<string>;
  /** Places along the horizontal axis: names, or numbers for a scatter chart. */
  readonly at: CellRange<string> | CellRange<number>;
  readonly values: CellRange<number | null>;
  readonly ends: Ends;
  /** The distances of the ends from the values, in cells: error bars are drawn from there. */
  readonly errors?: Errors;
  /** Colours, `2E6FBF`, one per value; further values use the last one. */
  readonly colors: readonly string[];
}

interface Titles {
  readonly title: string;
  readonly horizontal: string;
  readonly vertical: string;
}

/** `forest`: a bar a name with its interval, from top to bottom; `scatter`: a point a series; `trend`: a line a series. */
export interface Chart extends Titles {
  readonly kind: "forest" | "scatter" | "trend";
  readonly series: readonly Series[];
  /** Formats of the numbers along the axes. */
  readonly horizontalFormat: string;
  readonly verticalFormat: string;
}

const NAMESPACES =
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const GREY = "D5D9E0";
const INK = "3B4454";
/** Ids of the axes: any two different numbers. */
const [HORIZONTAL, VERTICAL] = [111_111_111, 222_222_222];

/** A chart part (ECMA-376, 21.2), drawn from cells of the workbook. */
export function chartXml(chart: Chart): string {
  const plot = { forest: forestXml, scatter: scatterXml, trend: trendXml }[chart.kind](chart);
  const hasLegend = chart.kind === "trend" && chart.series.length > 1;
  return [
    `<c:chartSpace ${NAMESPACES}><c:roundedCorners val="0"/><c:chart>`,
    titleXml(chart.title, { size: 1200, isBold: true }),
    `<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>${plot}</c:plotArea>`,
    hasLegend ? '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' : "",
    '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>',
    `<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln w="6350"><a:solidFill><a:srgbClr val="${GREY}"/></a:solidFill></a:ln></c:spPr>`,
    `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900"><a:solidFill><a:srgbClr val="${INK}"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>`,
    "</c:chartSpace>",
  ].join("");
}

function forestXml({ series, ...axes }: Chart): string {
  const bars = series.map(
    (one, place) =>
      `<c:ser>${headXml(one, place)}${fillXml(one.colors[0]!)}<c:invertIfNegative val="0"/>${one.values.values.map((_, point) => `<c:dPt><c:idx val="${point}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>${fillXml(one.colors[point] ?? one.colors.at(-1)!)}</c:dPt>`).join("")}${errorsXml(one, null)}<c:cat>${textsXml(one.at as CellRange<string>)}</c:cat><c:val>${numbersXml(one.values)}</c:val></c:ser>`,
  );
  return [
    `<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>${bars.join("")}<c:gapWidth val="120"/><c:axId val="${HORIZONTAL}"/><c:axId val="${VERTICAL}"/></c:barChart>`,
    `<c:catAx><c:axId val="${HORIZONTAL}"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>${lineXml()}<c:crossAx val="${VERTICAL}"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>`,
    valueAxisXml({
      id: VERTICAL,
      cross: HORIZONTAL,
      position: "b",
      crosses: "max",
      title: axes.horizontal,
      format: axes.horizontalFormat,
      between: "between",
      bounds: boundsOf(series, [0]),
    }),
  ].join("");
}

function scatterXml({ series, ...axes }: Chart): string {
  const points = series.map(
    (one, place) =>
      `<c:ser>${headXml(one, place)}<c:spPr><a:ln w="19050"><a:noFill/></a:ln></c:spPr>${markerXml(one, place)}<c:dLbls><c:dLblPos val="r"/><c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="1"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>${errorsXml(one, "y")}<c:xVal>${numbersXml(one.at as CellRange<number>)}</c:xVal><c:yVal>${numbersXml(one.values)}</c:yVal><c:smooth val="0"/></c:ser>`,
  );
  return [
    `<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>${points.join("")}<c:axId val="${HORIZONTAL}"/><c:axId val="${VERTICAL}"/></c:scatterChart>`,
    valueAxisXml({
      id: HORIZONTAL,
      cross: VERTICAL,
      position: "b",
      crosses: "autoZero",
      title: axes.horizontal,
      format: axes.horizontalFormat,
      between: "midCat",
      bounds: null,
    }),
    valueAxisXml({
      id: VERTICAL,
      cross: HORIZONTAL,
      position: "l",
      crosses: "autoZero",
      title: axes.vertical,
      format: axes.verticalFormat,
      between: "midCat",
      bounds: boundsOf(series, []),
    }),
  ].join("");
}

function trendXml({ series, ...axes }: Chart): string {
  const lines = series.map(
    (one, place) =>
      `<c:ser>${headXml(one, place)}<c:spPr><a:ln w="22225"><a:solidFill><a:srgbClr val="${one.colors[0]}"/></a:solidFill></a:ln></c:spPr>${markerXml(one, place)}${errorsXml(one, "y")}<c:cat>${textsXml(one.at as CellRange<string>)}</c:cat><c:val>${numbersXml(one.values)}</c:val><c:smooth val="0"/></c:ser>`,
  );
  return [
    `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${lines.join("")}<c:marker val="1"/><c:axId val="${HORIZONTAL}"/><c:axId val="${VERTICAL}"/></c:lineChart>`,
    `<c:catAx><c:axId val="${HORIZONTAL}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>${lineXml()}<c:crossAx val="${VERTICAL}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>`,
    valueAxisXml({
      id: VERTICAL,
      cross: HORIZONTAL,
      position: "l",
      crosses: "autoZero",
      title: axes.vertical,
      format: axes.verticalFormat,
      between: "between",
      bounds: boundsOf(series, []),
    }),
  ].join("");
}

function headXml({ name }: Series, place: number): string {
  return `<c:idx val="${place}"/><c:order val="${place}"/><c:tx>${textsXml(name)}</c:tx>`;
}

const SHAPES = ["circle", "diamond", "square", "triangle"];

/** A shape in addition to the colour, which not everyone sees. */
function markerXml({ colors }: Series, place: number): string {
  return `<c:marker><c:symbol val="${SHAPES[place % SHAPES.length]}"/><c:size val="8"/>${fillXml(colors[0]!)}</c:marker>`;
}

/** Custom error bars, which LibreOffice draws from cells only; a direction of null is for a bar chart, which has one. */
function errorsXml({ errors }: Series, direction: "y" | null): string {
  if (errors === undefined) return "";
  return `<c:errBars>${direction === null ? "" : `<c:errDir val="${direction}"/>`}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/><c:plus>${numbersXml(errors.above)}</c:plus><c:minus>${numbersXml(errors.below)}</c:minus><c:spPr><a:ln w="15875"><a:solidFill><a:srgbClr val="${INK}"/></a:solidFill></a:ln></c:spPr></c:errBars>`;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
const MOST_STEPS = 8;

/** Round ends of an axis that hold all values with their intervals, and `also`: programs leave error bars out of account. */
function boundsOf(series: readonly Series[], also: readonly number[]): Bounds {
  const all = series.flatMap(({ values, ends }) => [
    ...values.values.flatMap((value) => value ?? []),
    ...ends.flatMap((end) => (end === null ? [] : [end.low, end.high])),
  ]);
  const [least, most] = [Math.min(...all, ...also), Math.max(...all, ...also)];
  const step = STEPS.find((one) => (most - least) / one <= MOST_STEPS) ?? 0.5;
  const low = Math.floor(least / step + 1e-9) * step;
  const high = Math.ceil(most / step - 1e-9) * step;
  return { low: round(low), high: round(high === low ? low + step : high), step };
}

function round(value: number): number {
  return Number(value.toFixed(6));
}

interface ValueAxis {
  readonly id: number;
  readonly cross: number;
  readonly position: "b" | "l";
  readonly crosses: "autoZero" | "max";
  readonly title: string;
  readonly format: string;
  readonly between: "between" | "midCat";
  readonly bounds: Bounds | null;
}

function valueAxisXml({ id, cross, position, crosses, title, format, between, bounds }: ValueAxis): string {
  return `<c:valAx><c:axId val="${id}"/><c:scaling><c:orientation val="minMax"/>${bounds === null ? "" : `<c:max val="${bounds.high}"/><c:min val="${bounds.low}"/>`}</c:scaling><c:delete val="0"/><c:axPos val="${position}"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="${GREY}"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>${titleXml(title, { size: 900, isBold: false })}<c:numFmt formatCode="${attribute(format)}" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>${lineXml()}<c:crossAx val="${cross}"/><c:crosses val="${crosses}"/><c:crossBetween val="${between}"/>${bounds === null ? "" : `<c:majorUnit val="${bounds.step}"/>`}</c:valAx>`;
}

function titleXml(text: string, { size, isBold }: { readonly size: number; readonly isBold: boolean }): string {
  const run = `<a:rPr lang="en-US" sz="${size}" b="${isBold ? 1 : 0}"/><a:t>${escapeXml(cellText(text))}</a:t>`;
  return `<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>${run}</a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`;
}

function textsXml({ reference, values }: CellRange<string>): string {
  const points = values.map((text, place) => `<c:pt idx="${place}"><c:v>${escapeXml(cellText(text))}</c:v></c:pt>`);
  return `<c:strRef><c:f>${escapeXml(reference)}</c:f><c:strCache><c:ptCount val="${values.length}"/>${points.join("")}</c:strCache></c:strRef>`;
}

function numbersXml({ reference, values }: CellRange<number | null>): string {
  const points = values.map((value, place) =>
    value === null ? "" : `<c:pt idx="${place}"><c:v>${value}</c:v></c:pt>`,
  );
  return `<c:numRef><c:f>${escapeXml(reference)}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="${values.length}"/>${points.join("")}</c:numCache></c:numRef>`;
}

function fillXml(color: string): string {
  return `<c:spPr><a:solidFill><a:srgbClr val="${color}"/></a:solidFill><a:ln w="9525"><a:noFill/></a:ln></c:spPr>`;
}

function lineXml(): string {
  return `<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="9AA3B0"/></a:solidFill></a:ln></c:spPr>`;
}

function attribute(text: string): string {
  return escapeXml(text).replaceAll('"', "&quot;");
}
