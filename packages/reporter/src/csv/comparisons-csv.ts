import type { FactorEffect, WordedComparison } from "@sameseed/core";
import type { Comparison } from "@sameseed/stats";
import type { CsvOptions } from "./csv-line.ts";
import { type Table, tableCsv } from "./table-csv.ts";

/** The numbers of a comparison, in the order of its columns. */
const NUMBERS: Readonly<Record<string, (result: Comparison) => unknown>> = {
  n: ({ n }) => n,
  dropped: ({ dropped }) => dropped,
  estimate: ({ estimate }) => estimate,
  ci_low: ({ interval }) => interval?.lo,
  ci_high: ({ interval }) => interval?.hi,
  ci_level: ({ alpha }) => 1 - alpha,
  ci90_low: ({ marginInterval }) => marginInterval?.lo,
  ci90_high: ({ marginInterval }) => marginInterval?.hi,
  p: ({ p }) => p,
  p_adjusted: ({ pAdjusted }) => pAdjusted,
  method: ({ methods }) => methods.interval,
  test: ({ methods }) => methods.p,
  df: ({ df }) => df,
  non_tied: ({ nonTied }) => nonTied,
  both: ({ table }) => table?.a,
  a_only: ({ table }) => table?.b,
  b_only: ({ table }) => table?.c,
  neither: ({ table }) => table?.d,
  clusters: ({ clusters }) => clusters,
  margin: ({ margin }) => margin,
  mde: ({ sizes }) => sizes.mde,
  cases_for_estimate: ({ sizes }) => sizes.casesForEstimate,
  flags: ({ flags }) => flags.join("; "),
};

const COMPARISON: Readonly<Record<string, (comparison: WordedComparison) => unknown>> = {
  metric: ({ metric }) => metric,
  a: ({ a }) => a,
  b: ({ b }) => b,
  verdict: ({ verdict }) => verdict ?? "none",
  fairness: ({ fairness }) => fairness.verdict,
  ...Object.fromEntries(
    Object.entries(NUMBERS).map(([name, cell]) => [name, (comparison: WordedComparison) => cell(comparison.result)]),
  ),
  adjustment: ({ adjustment }) => adjustment,
  without_failed: ({ withoutFailed }) => withoutFailed.estimate,
  without_failed_low: ({ withoutFailed }) => withoutFailed.interval?.lo,
  without_failed_high: ({ withoutFailed }) => withoutFailed.interval?.hi,
  bound_low: ({ bounds }) => bounds?.lo,
  bound_high: ({ bounds }) => bounds?.hi,
  suite_low: ({ suiteInterval }) => suiteInterval?.lo,
  suite_high: ({ suiteInterval }) => suiteInterval?.hi,
  se_unpaired: ({ sharing }) => sharing?.seUnpaired,
  se_paired_cases: ({ sharing }) => sharing?.sePairedCases,
  se_paired_cases_and_seeds: ({ sharing }) => sharing?.sePairedCasesAndSeeds,
  rho_seed: ({ sharing }) => sharing?.rhoSeed,
  control: ({ isControl }) => isControl,
  reasons: ({ fairness }) => fairness.reasons.join("; "),
  conclusion: ({ conclusion }) => conclusion,
};

const FACTOR: Readonly<Record<string, (effect: FactorEffect) => unknown>> = {
  metric: ({ metric }) => metric,
  factor: ({ factor }) => factor,
  level: ({ level }) => level,
  baseline: ({ baseline }) => baseline,
  verdict: ({ result }) => result.verdict.verdict,
  ...Object.fromEntries(
    Object.entries(NUMBERS).map(([name, cell]) => [name, (effect: FactorEffect) => cell(effect.result)]),
  ),
};

/** One line per pair of variants × metric; differences are B - A. */
export function comparisonsTable(comparisons: readonly WordedComparison[]): Table {
  return tableOf(COMPARISON, comparisons);
}

/** `comparisons.csv`: the comparisons as CSV. */
export function comparisonsCsv(comparisons: readonly WordedComparison[], options: CsvOptions = {}): string {
  return tableCsv(comparisonsTable(comparisons), options);
}

/** `factors.csv`: one line an effect; interactions are the effect at the level beyond that at the baseline. */
export function factorsCsv(factors: readonly FactorEffect[], options: CsvOptions = {}): string {
  return tableCsv(tableOf(FACTOR, factors), options);
}

function tableOf<T>(columns: Readonly<Record<string, (item: T) => unknown>>, items: readonly T[]): Table {
  const cells = Object.values(columns);
  return { columns: Object.keys(columns), lines: items.map((item) => cells.map((cell) => cell(item) ?? null)) };
}
