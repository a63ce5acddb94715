import type { MetricSummary } from "@sameseed/core";
import { estimate } from "../columns/estimate.ts";
import { FloatList } from "../columns/float-list.ts";
import { ScoreColumn } from "../columns/score-column.ts";

/** One metric of one variant, gathered in a single pass: repeats are averaged as soon as their case is complete. */
export class MetricTotals {
  readonly metric: string;
  readonly #caseMeans: ScoreColumn;
  #clusters: FloatList | null = null;
  #sum = 0;
  #count = 0;
  #unscored = 0;

  /** `cases` is how many are expected. */
  constructor(metric: string, cases?: number) {
    this.metric = metric;
    this.#caseMeans = new ScoreColumn(cases);
  }

  /** An answered trial's value; null for an undecided score. */
  add(value: number | null): void {
    if (value === null) {
      this.#unscored++;
      return;
    }
    this.#sum += value;
    this.#count++;
  }

  /**
   * Ends a case: no more of its trials will follow. A case without any score adds nothing to n. `cluster`
   * numbers the case's cluster; a case without a cluster has a unique negative number. The numbers are kept
   * from the first case with a cluster.
   */
  closeCase(cluster: number): void {
    if (this.#count === 0) return;
    if (cluster >= 0) this.#clusters ??= singletons(this.#caseMeans.length);
    this.#clusters?.push(cluster);
    this.#caseMeans.push(this.#sum / this.#count);
    this.#sum = 0;
    this.#count = 0;
  }

  summary(repeats: number): MetricSummary {
    const clusters = this.#clusters?.values() ?? null;
    return {
      metric: this.metric,
      ...estimate(this.#caseMeans.values(), { repeats, clusters }),
      unscored: this.#unscored,
    };
  }
}

/** A cluster for each of the first cases: numbers that no later case without a cluster can have. */
function singletons(cases: number): FloatList {
  const list = new FloatList();
  for (let number = 1; number <= cases; number++) list.push(-number);
  return list;
}
