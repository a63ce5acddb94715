import {
  answerText,
  isOfSumsAlone,
  judgeCostUsd,
  type Manifest,
  type MetricSummary,
  metricValue,
  passMetric,
  type Row,
  saysPass,
  type VariantSummary,
} from "@sameseed/core";
import { ExactSum } from "../columns/exact-sum.ts";
import { BackendCounts } from "./backend-counts.ts";
import { DurationList } from "../columns/duration-list.ts";
import { MetricTotals } from "./metric-totals.ts";
import { SamplingCounts } from "./sampling-counts.ts";

/**
 * The metrics of a run: `score`, the score of each scorer where there are several, and the pass rates of
 * those with a threshold. Derived metrics without a value per row are not included.
 */
export function metricsOf({ scorers }: Pick<Manifest, "scorers">): readonly string[] {
  const names = scorers
    .filter(({ name, identity }) => name !== "score" && !isOfSumsAlone(identity))
    .map(({ name }) => name);
  const passes = scorers.filter(({ identity }) => saysPass(identity)).map(({ name }) => passMetric(name));
  return ["score", ...(scorers.length < 2 ? [] : names), ...passes.filter((name) => !names.includes(name))];
}

export interface TotalsOptions {
  readonly isJudged?: boolean;
  /** How many of the variant's trials and cases are expected. */
  readonly trials?: number;
  readonly cases?: number;
}

/** Totals of one variant's rows. */
export class VariantTotals {
  readonly #variant: Manifest["variants"][number];
  readonly #metrics: readonly MetricTotals[];
  readonly #statuses = { completed: 0, truncated: 0, refused: 0, failed: 0 };
  readonly #failures = new Map<string, number>();
  readonly #fingerprints = new Map<string, number>();
  readonly #backends = new BackendCounts();
  readonly #latencies: DurationList;
  readonly #promptTokens = new ExactSum();
  readonly #completionTokens = new ExactSum();
  readonly #cost = new ExactSum();
  readonly #judgeCost: ExactSum | null;
  readonly #reasoningTags = new Map<string, number>();
  readonly #onlyReasoning = { answers: 0, truncated: 0 };
  readonly #sampling: SamplingCounts | null;
  #cached = 0;

  constructor(
    variant: Manifest["variants"][number],
    metrics: readonly string[],
    { isJudged = false, trials, cases }: TotalsOptions = {},
  ) {
    this.#latencies = new DurationList(trials);
    this.#variant = variant;
    // At temperature 0 equal texts are intended. Models that are not services have no sampling to check.
    const isAsked = variant.parameters !== undefined && variant.params.temperature !== 0;
    this.#sampling = isAsked ? new SamplingCounts() : null;
    this.#judgeCost = isJudged ? new ExactSum() : null;
    this.#metrics = metrics.map((metric) => new MetricTotals(metric, cases));
  }

  add(row: Row): void {
    const { outcome } = row;
    this.#statuses[outcome.status]++;
    if (outcome.status === "failed") return countOne(this.#failures, outcome.error.kind);
    for (const counter of this.#metrics) counter.add(metricValue(row, counter.metric));
    this.#promptTokens.add(outcome.usage?.promptTokens ?? null);
    this.#completionTokens.add(outcome.usage?.completionTokens ?? null);
    this.#cost.add(outcome.costUsd);
    this.#judgeCost?.add(judgeCostUsd(row.scores));
    if (outcome.reasoningTag !== undefined) countOne(this.#reasoningTags, outcome.reasoningTag);
    if (outcome.reasoning !== undefined && (answerText(outcome) ?? "") === "") {
      this.#onlyReasoning.answers++;
      if (outcome.status === "truncated") this.#onlyReasoning.truncated++;
    }
    if (row.trial.seed !== null && !outcome.cached) this.#sampling?.add(answerText(outcome));
    if (outcome.cached) this.#cached++;
    else if (outcome.latencyMs !== null) this.#latencies.push(outcome.latencyMs);
    this.#backends.add(outcome);
    if (outcome.systemFingerprint !== null) countOne(this.#fingerprints, outcome.systemFingerprint);
  }

  closeCase(cluster: number): void {
    this.#sampling?.closeCase();
    for (const counter of this.#metrics) counter.closeCase(cluster);
  }

  summary(repeats: number): VariantSummary {
    const { completed, truncated, refused, failed } = this.#statuses;
    const [latencyMsP50 = null, latencyMsP95 = null] = this.#latencies.quantiles([0.5, 0.95]);
    const { id, prompt, model } = this.#variant;
    const unsampled = this.#sampling?.constant();
    const costUsd = this.#cost.total();
    return {
      variant: id,
      prompt,
      model,
      trials: completed + truncated + refused + failed,
      ...this.#statuses,
      ...(failed > 0 && { failures: Object.fromEntries(this.#failures) }),
      cached: this.#cached,
      ...(unsampled && { unsampled }),
      ...(this.#reasoningTags.size > 0 && { reasoningTags: Object.fromEntries(this.#reasoningTags) }),
      ...(this.#onlyReasoning.answers > 0 && { onlyReasoning: { ...this.#onlyReasoning } }),
      metrics: this.#metrics.map((counter) => {
        const metric = counter.summary(repeats);
        if (costUsd === null) return metric;
        return { ...metric, costPerCorrectUsd: costPerCorrect(costUsd, metric, completed + truncated + refused) };
      }),
      promptTokens: this.#promptTokens.total(),
      completionTokens: this.#completionTokens.total(),
      costUsd,
      ...(this.#judgeCost && { judgeCostUsd: this.#judgeCost.total() }),
      latencyMsP50,
      latencyMsP95,
      fingerprints: Object.fromEntries(this.#fingerprints),
      backends: this.#backends.spans(),
    };
  }
}

/** Null without a correct answer. */
function costPerCorrect(costUsd: number, { mean, unscored }: MetricSummary, answers: number): number | null {
  const correct = (mean ?? 0) * (answers - unscored);
  return correct > 0 ? costUsd / correct : null;
}

function countOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
