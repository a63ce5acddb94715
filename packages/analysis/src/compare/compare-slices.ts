import type { SliceComparison, SlicedCases, SliceInteraction } from "@sameseed/core";
import {
  adjustComparisons,
  type Comparison,
  compareBinaryPairs,
  comparePairedScores,
  holm,
  SequentialTest,
  sliceInteraction,
} from "@sameseed/stats";
import type { VariantTrials } from "./variant-trials.ts";
import type { CompareVariantsOptions } from "./compare-variants.ts";
import { type PairedCases, pairCases } from "./paired-cases.ts";
import type { OnPart } from "../progress/report-step.ts";

/** Two variants to compare by slice, and whether a verdict may be given on them at all. */
export interface SlicedPair {
  readonly a: VariantTrials;
  readonly b: VariantTrials;
  readonly isComparable: boolean;
}

export interface SliceOptions extends Pick<
  CompareVariantsOptions,
  "metric" | "repeats" | "cases" | "clusters" | "margin" | "label" | "sequence"
> {
  readonly groups: readonly SlicedCases[];
  /** Called as pairs are compared in the slices of a key. */
  readonly onPart?: OnPart | undefined;
}

/** A slice's comparison before p is adjusted. */
interface Open {
  readonly line: Pick<SliceComparison, "key" | "slice" | "metric" | "a" | "b" | "meanA" | "meanB">;
  readonly result: Comparison;
  /** With the failed trials left out; the very `result` where none is missing. */
  readonly withoutFailed: Comparison;
  readonly isComparable: boolean;
}

/** Compares each pair of variants in each slice, on one metric. All slices, keys and pairs are one family for Holm. */
export function compareSlices(
  pairs: readonly SlicedPair[],
  options: SliceOptions,
): { readonly comparisons: readonly SliceComparison[]; readonly interactions: readonly SliceInteraction[] } {
  const open: Open[] = [];
  const interactions: SliceInteraction[] = [];
  const sequences = pairs.length * options.groups.reduce((sum, { slices }) => sum + slices.length, 0);
  const total = pairs.length * options.groups.length;
  let done = 0;
  for (const pair of pairs) {
    const paired = pairCases(pair.a, pair.b, options);
    for (const group of options.groups) {
      options.onPart?.(done++, total);
      open.push(...slicesOf(pair, { paired, group }, { ...options, sequences }));
      interactions.push(interactionOf(pair, { paired, group }, options));
    }
  }
  return { comparisons: concluded(open), interactions: adjustedInteractions(interactions) };
}

interface PairInSlices {
  readonly paired: PairedCases;
  readonly group: SlicedCases;
}

/** The places in `paired` of the cases of each slice. */
function placesOf({ paired, group }: PairInSlices): readonly Int32Array[] {
  const counts = new Int32Array(group.slices.length);
  for (const number of paired.cases) counts[group.numbers[number]!]!++;
  const places = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  paired.cases.forEach((number, place) => {
    const slice = group.numbers[number]!;
    places[slice]![counts[slice]!++] = place;
  });
  return places;
}

function slicesOf(
  { a, b, isComparable }: SlicedPair,
  { paired, group }: PairInSlices,
  options: SliceOptions & { readonly sequences: number },
): Open[] {
  return placesOf({ paired, group }).map((places, index) => {
    const slice = group.slices[index]!.name;
    const pick = (values: Float64Array): Float64Array => picked(values, places);
    const line = { key: group.key, slice, metric: options.metric, a: a.variant.id, b: b.variant.id };
    const compare = comparer(line, { paired, places }, options);
    const [scoresA, scoresB] = [pick(paired.a), pick(paired.b)];
    const result = compare(scoresA, scoresB);
    const withoutFailed = paired.missing === 0 ? result : compare(pick(paired.answeredA), pick(paired.answeredB));
    return { line: { ...line, ...meansOf(scoresA, scoresB) }, result, withoutFailed, isComparable };
  });
}

/** The values at these places. By hand: `Float64Array.from` with a function takes ten times as long. */
function picked(values: Float64Array, places: Int32Array): Float64Array {
  const found = new Float64Array(places.length);
  for (let place = 0; place < places.length; place++) found[place] = values[places[place]!]!;
  return found;
}

/** Means over the cases that both have a score of. */
function meansOf(a: Float64Array, b: Float64Array): Pick<SliceComparison, "meanA" | "meanB"> {
  let [sumA, sumB, n] = [0, 0, 0];
  for (let place = 0; place < a.length; place++) {
    if (Number.isNaN(a[place]!) || Number.isNaN(b[place]!)) continue;
    sumA += a[place]!;
    sumB += b[place]!;
    n++;
  }
  return n === 0 ? { meanA: null, meanB: null } : { meanA: sumA / n, meanB: sumB / n };
}

