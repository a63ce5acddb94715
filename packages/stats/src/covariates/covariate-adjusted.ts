import { requireConfidence, requireFinite } from "../argument-checks.ts";
import { predictionPowered } from "../agreement/prediction-powered.ts";
import { shuffle } from "../random/random-stream.ts";

/** Parts of the cases: each is predicted by a fit to the others. */
const FOLDS = 10;
/** Fewer cases are too little evidence about the relation of covariates and differences. */
export const FEWEST_ADJUSTED = 50;
/**
 * Share of a covariate's mean square that is added to the diagonal, which keeps constant or equal covariates
 * harmless.
 */
const RIDGE = 1e-6;

export interface CovariateInput {
  /** Differences B - A of the cases that were run. */
  readonly d: ArrayLike<number>;
  /** Covariates of the same cases, a row per case. */
  readonly x: readonly (readonly number[])[];
  /** Covariates of the cases that were not run. */
  readonly rest: readonly (readonly number[])[];
  /** Clusters of the cases that were run and of the others, under common names. */
  readonly clusters?: {
    readonly labelled: readonly (string | number)[];
    readonly unlabelled: readonly (string | number)[];
  };
  readonly conf?: number;
  /** The label of the random stream that divides the cases into parts. */
  readonly label: string;
}

/** The mean difference over all cases, with the help of covariates. */
export interface CovariateAdjusted {
  /** Cases that were run, and the others. */
  readonly n: number;
  readonly rest: number;
  readonly estimate: number | null;
  readonly se: number | null;
  readonly lo: number | null;
  readonly hi: number | null;
  /** 1 - variance with the covariates / variance without; negative where they do harm; null without an estimate. */
  readonly saved: number | null;
}

/**
 * Adjusts a mean difference by covariates that are known for more cases than were run (control variates;
 * cross-fitted prediction-powered inference: Angelopoulos, Duchi & Zrnic 2023, PPI++; Zrnic & Candès 2024,
 * Cross-Prediction-Powered Inference; CUPED: Deng, Xu, Kohavi & Walker 2013). The differences are regressed
 * on the covariates in ten parts, each predicted by a fit to the other nine; the mean of the predictions over
 * the cases that were not run, weighted for the least variance, removes variance from the choice of cases.
 * The cases that were run must be a random sample of all. Useless covariates get a weight near 0. Fewer than
 * 50 cases, or no cases that were not run: no estimate. Throws RangeError for a difference or covariate that
 * is not finite.
 */
export function covariateAdjusted({ d, x, rest, clusters, conf = 0.95, label }: CovariateInput): CovariateAdjusted {
  requireConfidence(conf);
  const n = d.length;
  if (x.length !== n) throw new RangeError(`x must have a row for each of the ${n} differences, got ${x.length}`);
  for (let place = 0; place < n; place++) requireFinite(d[place] as number, "d");
  for (const row of [...x, ...rest]) for (const value of row) requireFinite(value, "covariate");
  const none = { n, rest: rest.length, estimate: null, se: null, lo: null, hi: null, saved: null };
  if (n < FEWEST_ADJUSTED || rest.length === 0) return none;
  const { predicted, predictedRest } = crossFitted(d, { x, rest, label });
  const input = { labels: d, judged: predicted, unlabelled: predictedRest, clusters, conf };
  const plain = predictionPowered({ ...input, lambda: 0 });
  const { estimate, se, lo, hi } = predictionPowered(input);
  if (se === null || plain.se === null) return none;
  return { n, rest: rest.length, estimate, se, lo, hi, saved: plain.se === 0 ? 0 : 1 - (se / plain.se) ** 2 };
}

function crossFitted(
  d: ArrayLike<number>,
  { x, rest, label }: Pick<CovariateInput, "x" | "rest" | "label">,
): { readonly predicted: Float64Array; readonly predictedRest: Float64Array } {
  const order = shuffle({ label, items: Array.from({ length: d.length }, (_, index) => index) });
  const fold = new Int32Array(d.length);
  for (const [place, index] of order.entries()) fold[index] = place % FOLDS;
  const predicted = new Float64Array(d.length);
  const predictedRest = new Float64Array(rest.length);
  for (let part = 0; part < FOLDS; part++) {
    const weights = leastSquares(d, { x, isUsed: (index) => fold[index] !== part });
    for (let index = 0; index < d.length; index++) {
      if (fold[index] === part) predicted[index] = predictedBy(weights, x[index] as readonly number[]);
    }
    for (let index = 0; index < rest.length; index++) {
      predictedRest[index] =
        (predictedRest[index] as number) + predictedBy(weights, rest[index] as readonly number[]) / FOLDS;
    }
  }
  return { predicted, predictedRest };
}

function predictedBy(weights: readonly number[], row: readonly number[]): number {
  return row.reduce((sum, value, place) => sum + value * (weights[place + 1] as number), weights[0] as number);
}

/** Weights of the intercept and the covariates: normal equations by Gauss-Jordan elimination with pivots. */
function leastSquares(
  d: ArrayLike<number>,
  { x, isUsed }: { readonly x: CovariateInput["x"]; readonly isUsed: (index: number) => boolean },
): readonly number[] {
  const size = 1 + (x[0]?.length ?? 0);
  const system = Array.from({ length: size }, () => new Float64Array(size + 1));
  for (let index = 0; index < d.length; index++) {
    if (!isUsed(index)) continue;
    const row = [1, ...(x[index] as readonly number[])];
    for (let i = 0; i < size; i++) {
      const line = system[i] as Float64Array;
      for (let j = 0; j < size; j++) line[j] = (line[j] as number) + (row[i] as number) * (row[j] as number);
      line[size] = (line[size] as number) + (row[i] as number) * (d[index] as number);
    }
  }
  for (let i = 1; i < size; i++) {
    const line = system[i] as Float64Array;
    line[i] = (line[i] as number) * (1 + RIDGE) + RIDGE;
  }
  return solved(system);
}

function solved(system: Float64Array[]): readonly number[] {
  const size = system.length;
  for (let pivot = 0; pivot < size; pivot++) {
    let best = pivot;
    for (let row = pivot + 1; row < size; row++) {
      if (Math.abs(system[row]![pivot]!) > Math.abs(system[best]![pivot]!)) best = row;
    }
    [system[pivot], system[best]] = [system[best]!, system[pivot]!];
    const line = system[pivot]!;
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const factor = system[row]![pivot]! / line[pivot]!;
      for (let column = pivot; column <= size; column++) system[row]![column]! -= factor * line[column]!;
    }
  }
  return system.map((line, row) => line[size]! / line[row]!);
}
