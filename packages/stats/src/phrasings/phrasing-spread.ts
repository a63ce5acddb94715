import { requirePositive } from "../argument-checks.ts";
import type { Interval } from "../comparison/comparison.ts";
import { rateInterval } from "../comparison/rate-interval.ts";
import { chi2Sf, fSf } from "../distributions/chi-squared.ts";
import { lgamma } from "../distributions/gamma.ts";
import { findRoot } from "../distributions/find-root.ts";
import { tPpf } from "../distributions/student-t.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { clusterMean } from "../paired/cluster-mean.ts";
import { FEWEST_PHRASINGS } from "./fewest-phrasings.ts";
import { averaged, type PhrasedValues, phrasingVariance } from "./phrasing-variance.ts";
import { totalError } from "./total-error.ts";

/** How much a mean score depends on the phrasing, in the unit of the score. Unknown values are null. */
export interface PhrasingSpread {
  /** Cases that were answered under all phrasings. */
  readonly n: number;
  readonly phrasings: number;
  readonly mean: number | null;
  /**
   * The 95 % interval of the mean for other cases and other phrasings, never narrower than that for these phrasings
   * alone; null under 4 phrasings or 2 cases.
   */
  readonly interval: Interval | null;
  /** The mean of each phrasing. */
  readonly means: readonly number[];
  /** Standard deviation between phrasings, without the noise that few cases add. */
  readonly sd: number | null;
  /** Its 95 % interval (Williams 1962); null under 4 phrasings. */
  readonly sdInterval: Interval | null;
  /** p of "all phrasings have one mean": F of the phrasing means over their noise. */
  readonly p: number | null;
}

/** The spread of a mean over phrasings of one prompt. `range` bounds the scores: [0, range]. */
export function phrasingSpread(
  values: PhrasedValues,
  options: { readonly range: number; readonly cluster?: ClusterIds | undefined },
): PhrasingSpread {
  const { range, cluster } = options;
  requirePositive(range, "range");
  const phrasings = values.length;
  const n = values[0]?.length ?? 0;
  const unknown = { n, phrasings, means: [], mean: null, interval: null, sd: null, sdInterval: null, p: null };
  if (n === 0) return unknown;
  const variance = phrasingVariance(values, cluster);
  const { mean, means, added, between, noise } = variance;
  const d = averaged(values);
  const { cr2, df } = clusterMean(cluster === undefined ? { d } : { d, cluster });
  if (cr2 === null || df === null || phrasings < 2) return { ...unknown, mean, means };
  const sd = Math.sqrt(added * phrasings);
  const p = noise === 0 ? (between === 0 ? 1 : 0) : fSf(between / noise, phrasings - 1, (phrasings - 1) * df);
  if (phrasings < FEWEST_PHRASINGS) return { ...unknown, mean, means, sd, p };
  const total = totalError({ variance: cr2 ** 2, df }, [variance]);
  const half = tPpf(0.975, total.df) * Math.sqrt(total.variance);
  const own = rateInterval({ x: d.map((value) => value / range), cluster });
  return {
    ...unknown,
    mean,
    means,
    interval: {
      lo: Math.max(0, Math.min(range * (own.lo ?? 1), mean - half)),
      hi: Math.min(range, Math.max(range * (own.hi ?? 0), mean + half)),
    },
    sd,
    sdInterval: sdInterval({ between: between * phrasings, noise: noise * phrasings, df: phrasings - 1 }),
    p,
  };
}

/** Of the variance between phrasing means by chi-squared, less the noise in it. */
function sdInterval({
  between,
  noise,
  df,
}: {
  readonly between: number;
  readonly noise: number;
  readonly df: number;
}): Interval {
  const end = (tail: number): number => Math.sqrt(Math.max(0, (df * between) / chi2Quantile(tail, df) - noise));
  return { lo: end(0.025), hi: end(0.975) };
}

/** The value that a chi-squared variable exceeds with probability `tail`. */
function chi2Quantile(tail: number, df: number): number {
  let high = Math.max(1, df);
  while (chi2Sf(high, df) > tail) high *= 2;
  const log = (df / 2) * Math.LN2 + lgamma(df / 2);
  const slope = (x: number): number => -Math.exp((df / 2 - 1) * Math.log(x) - x / 2 - log);
  return findRoot((x) => [chi2Sf(x, df) - tail, slope(x)], { lo: 0, hi: high, isRising: false });
}
