import { type VariantTrials, Mark, type MarkName } from "./variant-trials.ts";

/** Trials of a pair of variants that something happened to. */
export interface MarkCount {
  onlyA: number;
  onlyB: number;
  both: number;
}

/** Common trials of two variants, counted over the cells (case, repeat) that either has. */
export interface PairCounts {
  readonly marks: Readonly<Record<MarkName, MarkCount>>;
  /** Cells that both have; the counts below are of these. */
  pairs: number;
  onlyA: number;
  onlyB: number;
  differentSeeds: number;
  /** Pairs with at least one request without a seed. */
  seedless: number;
  /** Pairs that did not run in one block. */
  apart: number;
  /** Pairs with a known backend on both sides. */
  bothKnown: number;
  differentFingerprints: number;
  readonly fingerprintsA: Set<number>;
  readonly fingerprintsB: Set<number>;
}

export interface PairedVariants {
  readonly a: VariantTrials;
  readonly b: VariantTrials;
  readonly repeats: number;
  /** Cases seen in all. */
  readonly cases: number;
  /** Number of the run's variants: the trials of one block are less far apart than this. */
  readonly variants: number;
}

/** A trial without a seed. */
const NONE = -1;
const NAMES: readonly MarkName[] = ["failed", "truncated", "refused", "cached", "retried"];

export function countPairs(sides: PairedVariants): PairCounts {
  const { a, b, repeats, cases } = sides;
  const counter = emptyTally();
  for (let cell = 0; cell < cases * repeats; cell++) {
    const left = a.marks(cell);
    const right = b.marks(cell);
    if (left === 0 && right === 0) continue;
    if (left === 0) counter.onlyB++;
    else if (right === 0) counter.onlyA++;
    if (left === 0 || right === 0) continue;
    addPair(counter, sides, cell);
    if ((left | right) !== Mark.present) addMarks(counter.marks, left, right); // otherwise both have plain answers
  }
  return counter;
}

function emptyTally(): PairCounts {
  return {
    marks: Object.fromEntries(NAMES.map((name) => [name, { onlyA: 0, onlyB: 0, both: 0 }])) as PairCounts["marks"],
    pairs: 0,
    onlyA: 0,
    onlyB: 0,
    differentSeeds: 0,
    seedless: 0,
    apart: 0,
    bothKnown: 0,
    differentFingerprints: 0,
    fingerprintsA: new Set(),
    fingerprintsB: new Set(),
  };
}

/** Seeds, blocks and backends of a cell that both variants have. */
function addPair(counter: PairCounts, { a, b, variants }: PairedVariants, cell: number): void {
  counter.pairs++;
  const [seedA, seedB] = [a.seed(cell), b.seed(cell)];
  if (seedA === NONE || seedB === NONE) counter.seedless++;
  else if (seedA !== seedB) counter.differentSeeds++;
  if (Math.abs(a.order(cell) - b.order(cell)) >= variants) counter.apart++;
  const backendA = a.fingerprint(cell);
  const backendB = b.fingerprint(cell);
  if (backendA !== -1) counter.fingerprintsA.add(backendA);
  if (backendB !== -1) counter.fingerprintsB.add(backendB);
  if (backendA === -1 || backendB === -1) return;
  counter.bothKnown++;
  if (backendA !== backendB) counter.differentFingerprints++;
}

function addMarks(marks: PairCounts["marks"], left: number, right: number): void {
  for (const name of NAMES) {
    const [hasA, hasB] = [(left & Mark[name]) !== 0, (right & Mark[name]) !== 0];
    if (hasA && hasB) marks[name].both++;
    else if (hasA) marks[name].onlyA++;
    else if (hasB) marks[name].onlyB++;
  }
}
