import type { BackendStrata, Fairness, Sharing, VariantComparison } from "@sameseed/core";
import {
  type Comparison,
  compareBinaryPairs,
  comparePairedScores,
  crnDecomposition,
  fingerprintStrata,
  type Interval,
  type SequenceOptions,
  SequentialTest,
  suiteInterval,
} from "@sameseed/stats";
import { type VariantTrials, Mark } from "./variant-trials.ts";
import { type PairedCases, pairCases } from "./paired-cases.ts";
import type { ScoreColumn } from "../columns/score-column.ts";

/** Above this many cases the analyses of repeats are left out: they add no information and cost memory. */
const MOST_CASES_FOR_SHARING = 100_000;

export interface CompareVariantsOptions {
  readonly metric: string;
  readonly repeats: number;
  /** Cases seen in all. */
  readonly cases: number;
  /** Cluster number of each case; null when cases are independent. */
  readonly clusters: Int32Array | null;
  readonly margin: number | null;
  /** Label of the random streams: run and root seed. */
  readonly label: string;
  readonly fairness: Fairness;
  readonly isControl: boolean;
  /** In a sequential run: the options that make the comparison valid at any look. */
  readonly sequence: Omit<SequenceOptions, "margin" | "isSingleDraw"> | null;
  /** Names of the numbered system fingerprints. */
  readonly fingerprints: readonly string[];
}

/** A comparison of two variants before p-values are adjusted and the verdict is decided. */
export interface VariantsComparison extends Omit<
  VariantComparison,
  "adjustment" | "verdict" | "dependsOnFailed" | "withoutFailed"
> {
  /** The same with the failed trials left out; the very `result` where none is missing. */
  readonly withoutFailed: Comparison;
}

interface Sides {
  readonly a: VariantTrials;
  readonly b: VariantTrials;
}

/** Compares variant B with variant A on one metric by the rules of docs/statistics.md: method by score type and n. */
export function compareVariants(sides: Sides, options: CompareVariantsOptions): VariantsComparison {
  const { metric, repeats, fairness, isControl } = options;
  const pairs = pairCases(sides.a, sides.b, options);
  const compare = comparer(sides, pairs, options);
  const result = compare(pairs.a, pairs.b);
  // Results that are valid for one look at the end only are left out of a run with earlier looks.
  const hasRepeats = options.sequence === null && repeats >= 2 && pairs.cases.length <= MOST_CASES_FOR_SHARING;
  const repeated = hasRepeats ? { a: byCase(sides.a, pairs, options), b: byCase(sides.b, pairs, options) } : null;
  return {
    metric,
    a: sides.a.variant.id,
    b: sides.b.variant.id,
    result,
    withoutFailed: pairs.missing === 0 ? result : compare(pairs.answeredA, pairs.answeredB),
    bounds: pairs.missing === 0 ? null : boundsOf(pairs),
    suiteInterval: repeated === null ? null : suiteOf(repeated),
    sharing: repeated === null ? null : sharingOf(repeated),
    backend: fairness.factors.includes("model") || options.sequence !== null ? null : backendOf(sides, pairs, options),
    fairness,
    isControl,
  };
}

type Compare = (a: Float64Array, b: Float64Array) => Comparison;

function comparer(
  { a: sideA, b: sideB }: Sides,
  { cases, isBinary }: PairedCases,
  options: CompareVariantsOptions,
): Compare {
  const { metric, repeats, margin, clusters, label, sequence } = options;
  if (sequence !== null) return (a, b) => sequenceOf(a, b, { ...sequence, margin, isSingleDraw: repeats === 1 });
  const cluster = clusters === null ? undefined : cases.map((number) => clusters[number]!);
  const shared = {
    margin,
    label: `stats/1|sign-flip|${label}|metric=${metric}|${sideA.variant.id}|${sideB.variant.id}`,
  };
  if (repeats === 1 && isBinary) return (a, b) => compareBinaryPairs({ a, b, cluster }, shared);
  return (a, b) => comparePairedScores({ a, b, cluster }, { ...shared, range: 1 });
}

function sequenceOf(a: Float64Array, b: Float64Array, options: SequenceOptions): Comparison {
  const counter = new SequentialTest();
  for (let place = 0; place < a.length; place++) counter.add(a[place]!, b[place]!);
  return counter.look(options);
}

/** Every missing score at its worst for B and its best for A, and the other way round (Manski 1990). */
function boundsOf({ lowA, highA, lowB, highB, cases }: PairedCases): Interval | null {
  if (cases.length === 0) return null;
  let [lo, hi] = [0, 0];
  for (let place = 0; place < cases.length; place++) {
    lo += lowB[place]! - highA[place]!;
    hi += highB[place]! - lowA[place]!;
  }
  return { lo: lo / cases.length, hi: hi / cases.length };
}

interface Repeated {
  readonly a: Float64Array[];
  readonly b: Float64Array[];
}

function byCase(side: VariantTrials, pairs: PairedCases, { metric, repeats }: CompareVariantsOptions): Float64Array[] {
  const scores = side.scores(metric);
  return Array.from(pairs.cases, (number) => drawsOf(side, scores, { number, repeats }));
}

/** The scores of one case, failed trials as 0 like in `result`; NaN for a repeat without a row or a score. */
function drawsOf(
  side: VariantTrials,
  scores: ScoreColumn,
  { number, repeats }: { readonly number: number; readonly repeats: number },
): Float64Array {
  const first = number * repeats;
  return Float64Array.from({ length: repeats }, (_, repeat) => {
    const marks = side.marks(first + repeat);
    if (marks === 0) return NaN;
    return marks & Mark.failed ? 0 : scores.at(first + repeat);
  });
}

function suiteOf(repeated: Repeated): Interval | null {
  const { lo, hi } = suiteInterval({ ...repeated, conf: 0.95 });
  return lo === null || hi === null ? null : { lo, hi };
}

function sharingOf(repeated: Repeated): Sharing {
  const { sePaired, seUnpairedCases, sePairedIndependentSeeds, rhoSeed, rhoSeedLo, rhoSeedHi } =
    crnDecomposition(repeated);
  return {
    seUnpaired: seUnpairedCases,
    sePairedCases: sePairedIndependentSeeds,
    sePairedCasesAndSeeds: sePaired,
    rhoSeed,
    rhoSeedInterval: rhoSeedLo === null || rhoSeedHi === null ? null : { lo: rhoSeedLo, hi: rhoSeedHi },
  };
}

/** The difference by backend, on the first repeat of each case; null where no backend made itself known or none changed. */
function backendOf(
  { a: sideA, b: sideB }: Sides,
  pairs: PairedCases,
  { repeats, fingerprints }: CompareVariantsOptions,
): BackendStrata | null {
  const first = sideA.fingerprint((pairs.cases[0] ?? 0) * repeats);
  const isOne = (side: VariantTrials): boolean =>
    pairs.cases.every((number) => side.fingerprint(number * repeats) === first);
  if (isOne(sideA) && isOne(sideB)) return null;
  const named = (side: VariantTrials): (string | null)[] =>
    Array.from(pairs.cases, (number) => fingerprints[side.fingerprint(number * repeats)] ?? null);
  const [fingerprintA, fingerprintB] = [named(sideA), named(sideB)];
  const d = pairs.a.map((value, place) => pairs.b[place]! - value);
  const { strata, differing, meanWithoutDiffering } = fingerprintStrata({ d, fingerprintA, fingerprintB });
  return {
    pairs: strata.perStratum,
    differing,
    estimateWithoutDiffering: meanWithoutDiffering,
    pHeterogeneity: strata.pHeterogeneity,
  };
}
