import type { PrunedVariant, Row, Trial } from "@sameseed/core";
import { compareBinaryPairs, comparePairedScores, type DeclaredLooks } from "@sameseed/stats";
import { FloatList } from "../columns/float-list.ts";
import { CaseMeans } from "./case-means.ts";
import { declaredLooksOf } from "./declared-looks.ts";
import type { RunWatch, SequentialDecision, WatchedRun } from "./sequential-watch.ts";

/**
 * Watches a run that looks for the best variant. At each declared look a variant is dropped if any other that is left is
 * better in a one-sided comparison at level alpha / (variants - 1), which is spent over the looks. By Bonferroni's inequality
 * the best is dropped at any look with a chance of at most alpha (multiple comparisons with the best: Hsu 1984; Even-Dar,
 * Mannor & Mansour 2006, Action Elimination). The run ends when one variant is left. Rows may come in any order.
 */
export class PruneWatch implements RunWatch {
  readonly #run: WatchedRun;
  readonly #spending: DeclaredLooks;
  readonly #means: CaseMeans;
  /** Position → its means, of the remaining variants. */
  readonly #left: Map<number, FloatList>;
  readonly #pruned: PrunedVariant[] = [];
  readonly #prunedAt = new Map<string, number>();
  #endedBy: "one variant left" | "last case" | null = null;

  constructor(run: WatchedRun) {
    const contenders = run.variants.flatMap(({ control }, position) => (control ? [] : [position]));
    const { sequential } = run;
    this.#run = run;
    this.#means = new CaseMeans(run);
    this.#left = new Map(contenders.map((position) => [position, new FloatList()]));
    this.#spending = declaredLooksOf({ ...sequential, alpha: 2 * sequential.alpha }, contenders.length - 1)!;
  }

  /** The decision so far; null without one. */
  get decision(): SequentialDecision | null {
    if (this.#pruned.length === 0) return null;
    const pruned = [...this.#pruned];
    if (this.#endedBy === null) return { method: null, stoppedAt: null, pruned };
    return { method: "group sequential", stoppedAt: this.#means.counted, endedBy: this.#endedBy, pruned };
  }

  get isEnded(): boolean {
    return this.#endedBy !== null;
  }

  add(row: Row): void {
    if (this.isEnded) return;
    this.#means.add(row);
    for (let next = this.#means.next(); next !== null; next = this.#means.next()) {
      for (const [position, column] of this.#left) column.push(next[position]!);
      const look = this.#spending.looks.indexOf(this.#means.counted);
      if (look !== -1) this.#prune(this.#spending.levels[look]!);
      if (this.#left.size === 1) this.#endedBy = "one variant left";
      else if (this.#means.counted === this.#run.sequential.plannedCases && this.#pruned.length > 0)
        this.#endedBy = "last case";
      if (this.isEnded) return this.#means.clear();
    }
  }

  /** Whether the trial belongs to a variant that was dropped before it. */
  isPruned({ variant, order }: Pick<Trial, "variant" | "order">): boolean {
    const at = this.#prunedAt.get(variant);
    return at !== undefined && order >= at * this.#run.repeats * this.#run.variants.length;
  }

  /** All variants are compared as before the look: the order of dropping has no effect. */
  #prune(level: number): void {
    const columns = new Map([...this.#left].map(([position, column]) => [position, column.values()]));
    const worse = [...columns].flatMap(([position, a]) => {
      const by = this.#beaterOf(
        a,
        [...columns].filter(([other]) => other !== position),
        level,
      );
      return by === null ? [] : [{ position, by }];
    });
    // Missing scores could make each of the last ones worse than another on the cases that two share.
    if (worse.length === columns.size) return;
    for (const { position, by } of worse) {
      const { id } = this.#run.variants[position]!;
      this.#pruned.push({ variant: id, at: this.#means.counted, by: this.#run.variants[by]!.id });
      this.#prunedAt.set(id, this.#means.counted);
      this.#left.delete(position);
      this.#means.drop(position);
    }
  }

  /** Of the variants that are better the one by the largest difference; null for none. */
  #beaterOf(
    a: Float64Array,
    others: readonly (readonly [position: number, scores: Float64Array])[],
    level: number,
  ): number | null {
    let [best, largest] = [null as number | null, 0];
    for (const [position, b] of others) {
      const isBinary = this.#run.repeats === 1 && isPassOrFail(a) && isPassOrFail(b);
      const { verdict, estimate } = isBinary
        ? compareBinaryPairs({ a, b }, { alpha: level })
        : comparePairedScores({ a, b }, { alpha: level, range: 1, label: `stats/1|prune|${position}` });
      if (verdict.verdict !== "better" || (estimate ?? 0) <= largest) continue;
      [best, largest] = [position, estimate ?? 0];
    }
    return best;
  }
}

function isPassOrFail(scores: Float64Array): boolean {
  return scores.every((score) => score === 0 || score === 1 || Number.isNaN(score));
}
