import { requireAtLeast } from "../argument-checks.ts";
import type { Comparison, Interval } from "../comparison/comparison.ts";
import { verdict } from "../comparison/verdict.ts";
import type { PairTable } from "../pairs/pair-table.ts";
import { compareBinaryPairs } from "../comparison/compare-binary-pairs.ts";
import { comparePairedScores } from "../comparison/compare-paired-scores.ts";
import { normPpf } from "../distributions/normal.ts";
import { type SpendingDesign, unbiasedDrift } from "./alpha-spending.ts";
import { asympCsAnytimeP, asympCsHalfWidth, FEWEST_CASES } from "./asymptotic-sequence.ts";
import { sequentialBinary } from "./mcnemar-e-value.ts";

export interface SequenceOptions {
  /** Cases that the run was planned for. */
  readonly plannedN: number;
  /** Level of all comparisons of the run together. Default 0.05. */
  readonly alpha?: number;
  /** Comparisons that share the level: each gets alpha / m. Default 1. */
  readonly comparisons?: number;
  /** The largest difference that does not matter; null: no claims about a margin. */
  readonly margin?: number | null;
  /** Whether a score is one draw; false for means of repeats, which are not pass/fail. Default: true. */
  readonly isSingleDraw?: boolean;
  /** A group-sequential design at the level of one comparison, instead of looks after every case. */
  readonly spending?: DeclaredLooks | undefined;
  /** The look that ended the run: with the estimate that is corrected for stopping. It costs some milliseconds. */
  readonly isLast?: boolean;
}

/** Cases at which a run looks, rising to the planned number, with the level of each look. */
export interface DeclaredLooks extends SpendingDesign {
  readonly looks: readonly number[];
}

/**
 * A comparison that is valid after every case (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024; e-value of
 * pass/fail pairs: Robbins 1970, Howard et al. 2021). Scores of single draws that are all 0 or 1 get the
 * e-value's p, others the p of the confidence sequence; a verdict needs both p and sequence. A class, so that
 * a look costs only as much as the last case.
 */
export class SequentialTest {
  #table: { a: number; b: number; c: number; d: number } = { a: 0, b: 0, c: 0, d: 0 };
  #isBinary = true;
  #n = 0;
  readonly #a: number[] = [];
  readonly #b: number[] = [];
  #dropped = 0;
  #nonTied = 0;
  #sum = 0;
  #squares = 0;

  /** The next case's scores in [0, 1]; null or NaN where a side is missing, which leaves the case out. */
  add(a: number | null, b: number | null): void {
    if (a === null || b === null || Number.isNaN(a) || Number.isNaN(b)) {
      this.#dropped++;
      return;
    }
    const difference = b - a;
    this.#n++;
    this.#a.push(a);
    this.#b.push(b);
    this.#sum += difference;
    this.#squares += difference ** 2;
    if (difference !== 0) this.#nonTied++;
    if ((a !== 0 && a !== 1) || (b !== 0 && b !== 1)) this.#isBinary = false;
    this.#table[a === 1 ? (b === 1 ? "a" : "b") : b === 1 ? "c" : "d"]++;
  }

