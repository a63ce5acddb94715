import { requireCount } from "../argument-checks.ts";
import { lgamma } from "../distributions/gamma.ts";

/** Evidence against "both variants win equally often"; may be looked at after every pair. */
export interface McNemarEValue {
  /** The Beta(1, 1) mixture 2^m / ((m + 1) C(m, b)), m = b + c: the default. Infinity where it leaves the doubles. */
  readonly uniform: number;
  /** The Beta(1/2, 1/2) mixture. */
  readonly jeffreys: number;
  /** Natural log of `uniform`, which stays finite. */
  readonly logUniform: number;
}

/**
 * The e-value of discordant counts: a Beta mixture of Bernoulli likelihood ratios against 1/2 (Ville 1939; Robbins
 * 1970; Howard et al. 2021). Crossing 1/alpha at any time has probability at most alpha without a difference.
 */
export function mcnemarEValue(input: { readonly b: number; readonly c: number }): McNemarEValue {
  const { b, c } = input;
  requireCount(b, "b");
  requireCount(c, "c");
  const m = b + c;
  const logUniform = m * Math.LN2 + lgamma(b + 1) + lgamma(c + 1) - lgamma(m + 1) - Math.log(m + 1);
  const logJeffreys = m * Math.LN2 + lgamma(b + 0.5) + lgamma(c + 0.5) - lgamma(m + 1) - Math.log(Math.PI);
  return { uniform: Math.exp(logUniform), jeffreys: Math.exp(logJeffreys), logUniform };
}

export interface SequentialBinary {
  readonly eValue: number;
  /** min(1, 1/e): valid at any look, if the smallest so far is kept. */
  readonly anytimeP: number;
  /** True once the e-value reaches 1/alpha. */
  readonly mayStop: boolean;
  readonly direction: "better" | "worse" | "none";
}

/** One look at a binary comparison in the sequential mode; b = A only, c = B only, so c > b points to "better". */
export function sequentialBinary(input: {
  readonly b: number;
  readonly c: number;
  readonly alpha?: number;
}): SequentialBinary {
  const { b, c, alpha = 0.05 } = input;
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie in (0, 1), got ${alpha}`);
  const { uniform, logUniform } = mcnemarEValue({ b, c });
  const direction = c > b ? "better" : c < b ? "worse" : "none";
  const anytimeP = Math.min(1, Math.exp(-logUniform));
  return { eValue: uniform, anytimeP, mayStop: logUniform >= -Math.log(alpha), direction };
}
