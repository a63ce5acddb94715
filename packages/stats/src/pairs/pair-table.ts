import { requireConfidence, requireCount, requireSameLength } from "../argument-checks.ts";
import { isMissing, type Numbers } from "../missing-values.ts";

/**
 * Paired pass/fail counts of variants A and B: `a` both pass, `b` only A, `c` only B, `d` neither.
 * The difference B - A of the pass rates is (c - b) / n.
 */
export interface PairTable {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

export type PairTableInput = PairTable & { readonly conf?: number };

/** An interval for a difference of paired proportions, in [-1, 1]; the estimate is null without pairs. */
export interface PairedInterval {
  readonly estimate: number | null;
  readonly lo: number;
  readonly hi: number;
}

/** Checks a table and returns its size and confidence. Throws RangeError for invalid counts. */
export function checkedTable(table: PairTableInput): { n: number; conf: number } {
  for (const cell of ["a", "b", "c", "d"] as const) requireCount(table[cell], cell);
  const conf = table.conf ?? 0.95;
  requireConfidence(conf);
  return { n: table.a + table.b + table.c + table.d, conf };
}

/** Counts paired 0/1 scores in one pass; pairs with a missing side are left out and counted. Throws for other scores. */
export function countPairs(a: Numbers, b: Numbers): PairTable & { readonly dropped: number } {
  requireSameLength(a, b, "a and b");
  let [both, onlyA, onlyB, neither, dropped] = [0, 0, 0, 0, 0];
  for (let index = 0; index < a.length; index++) {
    const left = a[index];
    const right = b[index];
    const leftIsMissing = isMissing(left, "a");
    const rightIsMissing = isMissing(right, "b");
    if (leftIsMissing || rightIsMissing) dropped++;
    else if ((left !== 0 && left !== 1) || (right !== 0 && right !== 1)) {
      throw new RangeError(`binary scores must be 0 or 1, got ${left} and ${right}`);
    } else if (left === 1) {
      if (right === 1) both++;
      else onlyA++;
    } else if (right === 1) onlyB++;
    else neither++;
  }
  return { a: both, b: onlyA, c: onlyB, d: neither, dropped };
}
