import { requireSameLength } from "./argument-checks.ts";

/** Numbers with null, undefined or NaN for missing values. Typed arrays are accepted. */
export type Numbers = ArrayLike<number | null | undefined>;

/** The finite values of a sample, in order, and how many missing ones were left out. */
export interface FiniteValues {
  readonly values: Float64Array;
  readonly dropped: number;
}

/** Complete pairs of two samples, their differences b - a, and how many pairs were left out. */
export interface CompletePairs {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly d: Float64Array;
  readonly dropped: number;
}

/** True for null, undefined and NaN; throws RangeError for an infinity or a value that is not a number. */
export function isMissing(value: number | null | undefined, name: string): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== "number") throw new RangeError(`${name} is not a number: ${String(value)}`);
  if (value === Infinity || value === -Infinity) {
    throw new RangeError(`${name} is infinite; every value must be finite or missing`);
  }
  return Number.isNaN(value);
}

/** Drops missing values and counts them. Throws RangeError for an infinity. */
export function finiteValues(x: Numbers, name: string): FiniteValues {
  const values = new Float64Array(x.length);
  let kept = 0;
  for (let index = 0; index < x.length; index++) {
    const value = x[index];
    if (isMissing(value, name)) continue;
    values[kept++] = value as number;
  }
  return { values: values.subarray(0, kept), dropped: x.length - kept };
}

/** Drops pairs with a missing side and counts them. Throws RangeError for unequal lengths or an infinity. */
export function completePairs(a: Numbers, b: Numbers): CompletePairs {
  requireSameLength(a, b, "a and b");
  const keptA = new Float64Array(a.length);
  const keptB = new Float64Array(a.length);
  const d = new Float64Array(a.length);
  let kept = 0;
  for (let index = 0; index < a.length; index++) {
    const left = a[index];
    const right = b[index];
    // Both sides are checked: an infinity paired with a missing value is still an error.
    const leftIsMissing = isMissing(left, "a");
    const rightIsMissing = isMissing(right, "b");
    if (leftIsMissing || rightIsMissing) continue;
    keptA[kept] = left as number;
    keptB[kept] = right as number;
    d[kept] = (right as number) - (left as number);
    kept++;
  }
  return {
    a: keptA.subarray(0, kept),
    b: keptB.subarray(0, kept),
    d: d.subarray(0, kept),
    dropped: a.length - kept,
  };
}

/** Differences b - a in the order given, NaN where a side is missing. Throws RangeError for unequal lengths or an infinity. */
export function differences(a: Numbers, b: Numbers): Float64Array {
  requireSameLength(a, b, "a and b");
  const d = new Float64Array(a.length);
  for (let index = 0; index < a.length; index++) {
    const leftIsMissing = isMissing(a[index], "a");
    const rightIsMissing = isMissing(b[index], "b");
    const isComplete = !leftIsMissing && !rightIsMissing;
    d[index] = isComplete ? (b[index] as number) - (a[index] as number) : NaN;
  }
  return d;
}
