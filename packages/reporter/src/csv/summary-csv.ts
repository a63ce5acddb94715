import type { MetricSummary, WordedReport } from "@sameseed/core";
import type { CsvOptions } from "./csv-line.ts";
import { type Table, tableCsv } from "./table-csv.ts";

const COLUMNS = [
  "variant",
  "prompt",
  "model",
  "metric",
  "n",
  "mean",
  "ci_low",
  "ci_high",
  "ci_level",
  "method",
  "sd",
  "trials",
  "completed",
  "truncated",
  "refused",
  "failed",
  "unscored",
  "prompt_tokens",
  "completion_tokens",
  "cost_usd",
  "latency_ms_p50",
  "latency_ms_p95",
  "fingerprints",
  "cached",
  "cost_per_correct",
];

/**
 * One line per variant × metric. `n` counts cases; `fingerprints` counts distinct ones; `judge_cost_usd` is
 * present with judges.
 */
export function summaryTable({ manifest, variants, aggregates }: WordedReport): Table {
  const isJudged = manifest.judges !== undefined;
  const lines = variants.flatMap((variant) =>
    [...variant.metrics, ...ofVariant(aggregates, variant.variant)].map((metric) => [
      variant.variant,
      variant.prompt,
      variant.model,
      metric.metric,
      metric.n,
      metric.mean,
      metric.low,
      metric.high,
      0.95,
      metric.method,
      metric.sd,
      variant.trials,
      variant.completed,
      variant.truncated,
      variant.refused,
      variant.failed,
      metric.unscored,
      variant.promptTokens,
      variant.completionTokens,
      variant.costUsd,
      variant.latencyMsP50,
      variant.latencyMsP95,
      Object.keys(variant.fingerprints).length,
      variant.cached,
      metric.costPerCorrectUsd ?? null,
      ...(isJudged ? [variant.judgeCostUsd] : []),
    ]),
  );
  return { columns: isJudged ? [...COLUMNS, "judge_cost_usd"] : COLUMNS, lines };
}

function ofVariant(aggregates: WordedReport["aggregates"], variant: string): readonly MetricSummary[] {
  return (aggregates?.summaries ?? []).filter((summary) => summary.variant === variant);
}

/** `summary.csv`: the summary table as CSV. */
export function summaryCsv(report: WordedReport, options: CsvOptions = {}): string {
  return tableCsv(summaryTable(report), options);
}
