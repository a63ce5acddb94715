import type { Answered, LatencyMeasure, Row } from "@sameseed/core";

export const MEASURES: readonly LatencyMeasure[] = ["latency_ms", "ttft_ms", "tokens_per_s"];

/** One variant's measurements by block number, NaN without a measurement: 32 bytes per trial. */
export class LatencyColumn {
  readonly variant: string;
  /** Place in the order of execution. */
  readonly orders: Float64Array;
  readonly #values: Readonly<Record<LatencyMeasure, Float64Array>>;
  trials = 0;
  connections = 0;
  connectMs = 0;

  constructor(variant: string, blocks: number) {
    const column = (): Float64Array => new Float64Array(blocks).fill(NaN);
    this.variant = variant;
    this.orders = column();
    this.#values = { latency_ms: column(), ttft_ms: column(), tokens_per_s: column() };
  }

  add({ trial, outcome }: Row, block: number): void {
    this.trials++;
    this.orders[block] = trial.order;
    if (outcome.status === "failed" || outcome.cached) return;
    if (outcome.connectMs !== undefined) {
      this.connections++;
      this.connectMs += outcome.connectMs;
    }
    for (const measure of MEASURES) this.#values[measure][block] = valueOf(outcome, measure) ?? NaN;
  }

  /** By block number. */
  values(measure: LatencyMeasure): Float64Array {
    return this.#values[measure];
  }

  has(measure: LatencyMeasure): boolean {
    return this.#values[measure].some((value) => !Number.isNaN(value));
  }
}

/** Connection set-up is subtracted: it happens once and says nothing about the model. Null without a measurement. */
function valueOf(outcome: Answered, measure: LatencyMeasure): number | null {
  const { latencyMs, ttftMs, usage, connectMs = 0 } = outcome;
  const without = (milliseconds: number | null): number | null =>
    milliseconds === null || milliseconds <= connectMs ? null : milliseconds - connectMs;
  const answeredMs = without(latencyMs);
  if (measure === "latency_ms") return answeredMs;
  if (measure === "ttft_ms") return without(ttftMs);
  return answeredMs === null || usage === null || usage.completionTokens === 0
    ? null
    : (1000 * usage.completionTokens) / answeredMs;
}
