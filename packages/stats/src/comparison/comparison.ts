import type { PairTable } from "../pairs/pair-table.ts";
import type { SignFlipMethod } from "../permutation/sign-flip.ts";
import type { DecidingSizes } from "./deciding-sizes.ts";
import { verdict, type VerdictResult } from "./verdict.ts";

export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

export type IntervalMethod =
  | "Tango score"
  | "empirical likelihood"
  | "CR2 t"
  | "pseudo-pair t"
  | "confidence sequence"
  | "group sequential"
  | "BCa bootstrap"
  | "two-way t"
  | "none";
export type PMethod =
  | "McNemar mid-p"
  | SignFlipMethod
  | "likelihood ratio"
  | "approximate randomization"
  | "e-value"
  | "confidence sequence"
  | "group sequential"
  | "two-way t"
  | "none";

/**
 * Warnings about a comparison. `degenerate`: no variance, so an interval of width 0 does not mean certainty. `sparse`: fewer
 * than 15 cases differ from the most common difference. `few discordant`: fewer than 5 pairs differ, so no verdict is possible. `few clusters`:
 * fewer than 20 clusters. `heavy tail`: the 5 % most extreme cases contribute over half of sum d^2.
 */
export type ComparisonFlag = "degenerate" | "sparse" | "few discordant" | "few clusters" | "heavy tail";

export type InsufficientReason =
  | "no cases"
  | "fewer than 6 cases"
  | "fewer than 6 clusters"
  | "fewer than 4 phrasings"
  | "fewer than 4 degrees of freedom"
  | "fewer than 15 non-ties of an unbounded score"
  | "fewer than 15 cases to resample"
  | "fewer than 15 clusters to resample"
  | "too many cases to resample"
  | "no interval from resampling"
  | "fewer than 50 cases for a sequence"
  | "no variance for a sequence"
  | "before the first look";

/** Two variants on one metric: B - A, in the unit of the score. */
export interface Comparison {
  /** Complete cases, and cases left out because a side was missing. */
  readonly n: number;
  readonly dropped: number;
  /** Cases where the two differ; for binary pairs b + c. */
  readonly nonTied: number;
  /** The 2 x 2 counts; null for scores. */
  readonly table: PairTable | null;
  /** Null when the cases are not clustered. */
  readonly clusters: number | null;
  readonly estimate: number | null;
  /** After a stop at a declared look: the median-unbiased estimate, since a run that stops early has seen too large a difference. */
  readonly correctedEstimate?: number | null | undefined;
  readonly se: number | null;
  readonly df: number | null;
  /** The 1 - alpha interval (95 %). */
  readonly interval: Interval | null;
  /** The 1 - 2 alpha interval (90 %), for claims about the margin. */
  readonly marginInterval: Interval | null;
  readonly p: number | null;
  /** p after adjustment for several comparisons; equal to p until adjusted. */
  readonly pAdjusted: number | null;
  readonly methods: { readonly interval: IntervalMethod; readonly p: PMethod };
  readonly flags: readonly ComparisonFlag[];
  readonly insufficient: InsufficientReason | null;
  /** Minimum detectable difference and the sizes that would decide. */
  readonly sizes: DecidingSizes;
  /** "A failure mode with a rate up to this would probably not be in the sample": 3/n; null without cases. */
  readonly unseenFailureRate: number | null;
  readonly alpha: number;
  readonly margin: number | null;
  readonly lowerIsBetter: boolean;
  readonly verdict: VerdictResult;
}

export interface ComparisonOptions {
  /** Two-sided level of the verdict. Default 0.05. */
  readonly alpha?: number;
  /** The largest difference that does not matter, in the unit of the score; null: no claims about a margin. */
  readonly margin?: number | null;
  /** Inverts the verdict (cost, latency); numbers stay B - A. */
  readonly lowerIsBetter?: boolean;
  /** The label of the random stream of Monte-Carlo flips. */
  readonly label?: string;
}

/** The options with their defaults. Throws RangeError for a level or margin that makes no sense. */
export function checkedOptions(options: ComparisonOptions): Required<ComparisonOptions> {
  const { alpha = 0.05, margin = null, lowerIsBetter = false, label = "stats/1|sign-flip" } = options;
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError(`alpha must lie in (0, 0.5), got ${alpha}`);
  if (margin !== null && !(margin > 0 && margin < Infinity)) {
    throw new RangeError(`margin must be a finite number above 0, got ${margin}`);
  }
  return { alpha, margin, lowerIsBetter, label };
}

/** A comparison without its derived members. */
export type ComparisonNumbers = Omit<Comparison, "verdict" | "pAdjusted" | "unseenFailureRate">;

/** Adds the verdict, with p adjusted for several comparisons (or unadjusted). */
export function judged(numbers: ComparisonNumbers, pAdjusted: number | null = numbers.p): Comparison {
  const { interval, marginInterval, lowerIsBetter } = numbers;
  const isUsable = numbers.insufficient === null;
  const ends = (of: Interval | null): readonly [number | null, number | null] => {
    if (of === null || !isUsable) return [null, null];
    return lowerIsBetter ? [-of.hi, -of.lo] : [of.lo, of.hi];
  };
  const [lo, hi] = ends(interval);
  const [lo90, hi90] = ends(marginInterval);
  const { n, clusters, margin, alpha } = numbers;
  return {
    ...numbers,
    pAdjusted,
    unseenFailureRate: n === 0 ? null : Math.min(1, 3 / n),
    verdict: verdict({ lo, hi, lo90, hi90, p: pAdjusted, margin, n: clusters ?? n, alpha }),
  };
}
