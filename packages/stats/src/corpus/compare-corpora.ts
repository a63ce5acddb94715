import {
  type Comparison,
  type ComparisonOptions,
  checkedOptions,
  judged,
  type Interval,
  type InsufficientReason,
} from "../comparison/comparison.ts";
import { decidingSizes } from "../comparison/deciding-sizes.ts";
import { FEWEST_CASES } from "../comparison/verdict.ts";
import { RandomStream } from "../random/random-stream.ts";
import { bcaIntervals, type StatisticInterval, withoutResamples } from "../resampling/bootstrap-statistic.ts";
import type { CorpusMetric } from "./corpus-metric.ts";
import { type CorpusColumns, corpusValues, type CorpusValues } from "./corpus-values.ts";
import type { Counts } from "./packed-counts.ts";

/** Enough for two digits of an end and of p. */
const DRAWS = 1999;

/** Two variants: their counts over the same units, and how many cases those are (default: as many). */
export interface CorpusPair {
  readonly a: Counts;
  readonly b: Counts;
  readonly cases?: number;
}

type CorpusOptions = ComparisonOptions & { readonly isClustered?: boolean };

/** The value of a corpus metric with its BCa interval over cases (Efron 1987; for BLEU: Koehn 2004). */
export function corpusInterval(
  counts: Counts,
  { metric, label, conf = 0.95 }: { readonly metric: CorpusMetric; readonly label: string; readonly conf?: number },
): StatisticInterval {
  const sample = sampleOf({ columns: [counts], metric });
  return intervals(sample, [([value = NaN]) => value], { label, confs: [conf] })[0]![0]!;
}

/**
 * Compares two variants on a corpus metric, B - A, over the same cases: BCa interval of the difference, cases drawn in pairs
 * (Koehn 2004), and p by approximate randomization, which exchanges the two answers of a case (Riezler & Maxwell 2005).
 */
export function compareCorpora(
  { metric, ...pair }: CorpusPair & { readonly metric: CorpusMetric },
  options: CorpusOptions = {},
): Comparison {
  return compareManyCorpora([pair], metric, options)[0]!;
}

/** The same for several pairs. Those with equally many units share their draws: each column is added up once for all pairs. */
export function compareManyCorpora(
  pairs: readonly CorpusPair[],
  metric: CorpusMetric,
  options: CorpusOptions = {},
): Comparison[] {
  const groups = Map.groupBy(pairs, ({ a }) => `${a.length}|${a[0]?.length ?? 0}`);
  const compared = new Map<CorpusPair, Comparison>();
  for (const group of groups.values()) {
    const columns = [...new Set(group.flatMap(({ a, b }) => [a, b]))];
    const sample = sampleOf({ columns, metric });
    const placed = group.map(({ a, b }) => [columns.indexOf(a), columns.indexOf(b)] as const);
    for (const [place, comparison] of comparisons(sample, group, { ...options, metric, placed }).entries())
      compared.set(group[place]!, comparison);
  }
  return pairs.map((pair) => compared.get(pair)!);
}

interface Sample {
  readonly units: number;
  readonly values: CorpusValues;
}

type Contrast = (values: ArrayLike<number> & Iterable<number>) => number;

function sampleOf(columns: CorpusColumns): Sample {
  return { units: columns.columns[0]?.length ?? 0, values: corpusValues(columns) };
}

function comparisons(
  sample: Sample,
  pairs: readonly CorpusPair[],
  {
    metric,
    placed,
    isClustered = false,
    ...options
  }: CorpusOptions & { readonly metric: CorpusMetric; readonly placed: readonly Placed[] },
): Comparison[] {
  const { alpha, margin, label } = checkedOptions(options);
  const differences = placed.map(
    ([a, b]): Contrast =>
      (values) =>
        values[b]! - values[a]!,
  );
  const found = intervals(sample, differences, { label, confs: [1 - alpha, 1 - 2 * alpha] });
  const ps = randomizations(sample, placed, { differences: found.map(([outer]) => outer!.estimate), label });
  return pairs.map(({ a, b, cases = a.length }, place) => {
    const [outer, inner] = found[place]! as [StatisticInterval, StatisticInterval];
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
      marginInterval: ends(inner),
      p: ps[place]!,
      methods: {
        interval: interval === null ? "none" : "BCa bootstrap",
        p: outer.estimate === null ? "none" : "approximate randomization",
      },
      flags: outer.degenerate ? ["degenerate"] : [],
      insufficient: isUsable ? null : reasonOf(outer.reason, isClustered),
      sizes: decidingSizes({ n: cases, se: null, estimate: outer.estimate, margin, alpha }),
      alpha,
      margin,
      lowerIsBetter: metric.lowerIsBetter,
    });
  });
}

