import type { WordedComparison } from "@sameseed/core";

export interface Caveats {
  /** The caveats that all comparisons share, listed once. */
  readonly shared: readonly string[];
  /** Additional reasons against this one. */
  readonly of: (comparison: Pick<WordedComparison, "fairness">) => readonly string[];
}

/** The reasons of several comparisons, with shared ones separate; the reasons of a single comparison are its own. */
export function caveats(comparisons: readonly Pick<WordedComparison, "fairness">[]): Caveats {
  const [first, ...rest] = comparisons.map(({ fairness }) => fairness.reasons);
  const shared =
    first === undefined || rest.length === 0
      ? []
      : first.filter((reason) => rest.every((reasons) => reasons.includes(reason)));
  return { shared, of: ({ fairness }) => fairness.reasons.filter((reason) => !shared.includes(reason)) };
}
