import { codePoints, editDistance, firstDivergence } from "./edit-distance.ts";

/** Texts longer than this (code points) are compared by their shared prefix only. */
const LONGEST_COMPARED = 4000;

/** Similarity of R outputs of one (variant, case, seed). Below two outputs everything about pairs is null. */
export interface Determinism {
  readonly n: number;
  readonly distinct: number;
  /** Share of the most frequent output. */
  readonly modalShare: number | null;
  /** Share of pairs of calls that match exactly. */
  readonly pairwiseMatch: number | null;
  /** Mean over pairs of edit distance / longer length, in code points; pairs with an overlong text are left out. */
  readonly meanNormalizedDistance: number | null;
  /** Position (code points, from 0) of the first difference, over differing pairs; null when none differs. */
  readonly firstDivergenceMin: number | null;
  readonly firstDivergenceMedian: number | null;
  /** Pairs left out of the distance because a text was longer than 4,000 code points. */
  readonly overlongPairs: number;
}

/** The median of values, each weighted by its `count` of pairs. */
function weightedMedian(entries: readonly { value: number; count: number }[]): number | null {
  const sorted = entries.toSorted((left, right) => left.value - right.value);
  const total = sorted.reduce((sum, entry) => sum + entry.count, 0);
  if (total === 0) return null;
  const at = (rank: number): number => {
    let passed = 0;
    for (const entry of sorted) {
      passed += entry.count;
      if (passed >= rank) return entry.value;
    }
    return sorted.at(-1)?.value ?? 0;
  };
  return (at(Math.floor((total + 1) / 2)) + at(Math.floor(total / 2) + 1)) / 2;
}

/**
 * Repeatability of outputs with one seed. Equal texts are grouped first: edit distances are computed between
 * distinct texts only.
 */
export function determinism(input: { readonly outputs: readonly string[] }): Determinism {
  const counts = new Map<string, number>();
  for (const output of input.outputs) {
    if (typeof output !== "string") throw new RangeError("outputs must hold strings");
    counts.set(output, (counts.get(output) ?? 0) + 1);
  }
  const n = input.outputs.length;
  const distinct = counts.size;
  const modalShare = n === 0 ? null : Math.max(...counts.values()) / n;
  if (n < 2) {
    return {
      n,
      distinct,
      modalShare,
      pairwiseMatch: null,
      meanNormalizedDistance: null,
      firstDivergenceMin: null,
      firstDivergenceMedian: null,
      overlongPairs: 0,
    };
  }
  const pairs = (n * (n - 1)) / 2;
  const matching = counts.values().reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const texts = [...counts].map(([text, count]) => ({ points: codePoints(text), count }));
  const divergences: { value: number; count: number }[] = [];
  let distances = 0;
  let overlongPairs = 0;
  for (const [index, left] of texts.entries()) {
    for (const right of texts.slice(index + 1)) {
      const count = left.count * right.count;
      divergences.push({ value: firstDivergence(left.points, right.points), count });
      const longer = Math.max(left.points.length, right.points.length);
      if (longer > LONGEST_COMPARED) overlongPairs += count;
      else distances += (count * editDistance(left.points, right.points)) / longer;
    }
  }
  const first = divergences.map((entry) => entry.value);
  return {
    n,
    distinct,
    modalShare,
    pairwiseMatch: matching / pairs,
    meanNormalizedDistance: overlongPairs === pairs ? null : distances / (pairs - overlongPairs),
    firstDivergenceMin: first.length === 0 ? null : Math.min(...first),
    firstDivergenceMedian: weightedMedian(divergences),
    overlongPairs,
  };
}
