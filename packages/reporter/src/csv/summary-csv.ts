import type { MetricSummary, WordedReport, VariantSummary } from "@sameseed/core";
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

/** One line a variant × metric. `n` counts cases; `fingerprints` counts distinct ones; `judge_cost_usd` is there where judges were asked. */
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
      costPerCorrect(variant, metric),
      ...(isJudged ? [variant.judgeCostUsd] : []),
    ]),
  );
  return { columns: isJudged ? [...COLUMNS, "judge_cost_usd"] : COLUMNS, lines };
}

/**
 * US dollars for one correct answer: the variant's cost over the sum of its scores. Null where a price is unknown, nothing
 * is correct, or the metric is no score of single answers.
 */
function costPerCorrect(variant: VariantSummary, { metric, mean, unscored }: MetricSummary): number | null {
  if (variant.costUsd === null || !mean || !variant.metrics.some((one) => one.metric === metric)) return null;
  const scored = variant.completed + variant.truncated + variant.refused - unscored;
  return scored <= 0 ? null : variant.costUsd / (mean * scored);
}

function ofVariant(aggregates: WordedReport["aggregates"], variant: string): readonly MetricSummary[] {
  return (aggregates?.summaries ?? []).filter((summary) => summary.variant === variant);
}

/** `summary.csv`: the summary table as CSV. */
export function summaryCsv(report: WordedReport, options: CsvOptions = {}): string {
  return tableCsv(summaryTable(report), options);
}
