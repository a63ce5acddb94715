import { tPpf, wilson } from "@sameseed/stats";
import type { Estimate } from "@sameseed/core";

export type LiveEstimate = Pick<Estimate, "mean" | "low" | "high" | "n">;

/**
 * A variant's mean while rows come in any order, in constant time a row. With repeats it keeps a sum and a count
 * a case (16 bytes), since the repeats of a case are one observation. An approximation for the eye: it knows no
 * clusters and looking early is looking often; the report's own estimate comes from all rows.
 */
export class RunningMean {
  readonly #isSingle: boolean;
  #caseSums = new Float64Array(0);
  #caseCounts = new Float64Array(0);
  #n = 0;
  #sum = 0;
  #squares = 0;
  #isBinary = true;

  constructor(repeats: number) {
    this.#isSingle = repeats === 1;
  }

  add(caseNumber: number, value: number): void {
    if (this.#isSingle) {
      this.#shift(value, 1);
      return;
    }
    this.#reserve(caseNumber);
    const sum = this.#caseSums[caseNumber] ?? 0;
    const count = this.#caseCounts[caseNumber] ?? 0;
    if (count > 0) this.#shift(sum / count, -1);
    this.#shift((sum + value) / (count + 1), 1);
    this.#caseSums[caseNumber] = sum + value;
    this.#caseCounts[caseNumber] = count + 1;
  }

  estimate(): LiveEstimate {
    const n = this.#n;
    if (n === 0) return { mean: null, low: null, high: null, n };
    const mean = Math.min(1, Math.max(0, this.#sum / n));
    if (this.#isBinary && this.#isSingle) {
      const { lo: low, hi: high } = wilson(Math.round(this.#sum), n);
      return { mean, low, high, n };
    }
    const variance = Math.max(0, this.#squares - this.#sum * mean) / (n - 1);
    if (n === 1 || variance < 1e-12) return { mean, low: null, high: null, n };
    const half = tPpf(0.975, n - 1) * Math.sqrt(variance / n);
    return { mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), n };
  }

  #shift(value: number, weight: 1 | -1): void {
    this.#n += weight;
    this.#sum += weight * value;
    this.#squares += weight * value * value;
    if (value !== 0 && value !== 1) this.#isBinary = false;
  }

  #reserve(caseNumber: number): void {
    if (caseNumber < this.#caseSums.length) return;
    const [sums, counts] = [this.#caseSums, this.#caseCounts];
    const length = Math.max(64, caseNumber + 1, sums.length * 2);
    this.#caseSums = new Float64Array(length);
    this.#caseCounts = new Float64Array(length);
    this.#caseSums.set(sums);
    this.#caseCounts.set(counts);
  }
}
