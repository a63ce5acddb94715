import { findRoot } from "./find-root.ts";
import { gammaQ } from "./gamma.ts";

const SQRT_TWO_PI = 2.5066282746310002;

/** The standard normal density. */
function normPdf(x: number): number {
  return Math.exp((-x * x) / 2) / SQRT_TWO_PI;
}

function scalarSf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const tail = gammaQ(0.5, (x * x) / 2) / 2;
  return x >= 0 ? tail : 1 - tail;
}

function scalarPpf(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  const logTail = Math.log(tail);
  const x = findRoot(
    (at) => {
      const sf = scalarSf(at);
      return [Math.log(sf) - logTail, -normPdf(at) / sf];
    },
    { lo: 0, hi: Math.min(40, Math.sqrt(-2 * logTail)), isRising: false },
  );
  return p < 0.5 ? -x : x;
}

type Points = { readonly x: readonly number[] };

/** P(Z <= x), with full relative precision in the lower tail. NaN stays NaN. */
export function normCdf(x: number): number;
export function normCdf(input: Points): number[];
export function normCdf(input: number | Points): number | number[] {
  return typeof input === "number" ? scalarSf(-input) : input.x.map((x) => scalarSf(-x));
}

/** P(Z > x), with full relative precision in the upper tail. NaN stays NaN. */
export function normSf(x: number): number;
export function normSf(input: Points): number[];
export function normSf(input: number | Points): number | number[] {
  return typeof input === "number" ? scalarSf(input) : input.x.map(scalarSf);
}

/** The normal quantile: -Infinity at 0, Infinity at 1, NaN outside [0, 1]. Newton on the log of the tail. */
export function normPpf(p: number): number;
export function normPpf(input: { readonly p: readonly number[] }): number[];
export function normPpf(input: number | { readonly p: readonly number[] }): number | number[] {
  return typeof input === "number" ? scalarPpf(input) : input.p.map(scalarPpf);
}
