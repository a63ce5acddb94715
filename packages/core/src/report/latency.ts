import type { Comparison, Interval } from "@sameseed/stats";

/** A measure of an answer: total milliseconds, milliseconds to the first token, or completion tokens per second. */
export type LatencyMeasure = "latency_ms" | "ttft_ms" | "tokens_per_s";

/** A quantile with its distribution-free 95 % interval; an end that the sample cannot bound is null. */
export interface QuantileEstimate {
  readonly q: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** How something changed from the first trial to the last, as a ratio; null where there are too few trials. */
export interface RatioDrift {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** One variant on one measure. Connection set-up is subtracted from `latency_ms` and `ttft_ms`. */
export interface LatencySummary {
  readonly variant: string;
  readonly measure: LatencyMeasure;
  /** Answers that were measured. */
  readonly n: number;
  /** Failed trials, and answers without this measure. */
  readonly missing: number;
  readonly mean: number | null;
  readonly quantiles: readonly QuantileEstimate[];
  /** Values far out: beyond three interquartile ranges of the logs (Tukey 1977). */
  readonly outliers: number;
  readonly drift: RatioDrift | null;
  /** Connections that were opened on the way, and how long they took together. */
  readonly connections: number;
  readonly connectMs: number;
}

/** A variant against the baseline on one measure, block by block, as a ratio B / A. */
export interface LatencyComparison {
  readonly measure: LatencyMeasure;
  readonly a: string;
  readonly b: string;
  /** The unit of one ratio: a case with its repeats averaged, or a single block if there are too few cases to generalise. */
  readonly unit: "case" | "block";
  /** Geometric mean of the paired ratios; `result` has its p, its flags and its verdict, on the log scale. */
  readonly ratio: number | null;
  readonly interval: Interval | null;
  /** The median of the paired ratios with its order-statistic interval, and the sign test, which are robust to outliers. */
  readonly medianRatio: number | null;
  readonly medianInterval: Interval | null;
  readonly pSign: number | null;
  readonly result: Comparison;
  readonly adjustment: "none" | "Holm";
  /** How the ratio itself changed during the run. */
  readonly drift: RatioDrift | null;
}

/** The section of a report that a run with `--latency` has. */
export interface LatencyReport {
  readonly summaries: readonly LatencySummary[];
  readonly comparisons: readonly LatencyComparison[];
}
