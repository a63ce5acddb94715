import { normPpf } from "../distributions/normal.ts";
import { checkedTable, type PairedInterval, type PairTableInput } from "./pair-table.ts";

/**
 * The adjusted Wald interval of Bonett & Price 2012 for a difference of paired proportions, B - A, cut to [-1, 1].
 * Its centre is (c - b)/(n + 2); the estimate stays (c - b)/n.
 */
export function bonettPrice(input: PairTableInput): PairedInterval {
  const { n, conf } = checkedTable(input);
  const pB = (input.b + 1) / (n + 2);
  const pC = (input.c + 1) / (n + 2);
  const centre = pC - pB;
  const half = normPpf(1 - (1 - conf) / 2) * Math.sqrt(Math.max(0, pB + pC - centre ** 2) / (n + 2));
  return {
    estimate: n === 0 ? null : (input.c - input.b) / n,
    lo: Math.max(-1, centre - half),
    hi: Math.min(1, centre + half),
  };
}
