import type { Fairness, PhrasedVariant, PhrasingDifference, PhrasingReport } from "@sameseed/core";
import {
  adjustComparisons,
  type Comparison,
  compareOverPhrasings,
  type PhrasingComparison,
  phrasingSpread,
  type Verdict,
} from "@sameseed/stats";
import { differenceOf, hangsOnFailed } from "./decide-verdict.ts";
import { phrasingFairness } from "./phrasing-fairness.ts";
import type { VariantTrials } from "./variant-trials.ts";
import { caseColumn, type Failed, pairCases } from "./paired-cases.ts";

export interface PhrasingOptions {
  readonly metrics: readonly string[];
  readonly repeats: number;
  /** Cases seen in all. */
  readonly cases: number;
  readonly clusters: Int32Array | null;
  readonly margin: number | null;
  /** Label of the random streams: run and root seed. */
  readonly label: string;
  /** The variant that others are compared with. */
  readonly baseline: string;
  readonly fairnessOf: (a: VariantTrials, b: VariantTrials) => Fairness;
}

/** A prompt × model: its variants are the phrasings. */
interface Group {
  readonly id: string;
  readonly prompt: string;
  readonly model: string;
  readonly wordings: readonly VariantTrials[];
}

/** The comparisons over phrasings; undefined where no prompt has any. */
export function comparePhrasings(
  wordings: readonly VariantTrials[],
  options: PhrasingOptions,
): PhrasingReport | undefined {
  const groups = groupsOf(wordings);
  if (groups.length === 0) return undefined;
  const base = baseOf(groups, wordings, options);
  const others = groups.filter((group) => group !== base);
  return {
    variants: options.metrics.flatMap((metric) => groups.map((group) => spreadOf(group, metric, options))),
    comparisons: options.metrics.flatMap((metric) => family({ base, others, metric }, options)),
  };
}

/** The group of the baseline; where that has one wording the group of its model, or else the first. */
function baseOf(
  groups: readonly Group[],
  wordings: readonly VariantTrials[],
  { baseline }: Pick<PhrasingOptions, "baseline">,
): Group {
  const model = wordings.find(({ variant }) => variant.id === baseline)?.variant.model;
  return (
    groups.find((group) => group.wordings.some(({ variant }) => variant.id === baseline)) ??
    groups.find((group) => group.model === model) ??
    groups[0]!
  );
}

function groupsOf(wordings: readonly VariantTrials[]): readonly Group[] {
  const phrased = wordings.filter(({ variant }) => variant.phrasingOf !== undefined && variant.control !== true);
  const prompts = [...new Set(phrased.map(({ variant }) => variant.prompt))];
  const byId = Map.groupBy(phrased, ({ variant }) => `${variant.phrasingOf}/${variant.model}`);
  return [...byId].map(([id, members]) => {
    const { phrasingOf, model } = members[0]!.variant;
    const inOrder = members.toSorted(
      (left, right) => prompts.indexOf(left.variant.prompt) - prompts.indexOf(right.variant.prompt),
    );
    return { id, prompt: phrasingOf!, model, wordings: inOrder };
  });
}

interface ColumnOptions extends PhrasingOptions {
  readonly metric: string;
  readonly failed: Failed;
}

/** Scores by phrasing of the cases that have one under every phrasing of all sides. */
interface Column {
  readonly numbers: readonly number[];
  readonly sides: readonly Float64Array[][];
  readonly clusters: Int32Array | undefined;
}

function columnsOf(sides: readonly (readonly VariantTrials[])[], options: ColumnOptions): Column {
  const all = sides.map((wordings) => wordings.map((wording) => caseColumn(wording, options, options.failed)));
  const flat = all.flat();
  const numbers = Array.from({ length: options.cases }, (_, number) => number).filter((number) =>
    flat.every((scores) => !Number.isNaN(scores[number]!)),
  );
  const { clusters } = options;
  return {
    numbers,
    sides: all.map((side) => side.map((scores) => Float64Array.from(numbers, (number) => scores[number]!))),
    clusters: clusters === null ? undefined : Int32Array.from(numbers, (number) => clusters[number]!),
  };
}

function spreadOf({ id, prompt, model, wordings }: Group, metric: string, options: PhrasingOptions): PhrasedVariant {
  const { sides, clusters } = columnsOf([wordings], { ...options, metric, failed: "left out" });
  const { n, mean, means, interval, sd, sdInterval, p } = phrasingSpread(sides[0]!, { range: 1, cluster: clusters });
  return {
    metric,
    id,
    prompt,
    model,
    phrasings: wordings.length,
    n,
    mean,
    interval,
    means: means.map((value, place) => ({ prompt: wordings[place]!.variant.prompt, mean: value })),
    sd,
    sdInterval,
    p,
  };
}

interface Family {
  readonly base: Group;
  readonly others: readonly Group[];
  readonly metric: string;
}

