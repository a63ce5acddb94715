import { betaTails } from "./beta.ts";
import { findRoot } from "./find-root.ts";
import { lgamma } from "./gamma.ts";
import { normPpf, normSf } from "./normal.ts";
import { mapRows2, type Rows } from "./rows.ts";

function scalarSf(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return NaN;
  if (df === Infinity) return normSf(t);
  const square = t * t;
  const x = 1 / (1 + square / df);
  const y = square === Infinity ? 1 : square / (df + square);
  const tail = betaTails(x, y, [df / 2, 0.5]).lower / 2;
  return t >= 0 ? tail : 1 - tail;
}

/** The density of Student's t; the normalising constant is its limit where lgamma would cancel. */
function density(t: number, df: number): number {
  const logRatio = df > 1e8 ? Math.log(df / 2) / 2 : lgamma((df + 1) / 2) - lgamma(df / 2);
  return Math.exp(logRatio - ((df + 1) / 2) * Math.log1p((t * t) / df)) / Math.sqrt(df * Math.PI);
}

function scalarPpf(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p === 0.5) return 0;
  if (df === Infinity) return normPpf(p);
  const tail = Math.min(p, 1 - p);
  const logTail = Math.log(tail);
  // Heavy tails are straight lines on the log scale, where Newton's method needs few steps.
  const logT = findRoot(
    (u) => {
      const t = Math.exp(u);
      const sf = scalarSf(t, df);
      return [Math.log(sf) - logTail, (-density(t, df) * t) / sf];
    },
    { lo: -40, hi: Math.min(345, 40 + 40 / df), isRising: false },
  );
  return p < 0.5 ? -Math.exp(logT) : Math.exp(logT);
}

/** P(T > t) for Student's t. Scalar, or rows of [t, df]. df may be fractional or Infinity; NaN stays NaN. */
export function tSf(t: number, df: number): number;
export function tSf(input: Rows): number[];
export function tSf(input: number | Rows, df = NaN): number | number[] {
  return typeof input === "number" ? scalarSf(input, df) : mapRows2(input, scalarSf);
}

/** The quantile of Student's t. Scalar, or rows of [p, df]. Solved on the log of the upper tail. */
export function tPpf(p: number, df: number): number;
export function tPpf(input: Rows): number[];
export function tPpf(input: number | Rows, df = NaN): number | number[] {
  return typeof input === "number" ? scalarPpf(input, df) : mapRows2(input, scalarPpf);
}
