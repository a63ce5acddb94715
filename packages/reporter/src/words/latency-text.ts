import {
  type LatencyMeasure,
  type Manifest,
  milliseconds,
  type QuantileEstimate,
  type RatioDrift,
} from "@sameseed/core";
import type { Interval } from "@sameseed/stats";

export const TITLES: Readonly<Record<LatencyMeasure, string>> = {
  latency_ms: "latency",
  ttft_ms: "time to the first token",
  tokens_per_s: "tokens per second",
};

/** How it was measured, in a few words. */
export function howText({ latency }: Pick<Manifest, "latency">): string {
  const warmUp = latency?.warmUp ?? 0;
  return `one request at a time${warmUp === 0 ? "" : ` after ${warmUp} to warm up`}`;
}

/** `× 1.32 [1.28, 1.36]`. */
export function ratioText(ratio: number | null, interval: Interval | null): string {
  return ratio === null ? "–" : `× ${timesText(ratio, interval)}`;
}

/** `1.32 [1.28, 1.36]`. */
export function timesText(ratio: number, interval: Interval | null): string {
  return `${digits(ratio)} ${interval === null ? "[no interval]" : `[${digits(interval.lo)}, ${digits(interval.hi)}]`}`;
}

/** `120 ms [118, 124]`; an end that the sample cannot bound is `…`. */
export function quantileText({ value, low, high }: QuantileEstimate, measure: LatencyMeasure): string {
  if (value === null) return "–";
  return `${amount(value, measure)} [${bound(low, measure)}, ${bound(high, measure)}]`;
}

/** `× 1.02 [0.99, 1.05]`, or `–` where there are too few trials. */
export function driftText(drift: RatioDrift | null): string {
  return drift === null ? "–" : ratioText(drift.ratio, { lo: drift.low, hi: drift.high });
}

function amount(value: number, measure: LatencyMeasure): string {
  return measure === "tokens_per_s" ? value.toPrecision(3) : milliseconds(value);
}

function bound(value: number | null, measure: LatencyMeasure): string {
  return value === null ? "…" : amount(value, measure).replace(/ ms$/, "");
}

function digits(ratio: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(ratio < 0.1 ? 3 : 2);
}