/** Every other prompt × model against the baseline's, p adjusted over them, with and without the failed trials. */
function family({ base, others, metric }: Family, options: PhrasingOptions): readonly PhrasingDifference[] {
  const compared = others.map((other) => difference(base, other, { ...options, metric }));
  const adjust = (of: (one: Undecided) => Comparison): readonly Comparison[] => adjustComparisons(compared.map(of));
  const results = {
    zero: adjust(({ zero }) => zero.comparison),
    answered: adjust(({ answered }) => answered.comparison),
  };
  const fixed = { zero: adjust(({ zero }) => zero.fixed), answered: adjust(({ answered }) => answered.fixed) };
  return compared.map(({ zero, answered: _, ...one }, place) => {
    const isComparable = one.fairness.verdict !== "not comparable";
    const result = results.zero[place]!;
    const { verdict } = result.verdict;
    const withoutFailed = differenceOf(results.answered[place]!);
    const dependsOnFailed = hangsOnFailed(verdict, withoutFailed.verdict);
    const ofThese = fixed.zero[place]!.verdict.verdict;
    const fixedDepends = hangsOnFailed(ofThese, fixed.answered[place]!.verdict.verdict);
    const isOpen = verdict === "inconclusive" || verdict === "insufficient";
    return {
      ...one,
      result,
      adjustment: compared.length > 1 ? "Holm" : "none",
      withoutFailed,
      dependsOnFailed,
      verdict: claimed(verdict, { isComparable, dependsOnFailed }),
      fixedVerdict: claimed(ofThese, { isComparable, dependsOnFailed: fixedDepends }),
      fixedInterval: zero.fixed.interval,
      phrasings: zero.phrasings,
      phrasingShare: zero.phrasingShare,
      phrasingsNeeded: isOpen && !dependsOnFailed ? zero.phrasingsNeeded : null,
    };
  });
}

function claimed(
  verdict: Verdict,
  { isComparable, dependsOnFailed }: { readonly isComparable: boolean; readonly dependsOnFailed: boolean },
): Verdict | null {
  return !isComparable ? null : dependsOnFailed ? "inconclusive" : verdict;
}

/** Two sides before p-values are adjusted and the verdict decided. */
interface Undecided extends Pick<PhrasingDifference, "metric" | "a" | "b" | "differences" | "fairness"> {
  readonly zero: PhrasingComparison;
  /** Without the failed trials. */
  readonly answered: PhrasingComparison;
}

function difference(base: Group, other: Group, options: PhrasingOptions & { readonly metric: string }): Undecided {
  const { metric, margin, label, fairnessOf } = options;
  const isCrossed = base.prompt === other.prompt && hasSamePhrasings(base, other);
  const sidesOf = (failed: Failed): Column => columnsOf([base.wordings, other.wordings], { ...options, failed });
  const compare = ({ sides: [a = [], b = []], clusters }: Column): PhrasingComparison =>
    compareOverPhrasings(
      { a, b, isCrossed, cluster: clusters },
      { range: 1, margin, label: `stats/1|phrasings|${label}|metric=${metric}|${base.id}|${other.id}` },
    );
  const column = sidesOf("zero");
  const [a = [], b = []] = column.sides;
  const zero = compare(column);
  const hasMissing = [...base.wordings, ...other.wordings].some(
    (wording) => pairCases(wording, wording, options).missing > 0,
  );
  return {
    metric,
    a: base.id,
    b: other.id,
    zero,
    answered: hasMissing ? compare(sidesOf("left out")) : zero,
    fairness: phrasingFairness(
      pairsOf(base, other).map(([one, two]) => ({ b: two.variant.id, fairness: fairnessOf(one, two) })),
    ),
    differences:
      isCrossed && zero.fixed.n > 0
        ? a.map((scores, place) => ({
            prompt: base.wordings[place]!.variant.prompt,
            estimate: meanOf(b[place]!) - meanOf(scores),
          }))
        : [],
  };
}

/**
 * Pairs every phrasing with the same phrasing of the other side; where that is missing, with the phrasing at
 * its position.
 */
function pairsOf(base: Group, other: Group): readonly (readonly [a: VariantTrials, b: VariantTrials])[] {
  const counterpart = (wording: VariantTrials, place: number, { wordings }: Group): VariantTrials =>
    wordings.find(({ variant }) => variant.prompt === wording.variant.prompt) ?? wordings[place % wordings.length]!;
  const there = base.wordings.map((wording, place) => [wording, counterpart(wording, place, other)] as const);
  const back = other.wordings.map((wording, place) => [counterpart(wording, place, base), wording] as const);
  return [...there, ...back.filter(([a, b]) => !there.some((pair) => pair[0] === a && pair[1] === b))];
}

function hasSamePhrasings(base: Group, other: Group): boolean {
  return (
    base.wordings.length === other.wordings.length &&
    base.wordings.every(({ variant }, place) => variant.prompt === other.wordings[place]!.variant.prompt)
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
