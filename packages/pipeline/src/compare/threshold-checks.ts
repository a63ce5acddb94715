import { type Estimate, isCounted, type Manifest, metricValue, plural, type Row, unknownId } from "@sameseed/core";
import { estimate, metricsOf } from "@sameseed/analysis";
import type { Check } from "./gate.ts";
import type { Threshold } from "../choices/threshold.ts";

export interface ThresholdOptions {
  /** On the mean of a variant. */
  readonly thresholds: readonly Threshold[];
  /** On the mean over the repeats of each case. */
  readonly caseThresholds: readonly Threshold[];
  /** Variants that need not reach them. */
  readonly exempt: readonly string[];
}

/**
 * Compares means with thresholds: the estimate decides, and its interval is printed with it. As in
 * comparisons, a failed trial counts as 0. An answer that a scorer could not judge is left out of the mean;
 * where the mean would miss the threshold if all of those were 0, the check is undecided.
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
  /** Answers without a score. */
  unscored: number;
}
type CaseMeans = ReadonlyMap<string, CaseMean>;

async function caseMeans(
  manifest: Manifest,
  rows: AsyncIterable<Row>,
  metrics: ReadonlySet<string>,
): Promise<{ of(variant: string, metric: string): CaseMeans }> {
  const counters = new Map<string, Map<string, CaseMean>>();
  const partial = partialMetrics(manifest);
  for await (const row of rows) {
    if (!isCounted(manifest, row)) continue;
    const { variant, case: testCase } = row.trial;
    for (const metric of metrics) {
      const key = JSON.stringify([variant, metric]);
      const counter = counters.get(key) ?? new Map<string, CaseMean>();
      const mean = counter.get(testCase.id) ?? { sum: 0, count: 0, unscored: 0 };
      const value = row.outcome.status === "failed" ? 0 : metricValue(row, metric);
      if (value === null) mean.unscored += partial.has(metric) ? 0 : 1;
      else {
        mean.sum += value;
        mean.count++;
      }
      counters.set(key, counter.set(testCase.id, mean));
    }
  }
  return { of: (variant, metric) => counters.get(JSON.stringify([variant, metric])) ?? new Map() };
}

/** Metrics for only some of the cases: a missing score there is not a failed judgement. */
function partialMetrics({ scorers }: Manifest): ReadonlySet<string> {
  const isPartial = (identity: unknown): boolean =>
    typeof identity === "object" && identity !== null && "type" in identity && identity.type === "assert-metric";
  return new Set(scorers.filter(({ identity }) => isPartial(identity)).map(({ name }) => name));
}

function variantCheck(
  variant: string,
  { metric, least }: Threshold,
  { means, repeats }: { readonly means: CaseMeans; readonly repeats: number },
): Check {
  const values = [...means.values()].filter(({ count }) => count > 0).map(({ sum, count }) => sum / count);
  const { mean, ...rest } = estimate(Float64Array.from(values), { repeats });
  const check = { name: `${variant} reaches ${percent(least)}`, group: `threshold.${metric}`, variant };
  if (mean === null) return { ...check, result: "failed", message: `${variant}: no score in ${metric}.` };
  const unscored = [...means.values()].reduce((sum, one) => sum + one.unscored, 0);
  const concerned = [...means.values()].filter(({ count: scored, unscored: missing }) => scored + missing > 0);
  const lowest = concerned.reduce((sum, one) => sum + lowestOf(one), 0) / concerned.length;
  const result = resultOf({ mean, lowest }, least);
  return {
    ...check,
    result,
    message: `${variant}: ${metric} ${meanText({ mean, ...rest })}, at least ${percent(least)} wanted.${result === "undecided" ? unscoredText(unscored) : ""}`,
  };
}

/** The mean of a case if every answer without a score were 0. */
function lowestOf({ sum, count, unscored }: CaseMean): number {
  return sum / (count + unscored);
}

function resultOf(
  { mean, lowest }: { readonly mean: number; readonly lowest: number },
  least: number,
): Check["result"] {
  if (mean < least) return "failed";
  return lowest < least ? "undecided" : "passed";
}

function unscoredText(unscored: number): string {
  return ` ${plural(unscored, "answer")} without a score could turn this.`;
}

function caseChecks(variant: string, { metric, least }: Threshold, means: CaseMeans): Check[] {
  return [...means].map(([id, one]) => {
    const { sum, count, unscored } = one;
    const check: Pick<Check, "name" | "group" | "variant" | "case"> = {
      variant,
      case: id,
      name: `${id} of ${variant} reaches ${percent(least)}`,
      group: `case-threshold.${metric}`,
    };
    if (count === 0) return { ...check, result: "failed", message: `${variant}, case ${id}: no score in ${metric}.` };
    const result = resultOf({ mean: sum / count, lowest: lowestOf(one) }, least);
    return {
      ...check,
      result,
      message: `${variant}, case ${id}: ${metric} ${percent(sum / count)} over n=${count}, at least ${percent(least)} wanted.${result === "undecided" ? unscoredText(unscored) : ""}`,
    };
  });
}

function meanText({ mean, low, high, n }: Estimate): string {
  return `${percent(mean!)} ${low === null || high === null ? "[no interval]" : `[${percent(low)}, ${percent(high)}]`} over n=${n} cases`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