function comparer(
  { key, slice, a, b }: Pick<SliceComparison, "key" | "slice" | "a" | "b">,
  { paired, places }: { readonly paired: PairedCases; readonly places: Int32Array },
  { metric, repeats, clusters, margin, label, sequence, sequences }: SliceOptions & { readonly sequences: number },
): (a: Float64Array, b: Float64Array) => Comparison {
  if (sequence !== null) {
    const options = {
      ...sequence,
      spending: undefined,
      plannedN: Math.max(1, places.length),
      comparisons: sequences,
      margin,
    };
    return (left, right) => {
      const counter = new SequentialTest();
      for (let place = 0; place < left.length; place++) counter.add(left[place]!, right[place]!);
      return counter.look({ ...options, isSingleDraw: repeats === 1 });
    };
  }
  const cluster = clusters === null ? undefined : places.map((place) => clusters[paired.cases[place]!]!);
  const shared = { margin, label: `stats/1|sign-flip|${label}|metric=${metric}|${a}|${b}|${key}=${slice}` };
  if (repeats === 1 && paired.isBinary)
    return (left, right) => compareBinaryPairs({ a: left, b: right, cluster }, shared);
  return (left, right) => comparePairedScores({ a: left, b: right, cluster }, { ...shared, range: 1 });
}

function concluded(open: readonly Open[]): SliceComparison[] {
  const isSequence = open.some(
    ({ result }) => result.methods.p === "e-value" || result.methods.p === "confidence sequence",
  );
  const results = open.map(({ result }) => result);
  const others = open.map(({ withoutFailed }) => withoutFailed);
  const adjusted = isSequence ? results : adjustComparisons(results);
  const without = isSequence ? others : adjustComparisons(others);
  return open.map(({ line, isComparable }, index) => {
    const result = adjusted[index]!;
    const { verdict } = result.verdict;
    const dependsOnFailed = isClaim(verdict) !== isClaim(without[index]!.verdict.verdict);
    const shown = !isComparable ? null : dependsOnFailed && isClaim(verdict) ? "inconclusive" : verdict;
    return {
      ...line,
      n: result.n,
      estimate: result.estimate,
      low: result.interval?.lo ?? null,
      high: result.interval?.hi ?? null,
      p: result.p,
      pAdjusted: result.pAdjusted,
      nonTied: result.nonTied,
      method: isSequence ? result.methods.p : result.methods.interval,
      verdict: shown,
      casesNeeded: casesNeeded(result),
    };
  });
}

function isClaim(verdict: string): boolean {
  return verdict === "better" || verdict === "worse";
}

/** The number of cases that would decide; only if the comparison is undecided and more cases would decide it. */
function casesNeeded({ n, verdict, sizes }: Comparison): number | null {
  if (verdict.verdict !== "inconclusive" && verdict.verdict !== "insufficient") return null;
  const cases = sizes.casesForEstimate;
  if (cases === null) return verdict.verdict === "insufficient" ? FEWEST : null;
  return cases > n && cases < 1e7 ? Math.ceil(cases) : null;
}

/** Fewer cases have no interval at all. */
const FEWEST = 6;

function interactionOf(
  { a, b, isComparable }: SlicedPair,
  { paired, group }: PairInSlices,
  { metric, clusters, label, sequence }: SliceOptions,
): SliceInteraction {
  const line = { key: group.key, metric, a: a.variant.id, b: b.variant.id };
  if (sequence !== null || !isComparable) return { ...line, slices: 0, p: null, pAdjusted: null, method: "none" };
  const { p, slices, method } = sliceInteraction({
    d: paired.a.map((value, place) => paired.b[place]! - value),
    slice: paired.cases.map((number) => group.numbers[number]!),
    cluster: clusters === null ? undefined : paired.cases.map((number) => clusters[number]!),
    label: `stats/1|interaction|${label}|metric=${metric}|${line.a}|${line.b}|${group.key}`,
  });
  return { ...line, slices, p, pAdjusted: p, method };
}

function adjustedInteractions(interactions: readonly SliceInteraction[]): SliceInteraction[] {
  const adjusted = holm({ p: interactions.map(({ p }) => p ?? NaN) });
  return interactions.map((interaction, index) => ({
    ...interaction,
    pAdjusted: interaction.p === null ? null : adjusted[index]!,
  }));
}
