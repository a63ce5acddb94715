import { requireCount } from "../argument-checks.ts";
import type { Rows } from "../distributions/rows.ts";

function checkCounts(n: number, c: number, k: number): void {
  requireCount(n, "n");
  requireCount(c, "c");
  requireCount(k, "k");
  if (c > n) throw new RangeError(`c must be at most n, got c = ${c} and n = ${n}`);
}

function scalarPassAtK(n: number, c: number, k: number): number | null {
  checkCounts(n, c, k);
  if (k > n) return null;
  if (c === 0 || k === 0) return 0;
  if (n - c < k) return 1;
  // 1 - prod(1 - k/i) over the shorter of the two equal products, on the log scale so that small values keep digits.
  let logMiss = 0;
  if (c <= k) for (let i = n - c + 1; i <= n; i++) logMiss += Math.log1p(-k / i);
  else for (let i = n - k + 1; i <= n; i++) logMiss += Math.log1p(-c / i);
  return -Math.expm1(logMiss);
}

function scalarPassHatK(n: number, c: number, k: number): number | null {
  checkCounts(n, c, k);
  if (k > n) return null;
  if (c < k) return 0;
  let product = 1;
  for (let i = 0; i < k; i++) product *= (c - i) / (n - i);
  return product;
}

function mapRows({ rows }: Rows, evaluate: (n: number, c: number, k: number) => number | null): (number | null)[] {
  return rows.map(([n = NaN, c = NaN, k = NaN]) => evaluate(n, c, k));
}

/**
 * pass@k of one case, 1 - C(n-c, k)/C(n, k): the unbiased chance that at least one of k draws passes, from c passes in
 * n (Chen et al. 2021). k > n is null. Scalar, or rows of [n, c, k]; average over cases afterwards.
 */
export function passAtK(n: number, c: number, k: number): number | null;
export function passAtK(input: Rows): (number | null)[];
export function passAtK(input: number | Rows, c = NaN, k = NaN): number | null | (number | null)[] {
  return typeof input === "number" ? scalarPassAtK(input, c, k) : mapRows(input, scalarPassAtK);
}

/**
 * pass^k of one case, C(c, k)/C(n, k): the unbiased chance that all of k draws pass (Yao et al. 2024, tau-bench).
 * k > n is null. Scalar, or rows of [n, c, k].
 */
export function passHatK(n: number, c: number, k: number): number | null;
export function passHatK(input: Rows): (number | null)[];
export function passHatK(input: number | Rows, c = NaN, k = NaN): number | null | (number | null)[] {
  return typeof input === "number" ? scalarPassHatK(input, c, k) : mapRows(input, scalarPassHatK);
}
