import { requireSameLength } from "../argument-checks.ts";
import { moments } from "../descriptive/mean-sd.ts";
import { chi2Sf } from "../distributions/chi-squared.ts";
import { isMissing, type Numbers } from "../missing-values.ts";

/** Names of strata, one a case; null, undefined and empty mean the stratum "unknown". */
export type StratumNames = ArrayLike<string | number | null | undefined>;

export interface Stratum {
  readonly n: number;
  readonly mean: number;
}

/** The difference by strata. Q and its p are null with fewer than two strata that show variance. */
export interface StratifiedDiff {
  readonly n: number;
  readonly dropped: number;
  /** Strata weighted by size: the plain mean. */
  readonly mean: number | null;
  readonly perStratum: Readonly<Record<string, Stratum>>;
  readonly cochranQ: number | null;
  readonly df: number | null;
  readonly pHeterogeneity: number | null;
  readonly singletonStrata: number;
  /** Strata of two or more equal differences. Their weight would be infinite; Q leaves them out. */
  readonly constantStrata: number;
}

/** Per-stratum means with Cochran's Q of heterogeneity over strata of two or more cases (Cochran 1954). */
export function stratifiedDiff(input: { readonly d: Numbers; readonly stratum: StratumNames }): StratifiedDiff {
  const { d, stratum } = input;
  requireSameLength(d, stratum, "d and stratum");
  const strata = new Map<string, number[]>();
  let n = 0;
  let sum = 0;
  for (let index = 0; index < d.length; index++) {
    if (isMissing(d[index], "d")) continue;
    const value = d[index] as number;
    const name = stratum[index];
    const key = name === null || name === undefined || name === "" ? "unknown" : String(name);
    const members = strata.get(key);
    if (members === undefined) strata.set(key, [value]);
    else members.push(value);
    n++;
    sum += value;
  }
  const summaries = [...strata].map(([name, values]) => ({
    name,
    n: values.length,
    ...moments(values),
    largest: values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0),
  }));
  const grown = summaries.filter((one) => one.n >= 2);
  const varied = grown.filter((one) => Math.sqrt(one.squares / one.n) > 1e-12 * one.largest);
  const weighted = varied.map((one) => ({ ...one, weight: (one.n * (one.n - 1)) / one.squares }));
  const weights = weighted.reduce((total, one) => total + one.weight, 0);
  const centre = weighted.reduce((total, one) => total + one.weight * one.mean, 0) / weights;
  const hasQ = weighted.length >= 2;
  const cochranQ = hasQ ? weighted.reduce((total, one) => total + one.weight * (one.mean - centre) ** 2, 0) : null;
  const df = hasQ ? weighted.length - 1 : null;
  return {
    n,
    dropped: d.length - n,
    mean: n === 0 ? null : sum / n,
    perStratum: Object.fromEntries(summaries.map((one) => [one.name, { n: one.n, mean: one.mean }])),
    cochranQ,
    df,
    pHeterogeneity: cochranQ === null || df === null ? null : chi2Sf(cochranQ, df),
    singletonStrata: summaries.length - grown.length,
    constantStrata: grown.length - varied.length,
  };
}
