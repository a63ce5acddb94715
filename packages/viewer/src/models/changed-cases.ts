import type { Cells } from "../data/cells.ts";
import { caseFigures } from "./case-figures.ts";

/** A case that scores otherwise in the second run, under a variant that both have. */
export interface ChangedCase {
  readonly id: string;
  readonly variant: string;
  /** Mean scores over repeats, failed trials as 0. */
  readonly before: number;
  readonly after: number;
}

export interface ChangedCases {
  /** Lost ones first, the largest difference first. */
  readonly cases: readonly ChangedCase[];
  readonly lost: number;
  readonly gained: number;
  /** Cases and variants that both runs scored. */
  readonly compared: number;
}

/** Cases of two runs, matched by id, and variants by id. Empty where they share no metric of that name. */
export function changedCases(before: Cells, after: Cells, metric: string): ChangedCases {
  const [left, right] = [before, after].map((cells) => cells.metrics.indexOf(metric));
  if (left === -1 || right === -1) return { cases: [], lost: 0, gained: 0, compared: 0 };
  const positions = new Map(before.caseIds.map((id, position) => [id, position]));
  const shared = after.variants.flatMap((variant, place) => {
    const other = before.variants.indexOf(variant);
    return other === -1 ? [] : [{ variant, before: other, after: place }];
  });
  const [intoBefore, intoAfter] = [new Float32Array(before.variants.length), new Float32Array(after.variants.length)];
  const cases: ChangedCase[] = [];
  let compared = 0;
  for (const [position, id] of after.caseIds.entries()) {
    const known = positions.get(id);
    if (known === undefined) continue;
    const old = caseFigures(before, known, { metric: left!, into: intoBefore }).means;
    const now = caseFigures(after, position, { metric: right!, into: intoAfter }).means;
    for (const pair of shared) {
      const [was, is] = [old[pair.before]!, now[pair.after]!];
      if (Number.isNaN(was - is)) continue;
      compared++;
      if (was !== is) cases.push({ id, variant: pair.variant, before: was, after: is });
    }
  }
  const lost = cases.filter((one) => one.after < one.before).length;
  return {
    cases: cases.toSorted((one, other) => one.after - one.before - (other.after - other.before)),
    lost,
    gained: cases.length - lost,
    compared,
  };
}
