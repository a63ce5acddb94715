import { findRoot } from "./find-root.ts";
import { normCdf, normPdf } from "./normal.ts";
import { mapRows2, type Rows } from "./rows.ts";

/** The integrand is analytic and dies out at both ends, so the trapezoidal rule converges faster than any power. */
const NODES = 800;
const REACH = 9;

/**
 * P(range of k standard normals > q), by the trapezoidal rule over the largest of them. The integrand is the difference
 * from the whole written with expm1, so that small tails keep their digits.
 */
function scalarSf(q: number, k: number): number {
  if (Number.isNaN(q) || !(k >= 2)) return NaN;
  if (q <= 0) return 1;
  if (q === Infinity) return 0;
  const from = -REACH;
  const step = (2 * REACH + q) / NODES;
  let sum = 0;
  for (let node = 0; node <= NODES; node++) {
    const z = from + node * step;
    const below = normCdf(z);
    const farBelow = normCdf(z - q);
    const share = below > 0 ? Math.min(1, farBelow / below) : 1;
    const miss = -Math.expm1((k - 1) * Math.log1p(-share));
    sum += k * normPdf(z) * below ** (k - 1) * miss;
  }
  return Math.min(1, sum * step);
}

function scalarPpf(p: number, k: number): number {
  if (!(p >= 0 && p <= 1) || !(k >= 2)) return NaN;
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  const logTail = Math.log1p(-p);
  return findRoot(
    (q) => {
      const sf = scalarSf(q, k);
      const slope = (scalarSf(q + 1e-4, k) - scalarSf(Math.max(0, q - 1e-4), k)) / 2e-4;
      return [Math.log(sf) - logTail, slope / sf];
    },
    { lo: 0, hi: 50, isRising: false, tolerance: 1e-12 },
  );
}

/** P(Q > q) of the studentized range at infinite df for k means. Scalar, or rows of [q, k]. */
export function studentizedRangeSfInf(q: number, k: number): number;
export function studentizedRangeSfInf(input: Rows): number[];
export function studentizedRangeSfInf(input: number | Rows, k = NaN): number | number[] {
  return typeof input === "number" ? scalarSf(input, k) : mapRows2(input, scalarSf);
}

/** The quantile of the studentized range at infinite df. Scalar, or one p with many k. */
export function studentizedRangePpfInf(p: number, k: number): number;
export function studentizedRangePpfInf(input: { readonly p: number; readonly k: readonly number[] }): number[];
export function studentizedRangePpfInf(
  input: number | { readonly p: number; readonly k: readonly number[] },
  k = NaN,
): number | number[] {
  if (typeof input === "number") return scalarPpf(input, k);
  return input.k.map((means) => scalarPpf(input.p, means));
}
