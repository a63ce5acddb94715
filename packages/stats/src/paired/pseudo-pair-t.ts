import { requireConfidence, requirePositive } from "../argument-checks.ts";
import { tPpf } from "../distributions/student-t.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";

/** The mean difference with its pseudo-pair interval, in the unit of d. */
export interface PseudoPairT {
  readonly n: number;
  readonly dropped: number;
  /** The plain mean; null at n = 0. */
  readonly mean: number | null;
  readonly se: number;
  readonly df: number;
  readonly lo: number;
  readonly hi: number;
}

/**
 * The t interval after adding one case at +range and one at -range (Bonett & Price 2012 carried to bounded scores),
 * for fewer than 15 non-tied cases: never of zero width, cut to [-range, range]. `range` is the largest possible |d|.
 * n = 0 gives [-range, range]. Throws RangeError for a difference beyond the range.
 */
export function pseudoPairT(input: {
  readonly d: Numbers;
  readonly range: number;
  readonly conf?: number;
}): PseudoPairT {
  const { range, conf = 0.95 } = input;
  requirePositive(range, "range");
  requireConfidence(conf);
  const { values, dropped } = finiteValues(input.d, "d");
  const n = values.length;
  let sum = 0;
  let squares = 0;
  for (const difference of values) {
    if (Math.abs(difference) > range * (1 + 1e-9)) {
      throw new RangeError(`range must be at least every |d|, got ${range} and d = ${difference}`);
    }
    sum += difference;
    squares += difference * difference;
  }
  const centre = sum / (n + 2);
  const variance = Math.max(0, squares + 2 * range * range - (n + 2) * centre * centre) / (n + 1);
  const se = Math.sqrt(variance / (n + 2));
  const df = n + 1;
  const half = tPpf(1 - (1 - conf) / 2, df) * se;
  return {
    n,
    dropped,
    mean: n === 0 ? null : sum / n,
    se,
    df,
    lo: Math.max(-range, centre - half),
    hi: Math.min(range, centre + half),
  };
}
