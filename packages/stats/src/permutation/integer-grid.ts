/** Non-zero differences as whole multiples of one unit. */
export interface IntegerGrid {
  /** |d| in units, one for each non-tie. */
  readonly steps: Int32Array;
  /** The signed sum in units. */
  readonly sum: number;
}

/**
 * Maximum distance of a difference from a whole multiple, in units: the rounding of a subtraction, far below
 * a step.
 */
const OFF_GRID = 1e-6;

/** The greatest common unit of two lengths, by Euclid's algorithm with a tolerance for rounding. */
function commonUnit(first: number, second: number, tolerance: number): number {
  let large = Math.max(first, second);
  let small = Math.min(first, second);
  while (small > tolerance) {
    const rest = large % small;
    large = small;
    // A rest just below the divisor is rounding too.
    small = small - rest <= tolerance ? 0 : rest;
  }
  return large;
}

/**
 * Finds the integer grid on which all values lie (0/1 scores, means of K repeats, Likert steps). Null where
 * there is no grid, or where non-ties x sum of steps exceeds `workLimit`.
 */
export function integerGrid(values: Float64Array, workLimit: number): IntegerGrid | null {
  let unit = 0;
  let largest = 0;
  let size = 0;
  let nonTied = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const tolerance = 1e-9 * largest;
  for (const value of values) {
    if (value === 0) continue;
    nonTied++;
    size += Math.abs(value);
    unit = unit === 0 ? Math.abs(value) : commonUnit(unit, Math.abs(value), tolerance);
    // Random doubles leave a tiny unit at once; then no grid can be affordable.
    if (unit * workLimit < largest) return null;
  }
  if (nonTied === 0 || (size / unit) * nonTied > workLimit) return null;
  const steps = new Int32Array(nonTied);
  let kept = 0;
  let sum = 0;
  for (const value of values) {
    if (value === 0) continue;
    const step = Math.round(value / unit);
    if (Math.abs(value / unit - step) > OFF_GRID) return null;
    steps[kept++] = Math.abs(step);
    sum += step;
  }
  return { steps, sum };
}
