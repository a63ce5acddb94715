import type { Agreement, AuditRate, LabelScale } from "@sameseed/core";
import { cohenKappa, gwetAC1, weightedKappa } from "@sameseed/stats";
import { CATEGORIES, categoryOf } from "./label-category.ts";
import { RateTally } from "./rate-tally.ts";

/** One item as two judges see it, in [0, 1], and the case it is of. */
export interface TwoLabels {
  readonly first: number;
  readonly second: number;
  readonly caseNumber: number;
  readonly cluster: number;
}

/** How far two agree: raw, and beyond chance by three coefficients. Items come case by case. */
export function agreementOf(scale: LabelScale, items: readonly TwoLabels[]): Agreement {
  const categories = CATEGORIES[scale];
  const table = categories.map(() => categories.map(() => 0));
  const tally = new RateTally();
  for (const [place, { first, second, caseNumber, cluster }] of items.entries()) {
    const [row, column] = [categoryOf(scale, first), categoryOf(scale, second)];
    table[row]![column]!++;
    tally.add(row === column ? 1 : 0);
    if (items[place + 1]?.caseNumber !== caseNumber) tally.closeCase(cluster);
  }
  const rate: AuditRate = tally.rate();
  const kappa = cohenKappa({ table });
  const { ac1, lo, hi } = gwetAC1({ table });
  const weighted = scale === "pass-fail" ? null : weightedKappa({ table, weights: "quadratic" });
  return {
    categories,
    table,
    agreement: rate,
    kappa: { value: kappa.kappa, low: atLeast(kappa.lo), high: atMost(kappa.hi) },
    ac1: { value: ac1, low: lo, high: hi },
    weightedKappa: weighted === null ? null : { value: weighted.kappa, low: weighted.lo, high: weighted.hi },
  };
}

function atLeast(low: number | null): number | null {
  return low === null ? null : Math.max(-1, low);
}

function atMost(high: number | null): number | null {
  return high === null ? null : Math.min(1, high);
}
