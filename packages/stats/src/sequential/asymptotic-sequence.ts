import { requireAtLeast, requireFinite, requireNonNegative, requirePositive } from "../argument-checks.ts";
import { meanSd } from "../descriptive/mean-sd.ts";
import type { Numbers } from "../missing-values.ts";

/** Below this many cases the asymptotics are not to be trusted. */
export const FEWEST_CASES = 50;

/**
 * Half the width of the asymptotic confidence sequence after n cases, in the unit of sd (Waudby-Smith, Arbour, Sinha,
 * Kennedy & Ramdas 2024, Time-Uniform Central Limit Theory). It is tightest near n = nStar. n = 0 is null.
 */
export function asympCsHalfWidth(input: {
  readonly n: number;
  readonly sd: number;
  readonly alpha: number;
  readonly nStar: number;
}): { readonly halfWidth: number | null } {
  const { n, sd, alpha, nStar } = input;
  requireAtLeast(n, 0, "n");
  requireNonNegative(sd, "sd");
  requirePositive(nStar, "nStar");
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie in (0, 1), got ${alpha}`);
  if (n === 0) return { halfWidth: null };
  const rho2 = tunedRho2(alpha, nStar);
  const grown = n * rho2 + 1;
  const halfWidth = sd * Math.sqrt(((2 * grown) / (n * n * rho2)) * Math.log(Math.sqrt(grown) / alpha));
  return { halfWidth };
}

/** rho^2 that makes the sequence of level alpha tightest near n = nStar. */
function tunedRho2(alpha: number, nStar: number): number {
  const logAlpha = -2 * Math.log(alpha);
  return (logAlpha + Math.log(logAlpha) + 1) / nStar;
}

/**
 * The level at which the confidence sequence tuned for `alpha` just leaves 0 out: a p-value that holds at any look, and
 * is at most alpha exactly where the sequence of level alpha leaves 0 out. At most 1.
 */
export function asympCsAnytimeP(input: {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly alpha: number;
  readonly nStar: number;
}): number {
  const { n, mean, sd, alpha, nStar } = input;
  requireAtLeast(n, 1, "n");
  requireFinite(mean, "mean");
  requirePositive(sd, "sd");
  requirePositive(nStar, "nStar");
  const rho2 = tunedRho2(alpha, nStar);
  const grown = n * rho2 + 1;
  return Math.min(1, Math.sqrt(grown) * Math.exp((-((n * mean) ** 2) * rho2) / (2 * sd ** 2 * grown)));
}

/** One look at a mean in the sequential mode: these ends hold at all looks together. */
export interface ConfidenceSequenceLook {
  readonly n: number;
  readonly dropped: number;
  readonly mean: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** True once the interval leaves 0 out. */
  readonly mayStop: boolean;
  readonly reason: string | null;
}

/**
 * The asymptotic confidence sequence of a mean difference after the cases in `d`, for a run planned for `plannedN`
 * cases (n* = plannedN/3). Null ends below 50 cases or without variance. After an early stop print only this interval.
 */
export function confidenceSequence(input: {
  readonly d: Numbers;
  readonly plannedN: number;
  readonly alpha?: number;
}): ConfidenceSequenceLook {
  const { d, plannedN, alpha = 0.05 } = input;
  requireAtLeast(plannedN, 1, "plannedN");
  const { n, mean, sd, dropped } = meanSd({ x: d });
  const none = { n, dropped, mean, lo: null, hi: null, mayStop: false };
  if (mean === null || sd === null || n < FEWEST_CASES) {
    return { ...none, reason: `fewer than ${FEWEST_CASES} cases` };
  }
  if (sd === 0) return { ...none, reason: "no variance" };
  const { halfWidth } = asympCsHalfWidth({ n, sd, alpha, nStar: plannedN / 3 });
  const half = halfWidth ?? Infinity;
  const [lo, hi] = [mean - half, mean + half];
  return { n, dropped, mean, lo, hi, mayStop: lo > 0 || hi < 0, reason: null };
}
