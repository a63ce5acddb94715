import { type Estimate, isCounted, type Manifest, metricValue, type Row, unknownId } from "@sameseed/core";
import { estimate, metricsOf } from "@sameseed/reporter";
import type { Check } from "./gate.ts";
import type { Threshold } from "./threshold.ts";

export interface ThresholdOptions {
  /** On the mean of a variant. */
  readonly thresholds: readonly Threshold[];
  /** On the mean over the repeats of each case. */
  readonly caseThresholds: readonly Threshold[];
  /** Variants that need not reach them: the baseline. */
  readonly exempt: readonly string[];
}

/**
 * Holds means against thresholds: the estimate decides, and its interval is printed with it. As in comparisons, a failed
 * trial counts as 0; an answer that a scorer could not judge is left out.
 */
export async function thresholdChecks(
  manifest: Manifest,
  rows: AsyncIterable<Row>,
  options: ThresholdOptions,
): Promise<readonly Check[]> {
  const { thresholds, caseThresholds, exempt } = options;
  const known = metricsOf(manifest);
  const wanted = [...thresholds, ...caseThresholds].map(({ metric }) => metric);
  const unknown = wanted.find((metric) => !known.includes(metric));
  if (unknown !== undefined) throw unknownId("metric", unknown, known);
  const variants = manifest.variants
    .filter(({ id, control }) => control !== true && !exempt.includes(id))
    .map(({ id }) => id);
  const means = await caseMeans(manifest, rows, new Set(wanted));
  return variants.flatMap((variant) => [
    ...thresholds.map((threshold) =>
      variantCheck(variant, threshold, { means: means.of(variant, threshold.metric), repeats: manifest.repeats }),
    ),
    ...caseThresholds.flatMap((threshold) => caseChecks(variant, threshold, means.of(variant, threshold.metric))),
  ]);
}

interface CaseMean {
  sum: number;
  count: number;
}
type CaseMeans = ReadonlyMap<string, CaseMean>;

async function caseMeans(
  manifest: Manifest,
  rows: AsyncIterable<Row>,
  metrics: ReadonlySet<string>,
): Promise<{ of(variant: string, metric: string): CaseMeans }> {
  const tallies = new Map<string, Map<string, CaseMean>>();
  for await (const row of rows) {
    if (!isCounted(manifest, row)) continue;
    const { variant, case: testCase } = row.trial;
    for (const metric of metrics) {
      const key = JSON.stringify([variant, metric]);
      const tally = tallies.get(key) ?? new Map<string, CaseMean>();
      const mean = tally.get(testCase.id) ?? { sum: 0, count: 0 };
      const value = row.outcome.status === "failed" ? 0 : metricValue(row, metric);
      if (value !== null) {
        mean.sum += value;
        mean.count++;
      }
      tallies.set(key, tally.set(testCase.id, mean));
    }
  }
  return { of: (variant, metric) => tallies.get(JSON.stringify([variant, metric])) ?? new Map() };
}

function variantCheck(
  variant: string,
  { metric, least }: Threshold,
  { means, repeats }: { readonly means: CaseMeans; readonly repeats: number },
): Check {
  const values = [...means.values()].filter(({ count }) => count > 0).map(({ sum, count }) => sum / count);
  const { mean, ...rest } = estimate(Float64Array.from(values), { repeats });
  const check = { name: `${variant} reaches ${percent(least)}`, group: `threshold.${metric}` };
  if (mean === null) return { ...check, result: "failed", message: `${variant}: no score in ${metric}.` };
  return {
    ...check,
    result: mean >= least ? "passed" : "failed",
    message: `${variant}: ${metric} ${meanText({ mean, ...rest })}, at least ${percent(least)} wanted.`,
  };
}

function caseChecks(variant: string, { metric, least }: Threshold, means: CaseMeans): Check[] {
  return [...means].map(([id, { sum, count }]) => {
    const check = { name: `${id} of ${variant} reaches ${percent(least)}`, group: `case-threshold.${metric}` };
    if (count === 0) return { ...check, result: "failed", message: `${variant}, case ${id}: no score in ${metric}.` };
    return {
      ...check,
      result: sum / count >= least ? "passed" : "failed",
      message: `${variant}, case ${id}: ${metric} ${percent(sum / count)} over n=${count}, at least ${percent(least)} wanted.`,
    };
  });
}

function meanText({ mean, low, high, n }: Estimate): string {
  return `${percent(mean!)} ${low === null || high === null ? "[no interval]" : `[${percent(low)}, ${percent(high)}]`} over n=${n} cases`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
