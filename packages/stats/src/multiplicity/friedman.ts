import { requireAtLeast } from "../argument-checks.ts";
import { chi2Sf, fSf } from "../distributions/chi-squared.ts";
import { normSf } from "../distributions/normal.ts";
import { studentizedRangePpfInf, studentizedRangeSfInf } from "../distributions/studentized-range.ts";
import { isMissing } from "../missing-values.ts";
import { midRanks } from "../permutation/mid-ranks.ts";

/** Scores of n cases under V variants: one row a case. A row with a missing score is left out and counted. */
export type ScoreTable = readonly (readonly (number | null)[])[];

interface RankedTable {
  readonly n: number;
  readonly dropped: number;
  readonly variants: number;
  readonly meanRanks: readonly number[];
  /** Sum over rows of t^3 - t for each group of t tied scores. */
  readonly ties: number;
}

function rankRows(scores: ScoreTable, higherIsBetter: boolean): RankedTable {
  const variants = scores[0]?.length ?? 0;
  if (scores.some((row) => row.length !== variants)) {
    throw new RangeError("scores must have rows of equal length");
  }
  const complete = scores.filter((row) => !row.some((score) => isMissing(score, "scores")));
  const sums = Array.from({ length: variants }, () => 0);
  let ties = 0;
  for (const row of complete) {
    const signed = row.map((score) => (higherIsBetter ? -(score as number) : (score as number)));
    for (const [index, rank] of midRanks(signed).entries()) sums[index] = (sums[index] ?? 0) + rank;
    const sizes = new Map<number, number>();
    for (const score of signed) sizes.set(score, (sizes.get(score) ?? 0) + 1);
    for (const size of sizes.values()) ties += size ** 3 - size;
  }
  const n = complete.length;
  const meanRanks = n === 0 ? [] : sums.map((sum) => sum / n);
  return { n, dropped: scores.length - n, variants, meanRanks, ties };
}

/** Friedman's test over variants; rank 1 is the best. What is undefined is null. */
export interface Friedman {
  readonly n: number;
  readonly dropped: number;
  readonly chi2: number | null;
  readonly p: number | null;
  /** The F form of Iman & Davenport 1980; null where every case ranks the variants alike. */
  readonly imanDavenportF: number | null;
  readonly pF: number | null;
  readonly meanRanks: readonly number[];
}

/**
 * Friedman's rank test with the tie correction (Friedman 1937; Iman & Davenport 1980; Demsar 2006). A rank view, not a
 * verdict: A against B depends on which others are in the pool. All tied: p = 1.
 */
export function friedman(input: { readonly scores: ScoreTable; readonly higherIsBetter?: boolean }): Friedman {
  const { n, dropped, variants, meanRanks, ties } = rankRows(input.scores, input.higherIsBetter ?? true);
  const undefinedTest = { chi2: null, imanDavenportF: null, pF: null };
  if (n === 0 || variants < 2) return { n, dropped, ...undefinedTest, p: null, meanRanks };
  const correction = 1 - ties / (n * (variants ** 3 - variants));
  if (correction <= 1e-12) return { n, dropped, ...undefinedTest, p: 1, meanRanks };
  const centre = (variants + 1) / 2;
  const spread = meanRanks.reduce((sum, rank) => sum + (rank - centre) ** 2, 0);
  const chi2 = (12 * n * spread) / (variants * (variants + 1)) / correction;
  const p = chi2Sf(chi2, variants - 1);
  const left = n * (variants - 1) - chi2;
  if (n < 2 || left <= 1e-9) return { n, dropped, chi2, p, imanDavenportF: null, pF: null, meanRanks };
  const imanDavenportF = ((n - 1) * chi2) / left;
  const pF = fSf(imanDavenportF, variants - 1, (variants - 1) * (n - 1));
  return { n, dropped, chi2, p, imanDavenportF, pF, meanRanks };
}

export interface Nemenyi {
  readonly n: number;
  readonly dropped: number;
  /** Mean ranks further apart than this differ at alpha; null without cases. */
  readonly criticalDifference: number | null;
  readonly meanRanks: readonly number[];
  /** p of the asked pair; null without a pair or without cases. */
  readonly p: number | null;
}

/** Nemenyi's comparison of mean ranks (Nemenyi 1963; Demsar 2006); `pair` names two variants by index. */
export function nemenyi(input: {
  readonly scores: ScoreTable;
  readonly alpha?: number;
  readonly pair?: readonly [number, number] | readonly number[];
  readonly higherIsBetter?: boolean;
}): Nemenyi {
  const { alpha = 0.05, pair } = input;
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie in (0, 1), got ${alpha}`);
  const { n, dropped, variants, meanRanks } = rankRows(input.scores, input.higherIsBetter ?? true);
  if (n === 0 || variants < 2) return { n, dropped, criticalDifference: null, meanRanks, p: null };
  const se = Math.sqrt((variants * (variants + 1)) / (6 * n));
  const criticalDifference = (studentizedRangePpfInf(1 - alpha, variants) / Math.SQRT2) * se;
  if (pair === undefined) return { n, dropped, criticalDifference, meanRanks, p: null };
  const [first = -1, second = -1] = pair;
  requireAtLeast(first, 0, "pair");
  requireAtLeast(second, 0, "pair");
  const left = meanRanks[first];
  const right = meanRanks[second];
  if (left === undefined || right === undefined) {
    throw new RangeError(`pair must name two of ${variants} variants, got ${first} and ${second}`);
  }
  const distance = (Math.abs(left - right) / se) * Math.SQRT2;
  const p = variants === 2 ? 2 * normSf(distance / Math.SQRT2) : studentizedRangeSfInf(distance, variants);
  return { n, dropped, criticalDifference, meanRanks, p };
}
