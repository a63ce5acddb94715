import { requireAtLeast } from "../argument-checks.ts";

/** Which of several variants may be the best. */
interface BestSet {
  /** Positions of the variants that are not distinguishable from the best, in ascending order; never empty. */
  readonly members: readonly number[];
  /** For each variant outside the set, the position of a significantly better one; -1 for members. */
  readonly beatenBy: readonly number[];
}

/**
 * A set that holds the truly best variant with the confidence 1 - alpha (multiple comparisons with the best:
 * Hsu 1984, Constrained Simultaneous Confidence Intervals for Multiple Comparisons with the Best). A variant
 * is left out if any other is better in a one-sided comparison at alpha / (variants - 1); by Bonferroni's
 * inequality the best is wrongly left out with a chance of at most alpha, whatever the correlation of the
 * variants. `isBetter(j, i, level)` says whether j beats i in a comparison of two-sided level `level`. With
 * `rivals`, only these positions are compared with the others: the level stays that of all comparisons, which
 * keeps the confidence and can only enlarge the set. Throws RangeError for fewer than two variants.
 */
export function bestSet(input: {
  readonly variants: number;
  readonly alpha?: number;
  readonly isBetter: (j: number, i: number, level: number) => boolean;
  readonly rivals?: readonly number[] | undefined;
}): BestSet {
  const { variants, alpha = 0.05, isBetter, rivals = [...Array(variants).keys()] } = input;
  requireAtLeast(variants, 2, "variants");
  if (!(alpha > 0 && alpha < 0.25)) throw new RangeError(`alpha must lie in (0, 0.25), got ${alpha}`);
  const level = (2 * alpha) / (variants - 1);
  const beatenBy = Array.from({ length: variants }, () => -1);
  for (let i = 0; i < variants; i++) {
    beatenBy[i] = rivals.find((j) => i !== j && isBetter(j, i, level)) ?? -1;
  }
  const members = beatenBy.flatMap((by, position) => (by === -1 ? [position] : []));
  return { members, beatenBy };
}
