import { betaTails } from "./beta.ts";
import { gammaQ } from "./gamma.ts";
import { mapRows2, mapRows3, type Rows } from "./rows.ts";

function scalarChi2Sf(x: number, df: number): number {
  return x < 0 && df > 0 ? 1 : gammaQ(df / 2, x / 2);
}

function scalarFSf(x: number, df1: number, df2: number): number {
  if (Number.isNaN(x) || !(df1 > 0 && df2 > 0)) return NaN;
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  const scaled = df1 * x;
  const total = scaled + df2;
  return betaTails(df2 / total, scaled / total, [df2 / 2, df1 / 2]).lower;
}

/** P(X > x) for chi-squared. Scalar, or rows of [x, df]. */
export function chi2Sf(x: number, df: number): number;
export function chi2Sf(input: Rows): number[];
export function chi2Sf(input: number | Rows, df = NaN): number | number[] {
  return typeof input === "number" ? scalarChi2Sf(input, df) : mapRows2(input, scalarChi2Sf);
}

/** P(X > x) for Snedecor's F. Scalar, or rows of [x, df1, df2]. */
export function fSf(x: number, df1: number, df2: number): number;
export function fSf(input: Rows): number[];
export function fSf(input: number | Rows, df1 = NaN, df2 = NaN): number | number[] {
  return typeof input === "number" ? scalarFSf(input, df1, df2) : mapRows3(input, scalarFSf);
}
