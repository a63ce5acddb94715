import type { SliceComparison, WordedSliceReport } from "@sameseed/core";
import type { CsvOptions } from "./csv-line.ts";
import { type Table, tableCsv } from "./table-csv.ts";

const COLUMNS = [
  "key",
  "slice",
  "metric",
  "a",
  "b",
  "n",
  "mean_a",
  "mean_b",
  "estimate",
  "ci_low",
  "ci_high",
  "ci_level",
  "p",
  "p_adjusted",
  "non_tied",
  "method",
  "verdict",
  "cases_needed",
  "interaction_p",
  "interaction_p_adjusted",
];

/**
 * One line per key × slice × metric × pair; the test of interaction is of the key, and repeated on each of
 * its lines.
 */
export function slicesTable({
  comparisons,
  interactions,
}: Pick<WordedSliceReport, "comparisons" | "interactions">): Table {
  const tests = new Map(interactions.map((test) => [idOf(test), test]));
  const lines = comparisons.map((line) => {
    const test = tests.get(idOf(line));
    return [
      line.key,
      line.slice,
      line.metric,
      line.a,
      line.b,
      line.n,
      line.meanA,
      line.meanB,
      line.estimate,
      line.low,
      line.high,
      0.95,
      line.p,
      line.pAdjusted,
      line.nonTied,
      line.method,
      line.verdict ?? "none",
      line.casesNeeded,
      test?.p,
      test?.pAdjusted,
    ];
  });
  return { columns: COLUMNS, lines };
}

function idOf({ key, metric, a, b }: Pick<SliceComparison, "key" | "metric" | "a" | "b">): string {
  return JSON.stringify([key, metric, a, b]);
}

/** `slices.csv`: the comparisons by slice. */
export function slicesCsv(slices: WordedSliceReport, options: CsvOptions = {}): string {
  return tableCsv(slicesTable(slices), options);
}
