import { wilson } from "../proportions/wilson.ts";
import { checkedTable, type PairedInterval, type PairTableInput } from "./pair-table.ts";

/** Newcombe's phi with the continuity correction of method 10; 0 where a margin is empty. */
function correctedPhi({ a, b, c, d }: PairTableInput): number {
  const product = (a + b) * (c + d) * (a + c) * (b + d);
  if (product === 0) return 0;
  const n = a + b + c + d;
  const excess = a * d - b * c;
  const corrected = excess > n / 2 ? excess - n / 2 : excess >= 0 ? 0 : excess;
  return corrected / Math.sqrt(product);
}

/**
 * Newcombe's square-and-add interval of Wilson ends, method 10 (Newcombe 1998, Improved Confidence Intervals for the
 * Difference between Binomial Proportions Based on Paired Data), for B - A. n = 0 gives [-1, 1].
 */
export function newcombe10(input: PairTableInput): PairedInterval {
  const { n, conf } = checkedTable(input);
  if (n === 0) return { estimate: null, lo: -1, hi: 1 };
  const { a, b, c } = input;
  const forA = wilson(a + b, n, conf);
  const forB = wilson(a + c, n, conf);
  const pA = (a + b) / n;
  const pB = (a + c) / n;
  const phi = correctedPhi(input);
  const downA = pA - forA.lo;
  const upA = forA.hi - pA;
  const downB = pB - forB.lo;
  const upB = forB.hi - pB;
  const estimate = (c - b) / n;
  const below = Math.sqrt(Math.max(0, downB ** 2 - 2 * phi * downB * upA + upA ** 2));
  const above = Math.sqrt(Math.max(0, upB ** 2 - 2 * phi * upB * downA + downA ** 2));
  return { estimate, lo: Math.max(-1, estimate - below), hi: Math.min(1, estimate + above) };
}
