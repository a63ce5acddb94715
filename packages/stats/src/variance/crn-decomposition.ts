import { moments } from "../descriptive/mean-sd.ts";
import { tPpf } from "../distributions/student-t.ts";
import { pairRepeats, type PairedRepeats } from "./paired-repeats.ts";
import type { RepeatedScores } from "./variance-decomposition.ts";

/** Variance reduction by pairing cases and by sharing seeds. Variances are of the mean difference B - A. */
export interface CrnDecomposition {
  readonly n: number;
  /** (case, repeat) pairs with a missing side. */
  readonly dropped: number;
  readonly mean: number | null;
  readonly varPaired: number | null;
  /** As if the variants had seen different cases. */
  readonly varUnpairedCases: number | null;
  /** As if the variants had seen the same cases under different seeds. */
  readonly varPairedIndependentSeeds: number | null;
  readonly sePaired: number | null;
  readonly seUnpairedCases: number | null;
  readonly sePairedIndependentSeeds: number | null;
  readonly withinVarA: number | null;
  readonly withinVarB: number | null;
  readonly withinCov: number | null;
  /** Correlation of the variants over seeds, inside cases; null without two repeats or without noise. */
  readonly rhoSeed: number | null;
  readonly rhoSeedLo: number | null;
  readonly rhoSeedHi: number | null;
  /** The part of varPaired that comes from sampling noise, and the rest (0 where negative). */
  readonly noisePart: number | null;
  readonly betweenPart: number | null;
}

type Within = { readonly varA: number; readonly varB: number; readonly cov: number };

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A 95 % interval of rhoSeed: delete-one-case jackknife on Fisher's z, t with n - 1 df. Null where |rho| is 1. */
function rhoInterval(cases: readonly Within[], rho: number): readonly [number, number] | null {
  const n = cases.length;
  if (n < 3 || Math.abs(rho) >= 1 - 1e-12) return null;
  const sum = (pick: (one: Within) => number): number => cases.reduce((left, one) => left + pick(one), 0);
  const [sumA, sumB, sumCov] = [sum((one) => one.varA), sum((one) => one.varB), sum((one) => one.cov)];
  const left = cases.map((one) => Math.atanh((sumCov - one.cov) / Math.sqrt((sumA - one.varA) * (sumB - one.varB))));
  if (left.some((z) => !Number.isFinite(z))) return null;
  const se = Math.sqrt(((n - 1) / n) * moments(left).squares);
  const half = tPpf(0.975, n - 1) * se;
  return [Math.tanh(Math.atanh(rho) - half), Math.tanh(Math.atanh(rho) + half)];
}

function isWithin(one: PairedRepeats): one is PairedRepeats & Within {
  return one.repeats >= 2;
}

function root(variance: number | null): number | null {
  return variance === null ? null : Math.sqrt(Math.max(0, variance));
}

/**
 * Common random numbers: Var(dbar) = [Var_i(mu_B - mu_A) + (s2_A + s2_B - 2 cov_AB)/K]/n, and the variance
 * without pairing (Hammersley & Handscomb 1964; Glasserman & Yao 1992; Miller 2024). `a[i][r]` and `b[i][r]`
 * share case and seed. K = 1: all values about noise are null. One case: all variances are null.
 */
export function crnDecomposition(input: { readonly a: RepeatedScores; readonly b: RepeatedScores }): CrnDecomposition {
  const { cases, dropped } = pairRepeats(input.a, input.b);
  const n = cases.length;
  const meanD = n === 0 ? null : mean(cases.map((one) => one.meanB - one.meanA));
  const varOf = (pick: (one: PairedRepeats) => number): number | null =>
    n < 2 ? null : moments(cases.map(pick)).squares / (n - 1) / n;
  const varPaired = varOf((one) => one.meanB - one.meanA);
  const varA = varOf((one) => one.meanA);
  const varB = varOf((one) => one.meanB);
  const varUnpairedCases = varA === null || varB === null ? null : varA + varB;
  const base = {
    n,
    dropped,
    mean: meanD,
    varPaired,
    varUnpairedCases,
    sePaired: root(varPaired),
    seUnpairedCases: root(varUnpairedCases),
  };
  const repeated = cases.filter(isWithin);
  if (repeated.length === 0) {
    return {
      ...base,
      varPairedIndependentSeeds: null,
      sePairedIndependentSeeds: null,
      withinVarA: null,
      withinVarB: null,
      withinCov: null,
      rhoSeed: null,
      rhoSeedLo: null,
      rhoSeedHi: null,
      noisePart: null,
      betweenPart: null,
    };
  }
  const withinVarA = mean(repeated.map((one) => one.varA));
  const withinVarB = mean(repeated.map((one) => one.varB));
  const withinCov = mean(repeated.map((one) => one.cov));
  const product = withinVarA * withinVarB;
  const rhoSeed = product > 0 ? withinCov / Math.sqrt(product) : null;
  const interval = rhoSeed === null ? null : rhoInterval(repeated, rhoSeed);
  const inverseRepeats = mean(cases.map((one) => 1 / one.repeats));
  const noisePart = ((withinVarA + withinVarB - 2 * withinCov) * inverseRepeats) / n;
  const varPairedIndependentSeeds = varPaired === null ? null : varPaired + (2 * withinCov * inverseRepeats) / n;
  return {
    ...base,
    varPairedIndependentSeeds,
    sePairedIndependentSeeds: root(varPairedIndependentSeeds),
    withinVarA,
    withinVarB,
    withinCov,
    rhoSeed,
    rhoSeedLo: interval?.[0] ?? null,
    rhoSeedHi: interval?.[1] ?? null,
    noisePart,
    betweenPart: varPaired === null ? null : Math.max(0, varPaired - noisePart),
  };
}
