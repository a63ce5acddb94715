import { requirePositive } from "../argument-checks.ts";
import {
  checkedOptions,
  judged,
  type Comparison,
  type ComparisonOptions,
  type Interval,
} from "../comparison/comparison.ts";
import { comparePairedScores } from "../comparison/compare-paired-scores.ts";
import { decidingSizes } from "../comparison/deciding-sizes.ts";
import { normPpf } from "../distributions/normal.ts";
import { tPpf, tSf } from "../distributions/student-t.ts";
import type { ClusterIds } from "../paired/cluster-groups.ts";
import { clusterMean } from "../paired/cluster-mean.ts";
import { FEWEST_PHRASINGS } from "./fewest-phrasings.ts";
import { averaged, type PhrasedValues, type PhrasingVariance, phrasingVariance } from "./phrasing-variance.ts";
import { type EstimatedVariance, totalError } from "./total-error.ts";

/** The largest number of phrasings that is recommended: beyond it, the remaining error comes from the cases. */
const MOST_PHRASINGS = 200;
const POWER = 0.8;

/** Scores of two sides by phrasing and case, repeats averaged, of the cases that both answered under all phrasings. */
export interface PhrasedScores {
  readonly a: PhrasedValues;
  readonly b: PhrasedValues;
  /** Whether both sides have the same phrasings in the same order, which allows a comparison per phrasing. */
  readonly isCrossed: boolean;
  readonly cluster?: ClusterIds | undefined;
}

export interface PhrasedOptions extends ComparisonOptions {
  /** The largest possible |d|: 1 for scores in [0, 1]. */
  readonly range: number;
}

/** A comparison for other phrasings like these and other cases like these. */
export interface PhrasingComparison {
  readonly comparison: Comparison;
  /** The same for these phrasings only: their number makes no difference to it. */
  readonly fixed: Comparison;
  /** Phrasings of the side that has fewer. */
  readonly phrasings: number;
  /** Share of the squared standard error that comes from the choice of phrasings; null without an error. */
  readonly phrasingShare: number | null;
  /**
   * Phrasings, with the same cases, that show the observed difference with 80 % power. Null if more phrasings
   * alone do not, or with one phrasing or too few cases.
   */
  readonly phrasingsNeeded: number | null;
}

/**
 * Compares two sides over cases and phrasings, both random (language as a random effect, Clark 1973). The
 * variance is that over cases, phrasings averaged first, plus the variance of phrasings beyond noise; df by
 * Satterthwaite 1946. The interval is never narrower than that for these phrasings alone, and p is the larger
 * of the two. Under 4 phrasings: `insufficient`.
 */
export function compareOverPhrasings(scores: PhrasedScores, options: PhrasedOptions): PhrasingComparison {
  const { alpha, margin, lowerIsBetter } = checkedOptions(options);
  requirePositive(options.range, "range");
  const { a, b, isCrossed, cluster } = scores;
  const [meanA, meanB] = [averaged(a), averaged(b)];
  const d = meanB.map((value, place) => value - meanA[place]!);
  const fixed = comparePairedScores({ d, cluster }, options);
  const phrasings = Math.min(a.length, b.length);
  const parts = isCrossed
    ? [phrasingVariance(differencesOf(a, b), cluster)]
    : [a, b].map((side) => phrasingVariance(side, cluster));
  const cases = caseError(d, cluster);
  const total = cases === null ? null : totalError(cases, parts);
  const enough = phrasings >= FEWEST_PHRASINGS;
  const { estimate } = fixed;
  const hull = (conf: number, own: Interval | null): Interval | null =>
    !enough || total === null || own === null || estimate === null
      ? null
      : widest(own, clipped(estimate, tPpf(1 - (1 - conf) / 2, total.df) * Math.sqrt(total.variance), options.range));
  const se = total === null || !enough ? null : Math.sqrt(total.variance);
  const p = tP(estimate, total, fixed.p);
  const comparison = judged({
    ...fixed,
    se,
    df: enough ? (total?.df ?? null) : null,
    interval: hull(1 - alpha, fixed.interval),
    marginInterval: hull(1 - 2 * alpha, fixed.marginInterval),
    p: enough ? p : null,
    methods: enough && total !== null ? { interval: "two-way t", p: "two-way t" } : { interval: "none", p: "none" },
    insufficient: fixed.insufficient ?? (enough ? null : "fewer than 4 phrasings"),
    sizes: {
      ...decidingSizes({ n: fixed.n, se, estimate, margin, alpha }),
      casesForMargin: null,
      casesForEstimate: null,
    },
    alpha,
    margin,
    lowerIsBetter,
  });
  return {
    comparison,
    fixed,
    phrasings,
    phrasingShare: total === null || total.variance === 0 ? null : 1 - (cases?.variance ?? 0) / total.variance,
    phrasingsNeeded: fixed.insufficient === null ? phrasingsFor(estimate, { cases, parts, phrasings, alpha }) : null,
  };
}

function differencesOf(a: PhrasedValues, b: PhrasedValues): PhrasedValues {
  if (a.length !== b.length)
    throw new RangeError(`a and b must have the same phrasings, got ${a.length} and ${b.length}`);
  return b.map((row, phrasing) => row.map((value, place) => value - a[phrasing]![place]!));
}

function caseError(d: Float64Array, cluster: ClusterIds | undefined): EstimatedVariance | null {
  const { cr2, df } = clusterMean(cluster === undefined ? { d } : { d, cluster });
  return cr2 === null || df === null ? null : { variance: cr2 ** 2, df };
}

function clipped(centre: number, half: number, range: number): Interval {
  return { lo: Math.max(-range, centre - half), hi: Math.min(range, centre + half) };
}

function widest(left: Interval, right: Interval): Interval {
  return { lo: Math.min(left.lo, right.lo), hi: Math.max(left.hi, right.hi) };
}

/** The larger p of the two-way t and of the comparison for these phrasings. */
function tP(estimate: number | null, total: EstimatedVariance | null, fixed: number | null): number | null {
  if (estimate === null || total === null || fixed === null) return null;
  if (total.variance === 0) return fixed;
  return Math.max(fixed, 2 * tSf(Math.abs(estimate) / Math.sqrt(total.variance), total.df));
}

interface Growth {
  readonly cases: EstimatedVariance | null;
  readonly parts: readonly PhrasingVariance[];
  readonly phrasings: number;
  readonly alpha: number;
}

/** The smallest number of phrasings with 80 % power for the estimate, at least the minimum for a verdict. */
function phrasingsFor(estimate: number | null, { cases, parts, phrasings, alpha }: Growth): number | null {
  if (cases === null || estimate === null || estimate === 0 || phrasings < 2) return null; // one says nothing about others
  const noise = parts.reduce((sum, part) => sum + part.noise, 0);
  const added = parts.reduce((sum, part) => sum + part.added, 0);
  for (let number = FEWEST_PHRASINGS; number <= MOST_PHRASINGS; number++) {
    const share = phrasings / number;
    const ofPhrasings = (added + noise) * share;
    const variance = Math.max(0, cases.variance - noise) + ofPhrasings;
    const doubt = cases.variance ** 2 / cases.df + ofPhrasings ** 2 / (number - 1);
    const df = doubt === 0 ? cases.df : variance ** 2 / doubt;
    const detectable = (tPpf(1 - alpha / 2, Math.max(1, df)) + normPpf(POWER)) * Math.sqrt(variance);
    if (detectable <= Math.abs(estimate)) return number;
  }
  return null;
}
