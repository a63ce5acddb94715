import type { AuditRate } from "@sameseed/core";
import { estimate } from "../columns/estimate.ts";
import { FloatList } from "../columns/float-list.ts";

/**
 * A share over items in [0, 1], collected case by case in 24 bytes per case. Items of one case (its repeats,
 * its pairs of variants) are not independent evidence: with several items per case the interval is over
 * cases.
 */
export class RateCounts {
  readonly #sums = new FloatList();
  readonly #sizes = new FloatList();
  readonly #clusters = new FloatList();
  #hasClusters = false;
  #sum = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#count++;
  }

  /**
   * Ends a case: no more of its items will follow. `cluster` numbers its cluster; a case without a cluster
   * has a unique negative number.
   */
  closeCase(cluster: number): void {
    if (this.#count === 0) return;
    this.#sums.push(this.#sum);
    this.#sizes.push(this.#count);
    this.#clusters.push(cluster);
    if (this.#count > 1 || cluster >= 0) this.#hasClusters = true;
    this.#sum = 0;
    this.#count = 0;
  }

  rate(): AuditRate {
    const sums = this.#sums.values();
    const sizes = this.#sizes.values();
    const n = sizes.reduce((sum, size) => sum + size, 0);
    // The mean and its error depend only on the sums per case: each item may be replaced by its case's mean.
    const values = new Float64Array(n);
    const clusters = this.#hasClusters ? new Float64Array(n) : null;
    let place = 0;
    for (const [number, size] of sizes.entries()) {
      values.fill(sums[number]! / size, place, place + size);
      clusters?.fill(this.#clusters.values()[number]!, place, place + size);
      place += size;
    }
    const { mean, low, high, method } = estimate(values, { clusters });
    return { share: mean, low, high, hits: sums.reduce((sum, one) => sum + one, 0), n, cases: sums.length, method };
  }
}
