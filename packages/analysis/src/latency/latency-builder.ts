import type { LatencyMeasure, LatencyReport, LatencySummary, Manifest, Row } from "@sameseed/core";
import { quantile7, quantileCi } from "@sameseed/stats";
import { compareLatency } from "./compare-latency.ts";
import { LatencyColumn, MEASURES } from "./latency-column.ts";
import { driftOf } from "./ratio-drift.ts";

const QUANTILES = [0.5, 0.9, 0.95, 0.99];
/** Interquartile ranges beyond the quartiles at which a value is far out (Tukey 1977). */
const FAR_OUT = 3;

/**
 * Collects the measurements of a run with `--latency`, then summarizes and compares them block by block. Rows
 * may come in any order.
 */
export class LatencyBuilder {
  readonly #manifest: Manifest;
  readonly #columns: ReadonlyMap<string, LatencyColumn>;

  constructor(manifest: Manifest) {
    const blocks = Math.ceil(manifest.counts.planned / manifest.variants.length);
    this.#manifest = manifest;
    this.#columns = new Map(manifest.variants.map(({ id }) => [id, new LatencyColumn(id, blocks)]));
  }

  /** A row's index is its position in the table, where the variants of a block are adjacent. */
  add(row: Row): void {
    this.#columns.get(row.trial.variant)?.add(row, Math.floor(row.trial.index / this.#columns.size));
  }

  report(): LatencyReport {
    const columns = [...this.#columns.values()];
    const measures = MEASURES.filter((measure) => columns.some((column) => column.has(measure)));
    const { baseline, seed, repeats } = this.#manifest;
    const first = this.#columns.get(baseline) ?? columns[0]!;
    const others = columns.filter((column) => column !== first);
    return {
      summaries: measures.flatMap((measure) => columns.map((column) => summaryOf(column, measure))),
      comparisons: measures.flatMap((measure) => compareLatency(first, others, { measure, seed, repeats })),
    };
  }
}

function summaryOf(column: LatencyColumn, measure: LatencyMeasure): LatencySummary {
  const values = column.values(measure).filter((value) => !Number.isNaN(value));
  return {
    variant: column.variant,
    measure,
    n: values.length,
    missing: column.trials - values.length,
    mean: values.length === 0 ? null : values.reduce((sum, value) => sum + value / values.length, 0),
    quantiles: QUANTILES.map((q) => {
      const { estimate, lo, hi } = quantileCi({ x: values, q });
      return { q, value: estimate, low: lo, high: hi };
    }),
    outliers: outliersOf(values),
    drift: driftOf(column.orders, column.values(measure)),
    connections: column.connections,
    connectMs: column.connectMs,
  };
}

/** Latencies are skewed: on their logs the fences are symmetric. */
function outliersOf(values: Float64Array): number {
  const logs = values.map(Math.log);
  const [low, high] = quantile7({ x: logs, q: [0.25, 0.75] });
  if (low == null || high == null) return 0;
  const reach = FAR_OUT * (high - low);
  return logs.filter((log) => log < low - reach || log > high + reach).length;
}
