import { requireAtLeast, requireFinite, requireNonNegative, requirePositive } from "../argument-checks.ts";

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
