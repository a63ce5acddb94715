import type { Cells } from "../data/cells.ts";
import { caseFigures } from "./case-figures.ts";

/** A case under two variants. */
export interface PairCase {
  readonly position: number;
  /** Mean scores over repeats; NaN without scores. */
  readonly a: number;
  readonly b: number;
}

export interface PairedCases {
  /** Discordant cases first, by the size of the difference: B's losses, then B's wins, then the rest. */
  readonly cases: readonly PairCase[];
  readonly lost: number;
  readonly won: number;
  readonly tied: number;
  /** A side has no score. */
  readonly unscored: number;
}

/** The cases of two variants on one metric. */
export function pairCases(cells: Cells, pair: readonly [a: number, b: number], metric: number): PairedCases {
  const into = new Float32Array(cells.variants.length);
  const groups = { lost: [] as PairCase[], won: [] as PairCase[], unscored: [] as PairCase[], tied: [] as PairCase[] };
  for (let position = 0; position < cells.caseIds.length; position++) {
    const { means } = caseFigures(cells, position, { metric, into });
    const found = { position, a: means[pair[0]]!, b: means[pair[1]]! };
    const difference = found.b - found.a;
    const group = Number.isNaN(difference) ? "unscored" : difference < 0 ? "lost" : difference > 0 ? "won" : "tied";
    groups[group].push(found);
  }
  const bySize = (list: PairCase[]): PairCase[] =>
    list.toSorted(
      (left, right) => Math.abs(right.b - right.a) - Math.abs(left.b - left.a) || left.position - right.position,
    );
  return {
    cases: [...bySize(groups.lost), ...bySize(groups.won), ...groups.unscored, ...groups.tied],
    lost: groups.lost.length,
    won: groups.won.length,
    tied: groups.tied.length,
    unscored: groups.unscored.length,
  };
}
