import { requireSameLength } from "../argument-checks.ts";
import { moments } from "../descriptive/mean-sd.ts";
import { completePairs } from "../missing-values.ts";
import type { RepeatedScores } from "./variance-decomposition.ts";

/** Statistics of one case's repeats under shared seeds: only repeats that both variants have. */
export interface PairedRepeats {
  readonly repeats: number;
  readonly meanA: number;
  readonly meanB: number;
  /** Sample variances and covariance over repeats; null below two repeats. */
  readonly varA: number | null;
  readonly varB: number | null;
  readonly cov: number | null;
}

/** The repeats of each case paired by seed; cases without a complete pair are left out, lost pairs are counted. */
export interface PairedCases {
  readonly cases: readonly PairedRepeats[];
  readonly dropped: number;
}

/** Pairs a[i][r] with b[i][r] (same case, same seed). Throws RangeError for unequal shapes. */
export function pairRepeats(a: RepeatedScores, b: RepeatedScores): PairedCases {
  requireSameLength(a, b, "a and b");
  let dropped = 0;
  const cases: PairedRepeats[] = [];
  for (const [index, row] of a.entries()) {
    const pairs = completePairs(row, b[index] ?? []);
    dropped += pairs.dropped;
    const repeats = pairs.d.length;
    if (repeats === 0) continue;
    const forA = moments(pairs.a);
    const forB = moments(pairs.b);
    const base = { repeats, meanA: forA.mean, meanB: forB.mean };
    if (repeats === 1) {
      cases.push({ ...base, varA: null, varB: null, cov: null });
      continue;
    }
    let products = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const fromA = (pairs.a[repeat] as number) - forA.mean;
      products += fromA * ((pairs.b[repeat] as number) - forB.mean);
    }
    const df = repeats - 1;
    cases.push({ ...base, varA: forA.squares / df, varB: forB.squares / df, cov: products / df });
  }
  return { cases, dropped };
}
