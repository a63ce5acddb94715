import { betaTails } from "./beta.ts";
import { devianceTerm, stirlingError } from "./gamma.ts";
import { mapRows3, type Rows } from "./rows.ts";

function isInvalid(k: number, n: number, p: number): boolean {
  return Number.isNaN(k) || !(n >= 0) || !(p >= 0 && p <= 1);
}

function scalarCdf(k: number, n: number, p: number): number {
  if (isInvalid(k, n, p)) return NaN;
  const whole = Math.floor(k);
  if (whole < 0) return 0;
  if (whole >= n) return 1;
  return betaTails(p, 1 - p, [whole + 1, n - whole]).upper;
}

function scalarSf(k: number, n: number, p: number): number {
  if (isInvalid(k, n, p)) return NaN;
  const whole = Math.floor(k);
  if (whole < 0) return 1;
  if (whole >= n) return 0;
  return betaTails(p, 1 - p, [whole + 1, n - whole]).lower;
}

function scalarPmf(k: number, n: number, p: number): number {
  if (isInvalid(k, n, p)) return NaN;
  if (k < 0 || k > n || !Number.isInteger(k)) return 0;
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    devianceTerm(k, n * p) -
    devianceTerm(n - k, n * (1 - p));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** P(X <= k) for Bin(n, p). Scalar, or rows of [k, n, p]. NaN for invalid n or p. */
export function binomCdf(k: number, n: number, p: number): number;
export function binomCdf(input: Rows): number[];
export function binomCdf(input: number | Rows, n = NaN, p = NaN): number | number[] {
  return typeof input === "number" ? scalarCdf(input, n, p) : mapRows3(input, scalarCdf);
}

/** P(X > k) for Bin(n, p), the upper tail directly. Scalar, or rows of [k, n, p]. */
export function binomSf(k: number, n: number, p: number): number;
export function binomSf(input: Rows): number[];
export function binomSf(input: number | Rows, n = NaN, p = NaN): number | number[] {
  return typeof input === "number" ? scalarSf(input, n, p) : mapRows3(input, scalarSf);
}

/** P(X = k) for Bin(n, p), by Loader 2000. Scalar, or rows of [k, n, p]. */
export function binomPmf(k: number, n: number, p: number): number;
export function binomPmf(input: Rows): number[];
export function binomPmf(input: number | Rows, n = NaN, p = NaN): number | number[] {
  return typeof input === "number" ? scalarPmf(input, n, p) : mapRows3(input, scalarPmf);
}
