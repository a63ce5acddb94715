/** A function that falls or rises over the whole bracket, with its slope. */
export type ValueAndSlope = (x: number) => readonly [value: number, slope: number];

/**
 * The root of a monotone function inside [lo, hi]: Newton steps, with a bisection whenever a step leaves the bracket
 * or fails to halve it in time. The function must be rising or falling as `isRising` says.
 */
export function findRoot(
  evaluate: ValueAndSlope,
  bracket: { readonly lo: number; readonly hi: number; readonly isRising: boolean },
): number {
  let { lo, hi } = bracket;
  let x = (lo + hi) / 2;
  let widthBefore = hi - lo;
  for (let iteration = 0; iteration < 300; iteration++) {
    const [value, slope] = evaluate(x);
    if (value === 0) return x;
    if (value > 0 === bracket.isRising) hi = x;
    else lo = x;
    const newton = x - value / slope;
    const isSlow = iteration % 8 === 7 && hi - lo > widthBefore / 16;
    if (iteration % 8 === 7) widthBefore = hi - lo;
    const next = newton > lo && newton < hi && !isSlow ? newton : (lo + hi) / 2;
    if (Math.abs(next - x) <= 4e-16 * Math.max(1e-300, Math.abs(next)) || next === lo || next === hi) {
      return next;
    }
    x = next;
  }
  return x;
}
