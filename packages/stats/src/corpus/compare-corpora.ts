import {
  type Comparison,
  type ComparisonOptions,
  checkedOptions,
  judged,
  type Interval,
} from "../comparison/comparison.ts";
import { decidingSizes } from "../comparison/deciding-sizes.ts";
import { FEWEST_CASES } from "../comparison/verdict.ts";
import { RandomStream } from "../random/random-stream.ts";
import { bootStatistic, type StatisticInterval } from "../resampling/bootstrap-statistic.ts";
import type { CorpusMetric } from "./corpus-metric.ts";

/** Enough for two digits of an end and of p; 5,000 cases take a second. */
const DRAWS = 1999;

/** Counts of each independent unit: a case, or a cluster of cases. */
export type Counts = readonly ArrayLike<number>[];

/** The value of a corpus metric with its BCa interval over cases (Efron 1987; for BLEU: Koehn 2004). */
export function corpusInterval(
  counts: Counts,
  { metric, label, conf = 0.95 }: { readonly metric: CorpusMetric; readonly label: string; readonly conf?: number },
): StatisticInterval {
  const value = valueOver(counts, metric);
  return bootStatistic({ n: counts.length, statistic: value, label, B: DRAWS, conf });
}

/**
 * Compares two variants on a corpus metric, B - A, over the same cases: BCa interval of the difference, cases drawn in pairs
 * (Koehn 2004), and p by approximate randomization, which exchanges the two answers of a case (Riezler & Maxwell 2005).
 */
export function compareCorpora(
  { a, b, metric }: { readonly a: Counts; readonly b: Counts; readonly metric: CorpusMetric },
  options: ComparisonOptions & { readonly cases?: number; readonly isClustered?: boolean } = {},
): Comparison {
  const { alpha, margin, label } = checkedOptions(options);
  const { cases = a.length, isClustered = false } = options;
  const [ofA, ofB] = [valueOver(a, metric), valueOver(b, metric)];
  const boot = (conf: number): StatisticInterval =>
    bootStatistic({ n: a.length, statistic: (units) => ofB(units) - ofA(units), label, B: DRAWS, conf });
  const outer = boot(1 - alpha);
  const interval = ends(outer);
  const isUsable = a.length >= FEWEST_CASES && interval !== null;
  return judged({
    n: cases,
    dropped: 0,
    nonTied: a.filter((counts, unit) => !isSame(counts, b[unit]!)).length,
    table: null,
    clusters: isClustered ? a.length : null,
    estimate: outer.estimate,
    se: null,
    df: null,
    interval,
    marginInterval: ends(boot(1 - 2 * alpha)),
    p: outer.estimate === null ? null : randomization(a, b, { metric, difference: outer.estimate, label }),
    methods: {
      interval: interval === null ? "none" : "BCa bootstrap",
      p: outer.estimate === null ? "none" : "approximate randomization",
    },
    flags: outer.degenerate ? ["degenerate"] : [],
    insufficient: isUsable ? null : a.length === 0 ? "no cases" : "too few or too many cases to resample",
    sizes: decidingSizes({ n: cases, se: null, estimate: outer.estimate, margin, alpha }),
    alpha,
    margin,
    lowerIsBetter: metric.lowerIsBetter,
  });
}

function valueOver(counts: Counts, metric: CorpusMetric): (units: ArrayLike<number>) => number {
  const places = counts[0]?.length ?? 0;
  const sums = new Float64Array(places);
  return (units) => {
    sums.fill(0);
    for (let position = 0; position < units.length; position++) {
      const unit = counts[units[position]!]!;
      for (let place = 0; place < places; place++) sums[place]! += unit[place]!;
    }
    return metric.valueOf(sums);
  };
}

/** p of a difference at least as large when it is left to chance whose answer of a case is whose. */
function randomization(
  a: Counts,
  b: Counts,
  { metric, difference, label }: { readonly metric: CorpusMetric; readonly difference: number; readonly label: string },
): number {
  const stream = new RandomStream(`${label}|randomization`);
  const places = a[0]?.length ?? 0;
  const [left, right] = [new Float64Array(places), new Float64Array(places)];
  let asLarge = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    left.fill(0);
    right.fill(0);
    for (let unit = 0; unit < a.length; unit++) {
      const isSwapped = stream.nextBelow(2) === 1;
      const [one, other] = isSwapped ? [b[unit]!, a[unit]!] : [a[unit]!, b[unit]!];
      for (let place = 0; place < places; place++) {
        left[place]! += one[place]!;
        right[place]! += other[place]!;
      }
    }
    if (Math.abs(metric.valueOf(right) - metric.valueOf(left)) >= Math.abs(difference) - 1e-12) asLarge++;
  }
  return (asLarge + 1) / (DRAWS + 1);
}

function isSame(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  for (let place = 0; place < left.length; place++) if (left[place] !== right[place]) return false;
  return true;
}

function ends({ lo, hi }: StatisticInterval): Interval | null {
  return lo === null || hi === null ? null : { lo, hi };
}
