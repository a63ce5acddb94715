import type { LatencyComparison, LatencyMeasure } from "@sameseed/core";
import { adjustComparisons, compareRatios, quantileCi, signTest } from "@sameseed/stats";
import type { LatencyColumn } from "./latency-column.ts";
import { driftOf } from "./ratio-drift.ts";

/** Relative changes up to this do not matter: `equivalent` and `notWorse` are claimed within it. */
const LATENCY_MARGIN = 0.05;
/** Fewer cases allow no interval over cases. Then each block counts, and the result holds for these cases only. */
const FEWEST_CASES = 15;

interface CompareOptions {
  readonly measure: LatencyMeasure;
  readonly seed: number;
  readonly repeats: number;
}

/** Each variant against the baseline on one measure, as paired ratios; the p-values are adjusted together (Holm). */
export function compareLatency(
  baseline: LatencyColumn,
  others: readonly LatencyColumn[],
  options: CompareOptions,
): LatencyComparison[] {
  const compared = others.map((other) => comparePair(baseline, other, options));
  const adjusted = adjustComparisons(compared.map(({ result }) => result));
  const adjustment = compared.length < 2 ? "none" : "Holm";
  return compared.map((comparison, place) => ({ ...comparison, result: adjusted[place]!, adjustment }));
}

function comparePair(
  a: LatencyColumn,
  b: LatencyColumn,
  { measure, seed, repeats }: CompareOptions,
): Omit<LatencyComparison, "adjustment"> {
  const ratios = pairedRatios(a.values(measure), b.values(measure));
  const cases = Math.ceil(ratios.length / repeats);
  const unit = repeats === 1 || cases >= FEWEST_CASES ? "case" : "block";
  const units = unit === "case" ? caseMeans(ratios, repeats) : ratios;
  const { ratio, interval, log } = compareRatios(
    { a: units.map((value) => (Number.isNaN(value) ? NaN : 1)), b: units },
    {
      relativeMargin: LATENCY_MARGIN,
      lowerIsBetter: measure !== "tokens_per_s",
      label: `stats/1|sign-flip|seed=${seed}|metric=${measure}|${a.variant}|${b.variant}`,
    },
  );
  const known = units.filter((value) => !Number.isNaN(value));
  const median = quantileCi({ x: known, q: 0.5 });
  const wins = known.filter((value) => value > 1).length;
  const losses = known.filter((value) => value < 1).length;
  return {
    measure,
    a: a.variant,
    b: b.variant,
    unit,
    ratio,
    interval,
    medianRatio: median.estimate,
    medianInterval: median.lo === null || median.hi === null ? null : { lo: median.lo, hi: median.hi },
    pSign: known.length === 0 ? null : signTest({ wins, losses, ties: known.length - wins - losses }).p,
    result: log,
    drift: driftOf(b.orders, ratios),
  };
}

/** B / A of each block; NaN where a side is missing. */
function pairedRatios(a: Float64Array, b: Float64Array): Float64Array {
  return b.map((value, block) => (value > 0 && a[block]! > 0 ? value / a[block]! : NaN));
}

/** The geometric mean of each case's ratios, over the blocks that have one. */
function caseMeans(ratios: Float64Array, repeats: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(ratios.length / repeats) }, (_, number) => {
    const own = ratios.subarray(number * repeats, (number + 1) * repeats).filter((ratio) => !Number.isNaN(ratio));
    return Math.exp(own.reduce((sum, ratio) => sum + Math.log(ratio), 0) / own.length);
  });
}
