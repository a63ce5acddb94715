import type { WordedLatencyComparison, WordedLatencyReport, LatencySummary } from "@sameseed/core";
import type { CsvOptions } from "./csv-line.ts";
import { type Table, tableCsv } from "./table-csv.ts";

const SUMMARY: Readonly<Record<string, (summary: LatencySummary) => unknown>> = {
  variant: ({ variant }) => variant,
  measure: ({ measure }) => measure,
  n: ({ n }) => n,
  missing: ({ missing }) => missing,
  mean: ({ mean }) => mean,
  ...Object.fromEntries(
    [50, 90, 95, 99].flatMap((percent, place) => [
      [`p${percent}`, ({ quantiles }: LatencySummary) => quantiles[place]?.value],
      [`p${percent}_low`, ({ quantiles }: LatencySummary) => quantiles[place]?.low],
      [`p${percent}_high`, ({ quantiles }: LatencySummary) => quantiles[place]?.high],
    ]),
  ),
  outliers: ({ outliers }) => outliers,
  drift: ({ drift }) => drift?.ratio,
  drift_low: ({ drift }) => drift?.low,
  drift_high: ({ drift }) => drift?.high,
  drift_p: ({ drift }) => drift?.p,
  connections: ({ connections }) => connections,
  connect_ms: ({ connectMs }) => connectMs,
};

const COMPARISON: Readonly<Record<string, (comparison: WordedLatencyComparison) => unknown>> = {
  baseline: ({ a }) => a,
  unit: ({ unit }) => unit,
  pairs: ({ result }) => result.n,
  dropped: ({ result }) => result.dropped,
  ratio: ({ ratio }) => ratio,
  ratio_low: ({ interval }) => interval?.lo,
  ratio_high: ({ interval }) => interval?.hi,
  median_ratio: ({ medianRatio }) => medianRatio,
  median_ratio_low: ({ medianInterval }) => medianInterval?.lo,
  median_ratio_high: ({ medianInterval }) => medianInterval?.hi,
  p: ({ result }) => result.p,
  p_adjusted: ({ result }) => result.pAdjusted,
  p_sign: ({ pSign }) => pSign,
  adjustment: ({ adjustment }) => adjustment,
  verdict: ({ result }) => result.verdict.verdict,
  flags: ({ result }) => result.flags.join("; "),
  ratio_drift: ({ drift }) => drift?.ratio,
  ratio_drift_p: ({ drift }) => drift?.p,
  conclusion: ({ conclusion }) => conclusion,
};

/** One line per variant × measure; the comparing columns are empty for the baseline. */
export function latencyTable({ summaries, comparisons }: WordedLatencyReport): Table {
  return {
    columns: [...Object.keys(SUMMARY), ...Object.keys(COMPARISON)],
    lines: summaries.map((summary) => {
      const comparison = comparisons.find(({ measure, b }) => measure === summary.measure && b === summary.variant);
      return [
        ...Object.values(SUMMARY).map((cell) => cell(summary) ?? null),
        ...Object.values(COMPARISON).map((cell) => (comparison === undefined ? null : (cell(comparison) ?? null))),
      ];
    }),
  };
}

/** `latency.csv`: the measurements of a run with `--latency`, as CSV. */
export function latencyCsv(latency: WordedLatencyReport, options: CsvOptions = {}): string {
  return tableCsv(latencyTable(latency), options);
}
