import { requireConfidence } from "../argument-checks.ts";
import { normPpf } from "../distributions/normal.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";

const EXACT_UP_TO = 100;

/** The pseudomedian with its interval, in the unit of d; ends are null where n is too small for the confidence. */
export interface HodgesLehmann {
  readonly n: number;
  readonly dropped: number;
  readonly estimate: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
}

/** How many pairwise averages (a value with itself included) are at most `bound`. */
function countAtMost(sorted: Float64Array, bound: number): number {
  let count = 0;
  let right = sorted.length - 1;
  for (let left = 0; left < sorted.length; left++) {
    const low = sorted[left] as number;
    while (right >= 0 && (low + (sorted[right] as number)) / 2 > bound) right--;
    if (right < left) break;
    count += right - left + 1;
  }
  return count;
}

/** The k-th smallest (from 1) pairwise average, by bisection between neighbouring doubles: O(n) memory. */
function pairwiseAverage(sorted: Float64Array, k: number): number {
  let low = sorted[0] as number;
  let high = sorted.at(-1) as number;
  if (countAtMost(sorted, low) >= k) return low;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (countAtMost(sorted, middle) >= k) high = middle;
    else low = middle;
  }
}

/** The lower quantile of the signed-rank statistic: the smallest v with P(V <= v) >= tail. Exact to n = 100. */
function signedRankQuantile(n: number, tail: number): number {
  const total = (n * (n + 1)) / 2;
  if (n > EXACT_UP_TO) {
    const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return Math.max(0, Math.ceil(total / 2 + normPpf(tail) * sd - 0.5));
  }
  const mass = new Float64Array(total + 1);
  mass[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = total; sum >= 0; sum--) {
      const from = sum >= rank ? (mass[sum - rank] as number) : 0;
      mass[sum] = ((mass[sum] as number) + from) / 2;
    }
  }
  let below = 0;
  for (let sum = 0; sum <= total; sum++) {
    below += mass[sum] as number;
    if (below >= tail) return sum;
  }
  return total;
}

/**
 * The Hodges-Lehmann estimate of the pseudomedian with the interval that belongs to the signed-rank test (Hodges &
 * Lehmann 1963; R's wilcox.test). The pseudomedian is not the mean where differences are skewed or tied.
 */
export function hodgesLehmann(input: { readonly d: Numbers; readonly conf?: number }): HodgesLehmann {
  const conf = input.conf ?? 0.95;
  requireConfidence(conf);
  const { values, dropped } = finiteValues(input.d, "d");
  const n = values.length;
  if (n === 0) return { n, dropped, estimate: null, lo: null, hi: null };
  const sorted = values.toSorted();
  const total = (n * (n + 1)) / 2;
  const lowerMiddle = pairwiseAverage(sorted, Math.floor((total + 1) / 2));
  const upperMiddle = total % 2 === 1 ? lowerMiddle : pairwiseAverage(sorted, total / 2 + 1);
  const estimate = (lowerMiddle + upperMiddle) / 2;
  const tail = (1 - conf) / 2;
  if (2 ** -n > tail) return { n, dropped, estimate, lo: null, hi: null };
  const rank = Math.max(1, signedRankQuantile(n, tail));
  return {
    n,
    dropped,
    estimate,
    lo: pairwiseAverage(sorted, rank),
    hi: pairwiseAverage(sorted, total - rank + 1),
  };
}
