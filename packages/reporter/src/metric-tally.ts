import type { MetricSummary } from "@sameseed/core";
import { estimate } from "./estimate.ts";
import { FloatList } from "./float-list.ts";

/** One metric of one variant, gathered in a single pass: repeats are averaged as soon as their case is complete. */
export class MetricTally {
  readonly metric: string;
  readonly #caseMeans = new FloatList();
  readonly #clusters = new FloatList();
  #sum = 0;
  #count = 0;
  #unscored = 0;

  constructor(metric: string) {
    this.metric = metric;
  }

  /** An answered trial's value; null where the scorer could not tell. */
  add(value: number | null): void {
    if (value === null) {
      this.#unscored++;
      return;
    }
    this.#sum += value;
    this.#count++;
  }

  /** No more trials of the case will come. A case without any score adds nothing to n. */
  closeCase(cluster: number): void {
    if (this.#count === 0) return;
    this.#caseMeans.push(this.#sum / this.#count);
    this.#clusters.push(cluster);
    this.#sum = 0;
    this.#count = 0;
  }

  summary({ repeats, isClustered }: { readonly repeats: number; readonly isClustered: boolean }): MetricSummary {
    const clusters = isClustered ? Int32Array.from(this.#clusters.values()) : null;
    return {
      metric: this.metric,
      ...estimate(this.#caseMeans.values(), { repeats, clusters }),
      unscored: this.#unscored,
    };
  }
}
