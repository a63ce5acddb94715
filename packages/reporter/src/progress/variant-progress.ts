import { backendKey, backendOf, overallScore, type Row } from "@sameseed/core";
import { type LiveEstimate, RunningMean } from "./running-mean.ts";

/** The state of a variant while it runs. */
export class VariantProgress {
  done = 0;
  failed = 0;
  /** Tokens of answers that were requested now. */
  completionTokens = 0;
  /** Cost of answers that were requested now; null until a price is known. */
  costUsd: number | null = null;
  readonly #mean: RunningMean;
  readonly #backends = new Set<string>();

  constructor(repeats: number) {
    this.#mean = new RunningMean(repeats);
  }

  add(row: Row, caseNumber: number): void {
    const { outcome } = row;
    this.done++;
    if (outcome.status === "failed") {
      this.failed++;
      return;
    }
    const score = overallScore(row);
    if (score !== null) this.#mean.add(caseNumber, score);
    if (outcome.cached) return;
    this.completionTokens += outcome.usage?.completionTokens ?? 0;
    if (outcome.costUsd !== null) this.costUsd = (this.costUsd ?? 0) + outcome.costUsd;
    const backend = backendOf(outcome);
    if (backend !== null) this.#backends.add(backendKey(backend));
  }

  estimate(): LiveEstimate {
    return this.#mean.estimate();
  }

  /** Number of backends that answered and identified themselves. */
  get backends(): number {
    return this.#backends.size;
  }
}
