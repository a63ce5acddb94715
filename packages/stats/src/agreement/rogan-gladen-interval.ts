import { requireConfidence, requireCount, requireNonNegative } from "../argument-checks.ts";
import { normPpf } from "../distributions/normal.ts";
import { roganGladen } from "./rogan-gladen.ts";

/** `hits` of `n`. */
export interface Counted {
  readonly hits: number;
  readonly n: number;
}

/** A pass rate that is corrected for a judge's errors; null for a judge that is no better than chance. */
export interface RoganGladenInterval {
  readonly corrected: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
}

/**
 * Rogan & Gladen's corrected pass rate with the interval of Lang & Reiczigel 2014 (Confidence limits for prevalence of
 * disease adjusted for estimated sensitivity and specificity), which knows that the rates of error are estimates too:
 * `sensitivity` counts the passes that the judge passed, `specificity` the failures that it failed.
 */
export function roganGladenInterval(input: {
  readonly observed: Counted;
  readonly sensitivity: Counted;
  readonly specificity: Counted;
  readonly conf?: number;
}): RoganGladenInterval {
  const { observed, sensitivity, specificity, conf = 0.95 } = input;
  requireConfidence(conf);
  for (const [name, { hits, n }] of Object.entries({ sensitivity, specificity })) {
    requireCount(hits, name);
    requireCount(n, name);
  }
  for (const value of [observed.hits, observed.n]) requireNonNegative(value, "observed");
  const none = { corrected: null, lo: null, hi: null };
  if (observed.n === 0 || sensitivity.n === 0 || specificity.n === 0) return none;
  const { corrected } = roganGladen({
    observed: observed.hits / observed.n,
    sensitivity: sensitivity.hits / sensitivity.n,
    specificity: specificity.hits / specificity.n,
  });
  const z = normPpf(1 - (1 - conf) / 2);
  const n = observed.n + z * z;
  const rate = (observed.hits + (z * z) / 2) / n;
  const passes = (sensitivity.hits + 1) / (sensitivity.n + 2);
  const fails = (specificity.hits + 1) / (specificity.n + 2);
  const skill = passes + fails - 1;
  if (corrected === null || skill <= 0) return none;
  const centre = (rate + fails - 1) / skill;
  const ofPasses = (passes * (1 - passes)) / (sensitivity.n + 2);
  const ofFails = (fails * (1 - fails)) / (specificity.n + 2);
  const shift = 2 * z * z * (centre * ofPasses - (1 - centre) * ofFails);
  const variance = (rate * (1 - rate)) / n + centre ** 2 * ofPasses + (1 - centre) ** 2 * ofFails;
  const half = (z * Math.sqrt(variance)) / skill;
  const inside = (value: number): number => Math.min(1, Math.max(0, value));
  return { corrected, lo: inside(centre + shift - half), hi: inside(centre + shift + half) };
}
