/** A function that falls or rises over the whole bracket, with its slope. */
export type ValueAndSlope = (x: number) => readonly [value: number, slope: number];

export interface Bracket {
  readonly lo: number;
  readonly hi: number;
  readonly isRising: boolean;
  /** Relative size of the last step. Default: the precision of doubles. */
  readonly tolerance?: number;
}

/**
 * The root of a monotone function inside a bracket: Newton's steps, and a bisection where a step leaves the bracket
 * or does not halve the step before it (the safeguard of "rtsafe", Numerical Recipes 9.4).
 */
export function findRoot(evaluate: ValueAndSlope, bracket: Bracket): number {
  let { lo, hi } = bracket;
  const { isRising, tolerance = 4e-16 } = bracket;
  let x = (lo + hi) / 2;
  let lastStep = hi - lo;
  for (let iteration = 0; iteration < 400; iteration++) {
    const [value, slope] = evaluate(x);
    if (value === 0) return x;
    if (value > 0 === isRising) hi = x;
    else lo = x;
    const newton = x - value / slope;
    const isUseful = newton > lo && newton < hi && Math.abs(newton - x) <= lastStep / 2;
    const next = isUseful ? newton : (lo + hi) / 2;
    lastStep = Math.abs(next - x);
    if (lastStep <= tolerance * Math.abs(next) || next === lo || next === hi) return next;
    x = next;
  }
  return x;
}
