import { requireConfidence, requireCount } from "../argument-checks.ts";
import { binomCdf } from "../distributions/binomial.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";
import { quantileOfSorted } from "./quantile7.ts";

/** 1-based ranks of the order statistics that enclose a quantile; null where the sample cannot bound that side. */
export interface QuantileRanks {
  readonly lowerRank: number | null;
  readonly upperRank: number | null;
  /** The exact probability that the interval contains the quantile (a null end counts as unbounded). */
  readonly coverage: number;
}

/** The smallest integer in [0, n] at which a rising condition holds; n + 1 where it never does. */
function firstWhere(n: number, holds: (value: number) => boolean): number {
  let low = 0;
  let high = n + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Distribution-free ranks for the quantile q of n values: the largest l with P(Bin(n, q) <= l - 1) <= tail and the
 * smallest u with P(Bin(n, q) <= u - 1) >= 1 - tail. Source: David & Nagaraja 2003, Order Statistics.
 * Throws RangeError unless 0 < q < 1.
 */
export function quantileCiRanks(input: {
  readonly n: number;
  readonly q: number;
  readonly conf?: number;
}): QuantileRanks {
  const { n, q, conf = 0.95 } = input;
  requireCount(n, "n");
  requireConfidence(q, "q");
  requireConfidence(conf);
  const tail = (1 - conf) / 2;
  const lower = firstWhere(n, (rank) => binomCdf(rank, n, q) > tail);
  const upper = firstWhere(n, (rank) => binomCdf(rank, n, q) >= 1 - tail) + 1;
  const lowerRank = lower >= 1 && lower <= n ? lower : null;
  const upperRank = upper <= n ? upper : null;
  const above = upperRank === null ? 1 : binomCdf(upperRank - 1, n, q);
  const below = lowerRank === null ? 0 : binomCdf(lowerRank - 1, n, q);
  return { lowerRank, upperRank, coverage: above - below };
}

/** A sample quantile (type 7) with its order-statistic interval, in the unit of x. */
export interface QuantileInterval extends QuantileRanks {
  readonly n: number;
  readonly dropped: number;
  readonly estimate: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
}

/** The interval of a quantile from order statistics; missing values are left out and counted; a null end is unbounded. */
export function quantileCi(input: {
  readonly x: Numbers;
  readonly q: number;
  readonly conf?: number;
}): QuantileInterval {
  const { values, dropped } = finiteValues(input.x, "x");
  const ranks = quantileCiRanks({ n: values.length, q: input.q, conf: input.conf ?? 0.95 });
  const sorted = values.toSorted();
  const at = (rank: number | null): number | null => (rank === null ? null : (sorted[rank - 1] ?? null));
  return {
    ...ranks,
    n: sorted.length,
    dropped,
    estimate: sorted.length === 0 ? null : quantileOfSorted(sorted, input.q),
    lo: at(ranks.lowerRank),
    hi: at(ranks.upperRank),
  };
}