  /** The comparison after the cases so far. Its interval and p hold for all looks together. */
  look(options: SequenceOptions): Comparison {
    const { plannedN, alpha = 0.05, comparisons = 1, margin = null, isSingleDraw = true } = options;
    requireAtLeast(plannedN, 1, "plannedN");
    requireAtLeast(comparisons, 1, "comparisons");
    if (options.spending !== undefined) return this.#declaredLook(options.spending, options);
    const n = this.#n;
    const share = alpha / comparisons;
    const mean = n === 0 ? null : this.#sum / n;
    const sd = n < 2 || mean === null ? null : Math.sqrt(Math.max(0, this.#squares - n * mean ** 2) / (n - 1));
    const hasSequence = n >= FEWEST_CASES && sd !== null && sd > 0;
    const sequence = (level: number): Interval | null => {
      if (!hasSequence || mean === null) return null;
      const half = asympCsHalfWidth({ n, sd, alpha: level, nStar: plannedN / 3 }).halfWidth ?? Infinity;
      return { lo: Math.max(-1, mean - half), hi: Math.min(1, mean + half) };
    };
    const [interval, marginInterval] = [sequence(share), sequence(2 * share)];
    const isEValue = this.#isBinary && isSingleDraw;
    const p = this.#anytimeP({ mean, sd: hasSequence ? sd : null, alpha: share, nStar: plannedN / 3, isEValue });
    const pAdjusted = p === null ? null : Math.min(1, comparisons * p);
    const ends = { lo: interval?.lo ?? null, hi: interval?.hi ?? null };
    const marginEnds = { lo90: marginInterval?.lo ?? null, hi90: marginInterval?.hi ?? null };
    return {
      n,
      dropped: this.#dropped,
      nonTied: this.#nonTied,
      table: isEValue ? ({ ...this.#table } satisfies PairTable) : null,
      clusters: null,
      estimate: mean,
      se: sd === null ? null : sd / Math.sqrt(n),
      df: null,
      interval,
      marginInterval,
      p,
      pAdjusted,
      methods: {
        interval: hasSequence ? "confidence sequence" : "none",
        p: isEValue ? "e-value" : "confidence sequence",
      },
      flags: [],
      insufficient: insufficiency(n, hasSequence),
      sizes: { mde: null, casesForMargin: null, casesForEstimate: null },
      unseenFailureRate: n === 0 ? null : Math.min(1, 3 / n),
      alpha: share,
      margin,
      lowerIsBetter: false,
      verdict: verdict({ ...ends, ...marginEnds, p: pAdjusted, margin, n, alpha }),
    };
  }

  /** The comparison at the level of the last declared look; its alpha is that of all looks together. */
  #declaredLook(
    spending: DeclaredLooks,
    { alpha = 0.05, comparisons = 1, margin = null, isSingleDraw = true, isLast = false }: SequenceOptions,
  ): Comparison {
    const seen = this.#n + this.#dropped;
    const look = spending.looks.findLastIndex((cases) => cases <= seen);
    const level = spending.levels[Math.max(0, look)]!;
    const scores = { a: this.#a, b: this.#b };
    const levels = { alpha: level, margin };
    const isBinary = this.#isBinary && isSingleDraw;
    const found = isBinary ? compareBinaryPairs(scores, levels) : comparePairedScores(scores, { ...levels, range: 1 });
    const methods = { interval: "group sequential", p: "group sequential" } as const;
    const share = alpha / comparisons;
    const p = found.p === null ? null : Math.min(1, (found.p * share) / level);
    const pAdjusted = p === null ? null : Math.min(1, comparisons * p);
    const comparison = { ...found, dropped: this.#dropped, methods, alpha: share, p, pAdjusted };
    if (look === -1) {
      const verdict = { verdict: "insufficient", evidenceDisagrees: false, isWithinMargin: false } as const;
      return { ...comparison, interval: null, marginInterval: null, insufficient: "before the first look", verdict };
    }
    return isLast ? { ...comparison, correctedEstimate: correctedEstimate(found, { spending, look }) } : comparison;
  }

  #anytimeP({ mean, sd, alpha, nStar, isEValue }: AnytimeInput): number | null {
    if (this.#n === 0) return null;
    if (isEValue) return sequentialBinary({ b: this.#table.b, c: this.#table.c }).anytimeP;
    return mean === null || sd === null ? null : asympCsAnytimeP({ n: this.#n, mean, sd, alpha, nStar });
  }
}

interface AnytimeInput {
  readonly mean: number | null;
  readonly sd: number | null;
  readonly alpha: number;
  readonly nStar: number;
  readonly isEValue: boolean;
}

/** The median-unbiased estimate where a bound was crossed; else null. */
function correctedEstimate(
  { estimate, p, verdict }: Comparison,
  { spending, look }: { readonly spending: DeclaredLooks; readonly look: number },
): number | null {
  if ((verdict.verdict !== "better" && verdict.verdict !== "worse") || estimate === null || p === null) return null;
  const z = Math.sign(estimate) * Math.max(-normPpf(p / 2), spending.bounds[look]!);
  return (estimate * unbiasedDrift(spending, { look, z }) * Math.sqrt(spending.times[look]!)) / z;
}

function insufficiency(n: number, hasSequence: boolean): Comparison["insufficient"] {
  if (n === 0) return "no cases";
  if (n < FEWEST_CASES) return "fewer than 50 cases for a sequence";
  return hasSequence ? null : "no variance for a sequence";
}
