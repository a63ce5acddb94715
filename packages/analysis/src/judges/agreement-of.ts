import type { Agreement, AuditRate, Coefficient, LabelScale } from "@sameseed/core";
import { cohenKappa, type CoefficientInterval, gwetAC1, kappaInterval, weightedKappa } from "@sameseed/stats";
import { CATEGORIES, categoryOf } from "./label-category.ts";
import { RateCounts } from "./rate-counts.ts";

/** One item as two judges see it, in [0, 1], and the case it is of. */
export interface TwoLabels {
  readonly first: number;
  readonly second: number;
  readonly caseNumber: number;
  readonly cluster: number;
}

/** Agreement of two raters: raw, and beyond chance by three coefficients. Items are in the order of cases. */
export function agreementOf(scale: LabelScale, items: readonly TwoLabels[]): Agreement {
  const categories = CATEGORIES[scale];
  const table = categories.map(() => categories.map(() => 0));
  const counter = new RateCounts();
  for (const [place, { first, second, caseNumber, cluster }] of items.entries()) {
    const [row, column] = [categoryOf(scale, first), categoryOf(scale, second)];
    table[row]![column]!++;
    counter.add(row === column ? 1 : 0);
    if (items[place + 1]?.caseNumber !== caseNumber) counter.closeCase(cluster);
  }
  const rate: AuditRate = counter.rate();
  const kappa = cohenKappa({ table });
  const ac1 = gwetAC1({ table });
  const weighted = scale === "pass-fail" ? null : weightedKappa({ table, weights: "quadratic" });
  return {
    categories,
    table,
    agreement: rate,
    kappa: coefficient(kappa.kappa, kappaInterval({ table })),
    ac1: coefficient(ac1.ac1, ac1),
    weightedKappa: weighted === null ? null : coefficient(weighted.kappa, weighted),
  };
}

function coefficient(value: number | null, { lo, hi }: CoefficientInterval): Coefficient {
  return { value, low: lo, high: hi };
}
