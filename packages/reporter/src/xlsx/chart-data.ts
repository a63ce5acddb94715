import type { Chart, Series } from "./chart-xml.ts";
import type { Sheet, SheetColumn } from "./sheet-xml.ts";

const CHART_DATA = "Chart data";
const COLUMNS: readonly SheetColumn[] = [
  { name: "chart", width: 30, format: "left" },
  { name: "series", width: 40, format: "left" },
  { name: "at", width: 40, format: "left" },
  { name: "value", width: 14, format: "score" },
  { name: "below", width: 14, format: "score" },
  { name: "above", width: 14, format: "score" },
];
/** The first line after the header. */
const FIRST_ROW = 2;

/** Gathers the lengths of error bars, a line a point: charts take them from cells. A class because lines are numbered. */
export class ChartData {
  readonly #lines: unknown[][] = [];

  /** The chart with error bars for the series that have intervals. */
  withErrors(chart: Chart): Chart {
    return { ...chart, series: chart.series.map((series) => this.#withErrors(series, chart.title)) };
  }

  /** The sheet that the error bars refer to; none without any. */
  sheets(): readonly Sheet[] {
    return this.#lines.length === 0 ? [] : [{ name: CHART_DATA, columns: COLUMNS, rows: () => this.#lines }];
  }

  #withErrors(series: Series, title: string): Series {
    if (series.ends.every((end) => end === null)) return series;
    const first = FIRST_ROW + this.#lines.length;
    const lengths = series.values.values.map((value, place) => {
      const end = series.ends[place] ?? null;
      if (value === null || end === null) return { below: 0, above: 0 };
      return { below: Math.max(0, value - end.low), above: Math.max(0, end.high - value) };
    });
    for (const [place, { below, above }] of lengths.entries())
      this.#lines.push([
        title,
        series.name.values[0],
        series.at.values[place],
        series.values.values[place],
        below,
        above,
      ]);
    const range = (letter: string): string =>
      `'${CHART_DATA}'!$${letter}$${first}:$${letter}$${first + lengths.length - 1}`;
    return {
      ...series,
      errors: {
        below: { reference: range("E"), values: lengths.map(({ below }) => below) },
        above: { reference: range("F"), values: lengths.map(({ above }) => above) },
      },
    };
  }
}