/** Positions of a pair's two variants among the columns. */
type Placed = readonly [a: number, b: number];

/** By contrast, its interval with each confidence. All contrasts use the same draws. */
function intervals(
  { units, values }: Sample,
  contrasts: readonly Contrast[],
  { label, confs }: { readonly label: string; readonly confs: readonly number[] },
): StatisticInterval[][] {
  const whole = values.over(Uint32Array.from({ length: units }, (_, unit) => unit));
  const estimates = contrasts.map((contrast) => contrast(whole));
  const settled = estimates.map((estimate) => withoutResamples(units, estimate, DRAWS));
  if (settled.every((interval) => interval !== null)) return settled.map((interval) => confs.map(() => interval));
  const stream = new RandomStream(label);
  const drawn = new Uint32Array(units);
  const replicates = contrasts.map(() => new Float64Array(DRAWS));
  for (let draw = 0; draw < DRAWS; draw++) {
    stream.fillBelow(drawn, units);
    const found = values.over(drawn);
    for (const [place, contrast] of contrasts.entries()) replicates[place]![draw] = contrast(found);
  }
  const left = contrasts.map(() => new Float64Array(units));
  for (let unit = 0; unit < units; unit++) {
    const found = values.without(unit);
    for (const [place, contrast] of contrasts.entries()) left[place]![unit] = contrast(found);
  }
  return estimates.map((estimate, place) => {
    const known = settled[place]!;
    if (known !== null) return confs.map(() => known);
    return bcaIntervals({ estimate, replicates: replicates[place]!, left: left[place]! }, confs);
  });
}

/** By pair, p of a difference at least as large under random swaps of the two variants' answers to a case. */
function randomizations(
  { units, values }: Sample,
  pairs: readonly Placed[],
  { differences, label }: { readonly differences: readonly (number | null)[]; readonly label: string },
): (number | null)[] {
  if (differences.every((difference) => difference === null)) return pairs.map(() => null);
  const stream = new RandomStream(`${label}|randomization`);
  const marks = new Uint32Array(units);
  const asLarge = pairs.map(() => 0);
  for (let draw = 0; draw < DRAWS; draw++) {
    stream.fillBelow(marks, 2);
    values.exchange(marks);
    for (const [place, [a, b]] of pairs.entries()) {
      const difference = differences[place]!;
      if (difference === null) continue;
      const [left, right] = values.exchanged(a, b);
      if (Math.abs(right - left) >= Math.abs(difference) - 1e-12) asLarge[place]!++;
    }
  }
  return differences.map((difference, place) => (difference === null ? null : (asLarge[place]! + 1) / (DRAWS + 1)));
}

function isSame(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  for (let place = 0; place < left.length; place++) if (left[place] !== right[place]) return false;
  return true;
}

function ends({ lo, hi }: StatisticInterval): Interval | null {
  return lo === null || hi === null ? null : { lo, hi };
}

/** Why there is no interval, in the words of comparisons: resampled units are cases or clusters. */
function reasonOf(reason: string | null, isClustered: boolean): InsufficientReason {
  if (reason === "no cases") return "no cases";
  if (reason?.startsWith("fewer than"))
    return isClustered ? "fewer than 15 clusters to resample" : "fewer than 15 cases to resample";
  return reason?.startsWith("too many") ? "too many cases to resample" : "no interval from resampling";
}
