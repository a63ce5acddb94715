import { normSf } from "../distributions/normal.ts";
import { finiteValues, type Numbers } from "../missing-values.ts";
import { midRanks } from "./mid-ranks.ts";

const EXACT_UP_TO = 25;

export interface WilcoxonInput {
  readonly d: Numbers;
  /** Zeros leave before ranking (`wilcox`, 1945) or after it (`pratt`, 1959; the default). */
  readonly zero?: "wilcox" | "pratt";
  /** `auto`: exact to 25 non-zero values without ties, else normal. */
  readonly method?: "exact" | "normal" | "auto";
  /** Half a unit towards the mean, in the normal form only. */
  readonly continuity?: boolean;
}

export interface Wilcoxon {
  /** Non-zero values. */
  readonly n: number;
  readonly dropped: number;
  readonly wPlus: number;
  readonly wMinus: number;
  readonly z: number | null;
  readonly p: number;
}

/** The distribution of the sum of the positive ranks, by the shift algorithm on doubled (whole) mid-ranks. */
function exactP(ranks: readonly number[], wPlus: number): number {
  const steps = ranks.map((rank) => Math.round(2 * rank));
  const total = steps.reduce((sum, step) => sum + step, 0);
  const mass = new Float64Array(total + 1);
  mass[0] = 1;
  for (const step of steps) {
    for (let sum = total; sum >= 0; sum--) {
      const from = sum >= step ? (mass[sum - step] as number) : 0;
      mass[sum] = ((mass[sum] as number) + from) / 2;
    }
  }
  const doubled = Math.round(2 * wPlus);
  const smaller = Math.min(doubled, total - doubled);
  let tail = 0;
  for (let sum = 0; sum <= smaller; sum++) tail += mass[sum] as number;
  return Math.min(1, 2 * tail);
}

/**
 * The Wilcoxon signed-rank test of symmetry about 0 (Wilcoxon 1945; zeros by Pratt 1959), two-sided. It tests the
 * pseudomedian, not the mean: a secondary view, never a verdict. All zero: p = 1.
 */
export function wilcoxonSignedRank(input: WilcoxonInput): Wilcoxon {
  const { zero = "pratt", method = "auto", continuity = false } = input;
  const { values, dropped } = finiteValues(input.d, "d");
  const kept = zero === "wilcox" ? values.filter((value) => value !== 0) : values;
  const allRanks = midRanks(kept.map(Math.abs));
  const ranks: number[] = [];
  let wPlus = 0;
  let wMinus = 0;
  for (let index = 0; index < kept.length; index++) {
    const value = kept[index] as number;
    if (value === 0) continue;
    const rank = allRanks[index] as number;
    ranks.push(rank);
    if (value > 0) wPlus += rank;
    else wMinus += rank;
  }
  const n = ranks.length;
  if (n === 0) return { n, dropped, wPlus, wMinus, z: null, p: 1 };
  const isPlain = n === values.length && new Set(ranks).size === n;
  if (method === "exact" || (method === "auto" && isPlain && n <= EXACT_UP_TO)) {
    return { n, dropped, wPlus, wMinus, z: null, p: exactP(ranks, wPlus) };
  }
  // Sums over the ranks themselves carry the tie and the Pratt corrections.
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2;
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4;
  const shift = continuity ? 0.5 * Math.sign(wPlus - mean) : 0;
  const z = (wPlus - mean - shift) / Math.sqrt(variance);
  return { n, dropped, wPlus, wMinus, z, p: Math.min(1, 2 * normSf(Math.abs(z))) };
}
