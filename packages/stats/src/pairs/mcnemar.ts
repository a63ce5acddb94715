import { requireConfidence, requireCount } from "../argument-checks.ts";
import { binomCdf, binomPmf } from "../distributions/binomial.ts";
import { chi2Sf } from "../distributions/chi-squared.ts";
import { clopperPearson } from "../proportions/clopper-pearson.ts";

/** Two-sided p-values of McNemar's test; `chi2` is null without discordant pairs (then every p is 1). */
export interface McNemar {
  readonly exact: number;
  readonly midP: number;
  readonly chi2: number | null;
  readonly pChi2: number;
}

/**
 * McNemar's test on the discordant counts (McNemar 1947); `midP` is the default of this package (Fagerland, Lydersen &
 * Laake 2013, Mid-p and Asymptotic Are Better than Exact Conditional).
 */
export function mcnemar(input: { readonly b: number; readonly c: number }): McNemar {
  const { b, c } = input;
  requireCount(b, "b");
  requireCount(c, "c");
  const m = b + c;
  if (m === 0) return { exact: 1, midP: 1, chi2: null, pChi2: 1 };
  const smaller = Math.min(b, c);
  const atSmaller = binomPmf(smaller, m, 0.5);
  const chi2 = (b - c) ** 2 / m;
  const pChi2 = chi2Sf(chi2, 1);
  if (b === c) return { exact: 1, midP: 1 - atSmaller, chi2, pChi2 };
  const doubled = 2 * binomCdf(smaller, m, 0.5);
  return { exact: Math.min(1, doubled), midP: doubled - atSmaller, chi2, pChi2 };
}

/** c/b with its interval; null where it is unbounded or undefined. */
export interface OddsRatio {
  readonly or: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * The conditional odds ratio c/b of discordant pairs: Clopper-Pearson of c/(b + c) mapped to p/(1 - p).
 * An unbounded value (b = 0) is null; without discordant pairs all three are null.
 */
export function conditionalOddsRatio(input: {
  readonly b: number;
  readonly c: number;
  readonly conf?: number;
}): OddsRatio {
  const { b, c, conf = 0.95 } = input;
  requireCount(b, "b");
  requireCount(c, "c");
  requireConfidence(conf);
  if (b + c === 0) return { or: null, lo: null, hi: null };
  const { lo, hi } = clopperPearson(c, b + c, conf);
  return {
    or: b === 0 ? null : c / b,
    lo: lo / (1 - lo),
    hi: hi === 1 ? null : hi / (1 - hi),
  };
}
