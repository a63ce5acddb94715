import { requireFinite, requireSameLength } from "../argument-checks.ts";
import { isMissing, type Numbers } from "../missing-values.ts";
import { mcnemar } from "../pairs/mcnemar.ts";

/** The mean difference B - A under three readings of missing (errored) scores; null without any case. */
export interface MissingReport {
  /** Cases in all. */
  readonly n: number;
  readonly pairedN: number;
  /** Complete pairs only. */
  readonly pairedDiff: number | null;
  /** Missing scored 0: the default for verdicts, since an error is a failed answer. */
  readonly zeroDiff: number | null;
  /** Bounds with every missing score at the end that hurts B most, or helps it most (Manski 1990). */
  readonly worstDiff: number | null;
  readonly bestDiff: number | null;
  readonly errorsA: number;
  readonly errorsB: number;
  /** Exact McNemar p of the two error rates. */
  readonly errorRateP: number;
  readonly missingPairShare: number | null;
  /** More than 5 % of the pairs are missing, or the error rates differ (p < .05). */
  readonly warn: boolean;
}

/** Errors three ways (Manski 1990, Nonparametric Bounds on Treatment Effects). Scores lie in [min, max]; missing is null or NaN. */
export function missingReport(input: {
  readonly a: Numbers;
  readonly b: Numbers;
  readonly min: number;
  readonly max: number;
}): MissingReport {
  const { a, b, min, max } = input;
  requireSameLength(a, b, "a and b");
  requireFinite(min, "min");
  requireFinite(max, "max");
  if (min > max) throw new RangeError(`min must be at most max, got ${min} and ${max}`);
  const n = a.length;
  const outside = (value: number): boolean => value < min || value > max;
  let [pairedN, paired, zero, worst, best] = [0, 0, 0, 0, 0];
  let [errorsA, errorsB, onlyA, onlyB] = [0, 0, 0, 0];
  for (let index = 0; index < n; index++) {
    const missingA = isMissing(a[index], "a");
    const missingB = isMissing(b[index], "b");
    const left = missingA ? 0 : (a[index] as number);
    const right = missingB ? 0 : (b[index] as number);
    if ((!missingA && outside(left)) || (!missingB && outside(right))) {
      throw new RangeError(`scores must lie in [min, max], got ${left} and ${right}`);
    }
    zero += right - left;
    worst += (missingB ? min : right) - (missingA ? max : left);
    best += (missingB ? max : right) - (missingA ? min : left);
    if (missingA) errorsA++;
    if (missingB) errorsB++;
    if (missingA && !missingB) onlyA++;
    if (missingB && !missingA) onlyB++;
    if (!missingA && !missingB) {
      pairedN++;
      paired += right - left;
    }
  }
  const errorRateP = mcnemar({ b: onlyA, c: onlyB }).exact;
  const missingPairShare = n === 0 ? null : (n - pairedN) / n;
  return {
    n,
    pairedN,
    pairedDiff: pairedN === 0 ? null : paired / pairedN,
    zeroDiff: n === 0 ? null : zero / n,
    worstDiff: n === 0 ? null : worst / n,
    bestDiff: n === 0 ? null : best / n,
    errorsA,
    errorsB,
    errorRateP,
    missingPairShare,
    warn: (missingPairShare ?? 0) > 0.05 || errorRateP < 0.05,
  };
}
