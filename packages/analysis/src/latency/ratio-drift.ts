import type { RatioDrift } from "@sameseed/core";
import { linearTrend } from "@sameseed/stats";

/** A trend of fewer trials is a guess. */
const FEWEST = 20;

/** The change of a positive series over the whole run, by the trend of its logs over the order of execution. */
export function driftOf(orders: Float64Array, values: Float64Array): RatioDrift | null {
  const known = orders.filter((order, block) => !Number.isNaN(order) && values[block]! > 0);
  if (known.length < FEWEST) return null;
  const first = known.reduce((least, order) => Math.min(least, order), Infinity);
  const last = known.reduce((most, order) => Math.max(most, order), -Infinity);
  const { slope, lo, hi, p } = linearTrend({
    x: orders.map((order) => (order - first) / (last - first)),
    y: values.map((value) => (value > 0 ? Math.log(value) : NaN)),
  });
  if (slope === null || lo === null || hi === null || p === null) return null;
  return { ratio: Math.exp(slope), low: Math.exp(lo), high: Math.exp(hi), p };
}
