import { findRoot } from "./find-root.ts";
import { devianceTerm, stirlingError } from "./gamma.ts";
import { mapRows3, type Rows } from "./rows.ts";

/** Both tails of a distribution at one point, each computed without 1 - other where it is the smaller one. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** x^a y^b / B(a, b) with y = 1 - x, in Loader's deviance form. */
function betaPrefactor(x: number, y: number, [a, b]: readonly [number, number]): number {
  const n = a + b;
  // a - nx and -(b - ny) are equal; the smaller of x and y gives it with the smaller rounding error.
  const difference = x > y ? n * y - b : a - n * x;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    devianceTerm(a, n * x, difference) -
    devianceTerm(b, n * y, -difference);
  return Math.sqrt((a * b) / (2 * Math.PI * n)) * Math.exp(exponent);
}

/** Lentz's evaluation of the continued fraction of I_x(a, b), for x below its mean. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  for (let m = 1; m < 200_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + even / c;
    if (Math.abs(c) < tiny) c = tiny;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + odd / c;
    if (Math.abs(c) < tiny) c = tiny;
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 3e-16) break;
  }
  return fraction;
}

/**
 * Both tails of the regularised incomplete beta function at x, given y = 1 - x to full precision.
 * a, b > 0. Source: Lentz's fraction (Numerical Recipes 6.4), prefactor of Loader 2000.
 */
export function betaTails(x: number, y: number, shape: readonly [number, number]): Tails {
  const [a, b] = shape;
  if (!(a > 0 && b > 0) || Number.isNaN(x) || Number.isNaN(y)) return { lower: NaN, upper: NaN };
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  const prefactor = betaPrefactor(x, y, shape);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, (prefactor * betaFraction(x, a, b)) / a);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, (prefactor * betaFraction(y, b, a)) / b);
  return { lower: 1 - upper, upper };
}

function scalarCdf(x: number, a: number, b: number): number {
  return betaTails(x, 1 - x, [a, b]).lower;
}

function scalarPpf(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1) || !(a > 0 && b > 0)) return NaN;
  if (p === 0) return 0;
  if (p === 1) return 1;
  const isLower = p <= 0.5;
  const logTarget = Math.log(isLower ? p : 1 - p);
  const logit = findRoot(
    (u) => {
      const x = 1 / (1 + Math.exp(-u));
      const y = 1 / (1 + Math.exp(u));
      const tails = betaTails(x, y, [a, b]);
      const tail = isLower ? tails.lower : tails.upper;
      const slope = betaPrefactor(x, y, [a, b]) / tail;
      return [Math.log(tail) - logTarget, isLower ? slope : -slope];
    },
    { lo: -700, hi: 700, isRising: isLower },
  );
  return 1 / (1 + Math.exp(-logit));
}

/** The beta cdf I_x(a, b). Scalar, or rows of [x, a, b]. NaN for invalid shapes. */
export function betaCdf(x: number, a: number, b: number): number;
export function betaCdf(input: Rows): number[];
export function betaCdf(input: number | Rows, a = NaN, b = NaN): number | number[] {
  return typeof input === "number" ? scalarCdf(input, a, b) : mapRows3(input, scalarCdf);
}

/** The beta quantile. Scalar, or rows of [p, a, b]. Newton on the logit scale, on the log of the nearer tail. */
export function betaPpf(p: number, a: number, b: number): number;
export function betaPpf(input: Rows): number[];
export function betaPpf(input: number | Rows, a = NaN, b = NaN): number | number[] {
  return typeof input === "number" ? scalarPpf(input, a, b) : mapRows3(input, scalarPpf);
}
