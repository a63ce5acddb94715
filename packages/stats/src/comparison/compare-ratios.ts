import { requirePositive } from "../argument-checks.ts";
import type { Numbers } from "../missing-values.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { logRatios } from "../paired/paired-log-ratio.ts";
import { comparePairedScores } from "./compare-paired-scores.ts";
import type { Comparison, ComparisonOptions, Interval } from "./comparison.ts";

/** A positive measure of two variants (latency, tokens, cost) as a geometric mean ratio B/A. */
export interface RatioComparison {
  readonly ratio: number | null;
  readonly interval: Interval | null;
  readonly marginInterval: Interval | null;
  /** The comparison of log(B/A), which carries p, verdict and sizes on the log scale. */
  readonly log: Comparison;
}

export interface RatioOptions extends Omit<ComparisonOptions, "margin"> {
  /** The largest relative change that does not matter: 0.1 for ten per cent either way on the log scale. */
  readonly relativeMargin?: number | null;
}

function exponentials(interval: Interval | null): Interval | null {
  return interval === null ? null : { lo: Math.exp(interval.lo), hi: Math.exp(interval.hi) };
}

/**
 * Compares a positive measure by exp of the CR2 t interval of log(B/A), sign-flip p on the logs. Lower is better by
 * default. Pairs with a missing or non-positive side are left out and counted (`log.dropped`).
 */
export function compareRatios(
  pairs: { readonly a: Numbers; readonly b: Numbers; readonly cluster?: ClusterIds | undefined },
  options: RatioOptions = {},
): RatioComparison {
  const { relativeMargin = null, lowerIsBetter = true, ...rest } = options;
  if (relativeMargin !== null) requirePositive(relativeMargin, "relativeMargin");
  const margin = relativeMargin === null ? null : Math.log1p(relativeMargin);
  const d = logRatios(pairs.a, pairs.b);
  const log = comparePairedScores({ d, cluster: pairs.cluster }, { ...rest, margin, lowerIsBetter, range: null });
  return {
    ratio: log.estimate === null ? null : Math.exp(log.estimate),
    interval: exponentials(log.interval),
    marginInterval: exponentials(log.marginInterval),
    log,
  };
}
