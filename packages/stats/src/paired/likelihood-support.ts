import { findRoot } from "../distributions/find-root.ts";

/** A sample as distinct values with counts, and one value above it that was not seen but could have been. */
export interface Support {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly n: number;
  readonly mean: number;
  /** The largest value that is thought possible. */
  readonly top: number;
  /** Values that differ from the most common one. */
  readonly varied: number;
}

/**
 * Factor for the largest distance of an unseen value, relative to the furthest seen one: 1 + 2 / (values that
 * vary).
 */
const UNSEEN_REACH = 2;
/** Values closer than this share of the scale are one value. */
const TIE_SHARE = 1e-12;

interface Distinct {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

function distinctValues(sorted: Float64Array): Distinct {
  const tie = TIE_SHARE * Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted.at(-1) ?? 0));
  const values = new Float64Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let kept = 0;
  for (const value of sorted) {
    if (kept > 0 && value - (values[kept - 1] as number) <= tie) {
      counts[kept - 1] = (counts[kept - 1] as number) + 1;
      continue;
    }
    values[kept] = value;
    counts[kept++] = 1;
  }
  return { values: values.subarray(0, kept), counts: counts.subarray(0, kept) };
}

/** The value of more than half of the cases, else the median. */
function centreOf(sorted: Float64Array, { values, counts }: Distinct): { centre: number; varied: number } {
  const n = sorted.length;
  let most = 0;
  for (let index = 1; index < counts.length; index++) {
    if ((counts[index] as number) > (counts[most] as number)) most = index;
  }
  const varied = n - (counts[most] as number);
  if (2 * varied < n) return { centre: values[most] as number, varied };
  const median = ((sorted[(n - 1) >> 1] as number) + (sorted[n >> 1] as number)) / 2;
  return { centre: median, varied };
}

/** The support for claims that the mean is above the sample mean; negate the sample for claims below. */
export function support(sample: Float64Array, range: number | null): Support {
  const sorted = sample.toSorted();
  const distinct = distinctValues(sorted);
  const { centre, varied } = centreOf(sorted, distinct);
  const furthest = Math.max(centre - (sorted[0] as number), (sorted.at(-1) as number) - centre);
  const reach = centre + furthest * (1 + UNSEEN_REACH / Math.max(1, varied));
  let sum = 0;
  for (const value of sorted) sum += value;
  return {
    ...distinct,
    n: sample.length,
    mean: sum / sample.length,
    top: Math.max(sorted.at(-1) as number, Math.min(range ?? Infinity, reach)),
    varied,
  };
}

/**
 * The log empirical likelihood ratio of a mean above the sample's, and its multiplier lambda, which is minus its
 * derivative in the mean. Weights are c / (n - lambda (x - mean)); where the seen values cannot reach the mean, lambda
 * is n / (top - mean) and the rest of the weight lies at `top`.
 */
export function logRatioAt(
  { values, counts, n, top }: Support,
  mean: number,
): { readonly logRatio: number; readonly lambda: number } {
  const room = top - mean;
  if (!(room > 0)) return { logRatio: -Infinity, lambda: Infinity };
  const cap = n / room;
  const balance = (lambda: number): [number, number] => {
    let value = 0;
    let slope = 0;
    for (let index = 0; index < values.length; index++) {
      const distance = (values[index] as number) - mean;
      const weight = 1 / (n - lambda * distance);
      const term = (counts[index] as number) * distance * weight;
      value += term;
      slope += term * distance * weight;
    }
    return [value, slope];
  };
  const isSeen = (values.at(-1) as number) >= top;
  const isCapped = !isSeen && balance(cap)[0] <= 0;
  const lambda = isCapped ? cap : findRoot(balance, { lo: 0, hi: cap, isRising: true, tolerance: 1e-10 });
  let logRatio = 0;
  for (let index = 0; index < values.length; index++) {
    logRatio -= (counts[index] as number) * Math.log1p((-lambda * ((values[index] as number) - mean)) / n);
  }
  return { logRatio, lambda };
}
