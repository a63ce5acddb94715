import type { Report } from "@sameseed/core";
import { csvHeader, csvLine, type CsvOptions } from "./csv-line.ts";

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
];

/** `summary.csv`: one line a variant × metric. `n` counts cases; `fingerprints` counts distinct ones. */
export function summaryCsv({ variants }: Report, options: CsvOptions = {}): string {
  const lines = variants.flatMap((variant) =>
    variant.metrics.map((metric) =>
      csvLine(
        [
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
        ],
        options,
      ),
    ),
  );
  return csvHeader(COLUMNS, options) + lines.join("");
}
