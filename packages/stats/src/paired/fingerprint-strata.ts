import { requireSameLength } from "../argument-checks.ts";
import { isMissing, type Numbers } from "../missing-values.ts";
import { stratifiedDiff, type StratifiedDiff, type StratumNames } from "./stratified-diff.ts";

/** The difference stratified by the backends that answered. */
export interface FingerprintStrata {
  /** Strata are named `A / B` by the two fingerprints; a missing one is "unknown". */
  readonly strata: StratifiedDiff;
  /** Pairs with two known, different fingerprints. */
  readonly differing: number;
  /** The mean difference without those pairs; null when none are left. */
  readonly meanWithoutDiffering: number | null;
  /** Every pair has two known fingerprints and the variants share none: a difference may be the backend's. */
  readonly isConfounded: boolean;
}

function known(name: string | number | null | undefined): string | null {
  return name === null || name === undefined || name === "" ? null : String(name);
}

/** Sensitivity of a difference to backend drift between the variants of one model. Missing differences are left out. */
export function fingerprintStrata(input: {
  readonly d: Numbers;
  readonly fingerprintA: StratumNames;
  readonly fingerprintB: StratumNames;
}): FingerprintStrata {
  const { d, fingerprintA, fingerprintB } = input;
  requireSameLength(d, fingerprintA, "d and fingerprintA");
  requireSameLength(d, fingerprintB, "d and fingerprintB");
  const names: string[] = [];
  const seenA = new Set<string>();
  const seenB = new Set<string>();
  let [differing, unknowns, kept, sum] = [0, 0, 0, 0];
  for (let index = 0; index < d.length; index++) {
    const left = known(fingerprintA[index]);
    const right = known(fingerprintB[index]);
    names.push(`${left ?? "unknown"} / ${right ?? "unknown"}`);
    if (isMissing(d[index], "d")) continue;
    if (left !== null) seenA.add(left);
    if (right !== null) seenB.add(right);
    if (left === null || right === null) unknowns++;
    else if (left !== right) {
      differing++;
      continue;
    }
    kept++;
    sum += d[index] as number;
  }
  return {
    strata: stratifiedDiff({ d, stratum: names }),
    differing,
    meanWithoutDiffering: kept === 0 ? null : sum / kept,
    isConfounded: unknowns === 0 && seenA.size > 0 && seenA.isDisjointFrom(seenB),
  };
}
