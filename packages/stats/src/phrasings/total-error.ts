import type { PhrasingVariance } from "./phrasing-variance.ts";

/** A variance of a mean with the degrees of freedom of its estimate. */
export interface EstimatedVariance {
  readonly variance: number;
  readonly df: number;
}

/**
 * The variance over cases plus that of phrasings, with the degrees of freedom of Satterthwaite 1946. For a
 * difference of estimates these may fall below those of its smallest part, which are then used.
 */
export function totalError(cases: EstimatedVariance, parts: readonly PhrasingVariance[]): EstimatedVariance {
  const adding = parts.filter(({ added }) => added > 0);
  const variance = adding.reduce((sum, { added }) => sum + added, cases.variance);
  const doubt = adding.reduce(
    (sum, { between, noise, phrasings }) =>
      sum + between ** 2 / (phrasings - 1) + noise ** 2 / ((phrasings - 1) * cases.df),
    cases.variance ** 2 / cases.df,
  );
  if (adding.length === 0 || doubt === 0) return { variance, df: cases.df };
  const fewest = Math.min(cases.df, ...adding.map(({ phrasings }) => phrasings - 1));
  return { variance, df: Math.max(fewest, variance ** 2 / doubt) };
}
