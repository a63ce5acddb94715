import { requireFinite } from "../argument-checks.ts";
import { lgamma } from "../distributions/gamma.ts";
import { normSf } from "../distributions/normal.ts";
import { tPpf } from "../distributions/student-t.ts";

const INTERVALS = 400;

/**
 * The power of the two-sided paired t test with n pairs at an effect of `dz` standard deviations: both tails of the
 * noncentral t, as the normal tail averaged over the distribution of the sample sd. n may be fractional, n >= 2.
 */
export function pairedTPower(input: { readonly dz: number; readonly n: number; readonly alpha?: number }): number {
  const { dz, n, alpha = 0.05 } = input;
  requireFinite(dz, "dz");
  requireFinite(n, "n");
  if (n < 2) throw new RangeError(`n must be at least 2, got ${n}`);
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie in (0, 1), got ${alpha}`);
  const df = n - 1;
  const critical = tPpf(1 - alpha / 2, df);
  const shift = Math.abs(dz) * Math.sqrt(n);
  const half = df / 2;
  const logConstant = Math.LN2 + half * Math.log(half) - lgamma(half);
  // The sample sd in true units is near 1 with sd 1/sqrt(2 df): twelve of those hold all its mass.
  const reach = 12 / Math.sqrt(2 * df);
  const from = Math.max(0, 1 - reach);
  const step = (1 + reach - from) / INTERVALS;
  let sum = 0;
  for (let node = 0; node <= INTERVALS; node++) {
    const s = from + node * step;
    const logPower = df === 1 ? 0 : (df - 1) * Math.log(s);
    const density = Math.exp(logConstant + logPower - half * s * s);
    const rejects = normSf(critical * s - shift) + normSf(critical * s + shift);
    const weight = node === 0 || node === INTERVALS ? 1 : node % 2 === 1 ? 4 : 2;
    sum += weight * density * rejects;
  }
  return Math.min(1, (sum * step) / 3);
}
