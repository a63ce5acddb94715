import { requireConfidence } from "../argument-checks.ts";
import { tPpf } from "../distributions/student-t.ts";
import { pairRepeats } from "./paired-repeats.ts";
import type { RepeatedScores } from "./variance-decomposition.ts";

/** The difference B - A on exactly these cases: only sampling noise counts. Null where a case has one repeat only. */
export interface SuiteInterval {
  readonly n: number;
  readonly dropped: number;
  readonly mean: number | null;
  readonly se: number | null;
  readonly df: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly reason: string | null;
}

/**
 * The "this suite" estimand (S of the two): se^2 = sum_i (s2_Ai + s2_Bi - 2 cov_ABi)/K_i / n^2, with Satterthwaite df.
 * Narrower than the population interval and valid only for these cases. K = 1 is null, never 0.
 */
export function suiteInterval(input: {
  readonly a: RepeatedScores;
  readonly b: RepeatedScores;
  readonly conf?: number;
}): SuiteInterval {
  const conf = input.conf ?? 0.95;
  requireConfidence(conf);
  const { cases, dropped } = pairRepeats(input.a, input.b);
  const n = cases.length;
  const none = { se: null, df: null, lo: null, hi: null };
  if (n === 0) return { n, dropped, mean: null, ...none, reason: "no complete pairs" };
  const mean = cases.reduce((sum, one) => sum + one.meanB - one.meanA, 0) / n;
  let variance = 0;
  let spread = 0;
  for (const { repeats, varA, varB, cov } of cases) {
    if (varA === null || varB === null || cov === null) {
      return { n, dropped, mean, ...none, reason: "a case with one repeat shows no sampling noise" };
    }
    const part = Math.max(0, varA + varB - 2 * cov) / repeats / n ** 2;
    variance += part;
    spread += part ** 2 / (repeats - 1);
  }
  if (variance === 0) return { n, dropped, mean, ...none, reason: "no repeat differed from another" };
  const se = Math.sqrt(variance);
  const df = variance ** 2 / spread;
  const half = tPpf(1 - (1 - conf) / 2, df) * se;
  return { n, dropped, mean, se, df, lo: mean - half, hi: mean + half, reason: null };
}
