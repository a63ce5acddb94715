import { requireCount, requireFinite } from "../argument-checks.ts";
import { normPpf, normSf } from "../distributions/normal.ts";
import { checkedTable, type PairedInterval, type PairTableInput } from "./pair-table.ts";

/** Discordant counts among n pairs. */
export interface Discordant {
  readonly b: number;
  readonly c: number;
  readonly n: number;
}

/** Tango's score z at a difference; null where its variance is 0 and the distance too. */
function scoreZ({ b, c, n }: Discordant, delta: number): number | null {
  const linear = -b - c + (2 * n - c + b) * delta;
  const constant = -b * delta * (1 - delta);
  const root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
  // The restricted estimate of P(only A); the second form avoids the difference of nearly equal numbers.
  const q = linear > 0 ? (-2 * constant) / (root + linear) : (root - linear) / (4 * n);
  const variance = n * (2 * q + delta * (1 - delta));
  const distance = c - b - n * delta;
  if (variance <= 0) return distance === 0 ? null : Math.sign(distance) * Infinity;
  return distance / Math.sqrt(variance);
}

/** The end of the interval between the estimate and `outer`, by 60 bisections on |z| = critical. */
function solveEnd(
  counts: Discordant,
  { estimate, outer, critical }: { estimate: number; outer: number; critical: number },
): number {
  let inside = estimate;
  let outside = outer;
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2;
    const z = scoreZ(counts, middle);
    if (z !== null && Math.abs(z) > critical) outside = middle;
    else inside = middle;
  }
  return (inside + outside) / 2;
}

/**
 * Tango's score interval for a difference of paired proportions, B - A (Tango 1998, Equivalence Test and Confidence
 * Interval for the Difference in Proportions for the Paired-Sample Design). Never of zero width: without discordant
 * pairs it is -+z^2/(n + z^2). n = 0 gives [-1, 1].
 */
export function tango(input: PairTableInput): PairedInterval {
  const { n, conf } = checkedTable(input);
  if (n === 0) return { estimate: null, lo: -1, hi: 1 };
  const { b, c } = input;
  const critical = normPpf(1 - (1 - conf) / 2);
  const estimate = (c - b) / n;
  if (b + c === 0) {
    const half = critical ** 2 / (n + critical ** 2);
    return { estimate, lo: -half, hi: half };
  }
  const counts = { b, c, n };
  return {
    estimate,
    lo: b === n ? -1 : solveEnd(counts, { estimate, outer: -1, critical }),
    hi: c === n ? 1 : solveEnd(counts, { estimate, outer: 1, critical }),
  };
}

/** Tango's test of a difference `delta`; `pGreater` is the p-value against "the difference is at most delta". */
export interface TangoTest {
  readonly z: number | null;
  readonly pGreater: number | null;
}

/**
 * Tango's score statistic at `delta` in [-1, 1]; at 0 it is McNemar's z. Null where it is 0/0: without pairs, and
 * at 0 without discordant pairs. Throws RangeError for b + c > n.
 */
export function tangoZ(input: Discordant & { readonly delta: number }): TangoTest {
  const { b, c, n, delta } = input;
  requireCount(b, "b");
  requireCount(c, "c");
  requireCount(n, "n");
  requireFinite(delta, "delta");
  if (b + c > n) throw new RangeError(`n must be at least b + c, got ${n} and ${b + c}`);
  if (Math.abs(delta) > 1) throw new RangeError(`delta must lie in [-1, 1], got ${delta}`);
  const z = n === 0 ? null : scoreZ(input, delta);
  return { z, pGreater: z === null ? null : normSf(z) };
}

export interface NonInferiorityTango {
  readonly z: number | null;
  readonly p: number | null;
  /** The lower end of the 1 - 2 alpha interval. */
  readonly lowerBound: number;
  readonly nonInferior: boolean;
}

/** Non-inferiority of B by Tango's one-sided score test against -margin (Tango 1998). Without pairs it is not shown. */
export function nonInferiorityTango(
  input: PairTableInput & { readonly margin: number; readonly alpha?: number },
): NonInferiorityTango {
  const { a, b, c, d, margin, alpha = 0.05 } = input;
  if (!(margin > 0 && margin <= 1)) throw new RangeError(`margin must lie in (0, 1], got ${margin}`);
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError(`alpha must lie in (0, 0.5), got ${alpha}`);
  const lowerBound = tango({ a, b, c, d, conf: 1 - 2 * alpha }).lo;
  const { z, pGreater } = tangoZ({ b, c, n: a + b + c + d, delta: -margin });
  return { z, p: pGreater, lowerBound, nonInferior: lowerBound > -margin };
}
