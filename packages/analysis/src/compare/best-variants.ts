import { bestSet, compareBinaryPairs, comparePairedScores, SequentialTest } from "@sameseed/stats";
import type { VariantTrials } from "./variant-trials.ts";
import type { CompareVariantsOptions } from "./compare-variants.ts";
import { pairCases, type PairingOptions } from "./paired-cases.ts";

/** The variants that are not distinguishable from the best on one metric, at 95 % confidence. */
export function bestVariants(
  candidates: readonly VariantTrials[],
  options: Pick<CompareVariantsOptions, "metric" | "repeats" | "cases" | "clusters" | "label" | "sequence">,
): readonly VariantTrials[] {
  const { members } = bestSet({
    variants: candidates.length,
    rivals: rivalsOf(candidates, options),
    isBetter: (j, i, level) =>
      isBetter({ a: candidates[i]!, b: candidates[j]! }, { ...options, level, candidates: candidates.length }),
  });
  return members.map((position) => candidates[position]!);
}

/**
 * 10,000 variants have 50,000,000 pairs. With so many, each variant is compared only with those of the
 * highest means.
 */
const MOST_RIVALS = 64;

function rivalsOf(
  candidates: readonly VariantTrials[],
  { metric, repeats, cases }: PairingOptions,
): readonly number[] | undefined {
  if (candidates.length <= MOST_RIVALS) return undefined;
  const means = candidates.map((candidate) => {
    const scores = candidate.scores(metric);
    let [sum, trials] = [0, 0];
    for (let cell = 0; cell < cases * repeats; cell++) {
      if (candidate.marks(cell) === 0) continue;
      sum += scores.at(cell) || 0; // a missing score counts as 0, as in the comparisons
      trials++;
    }
    return trials === 0 ? -Infinity : sum / trials;
  });
  return [...means.keys()].toSorted((left, right) => means[right]! - means[left]!).slice(0, MOST_RIVALS);
}

/** Whether variant b is better than variant a at the two-sided level; looking early, at all looks together. */
function isBetter(
  { a, b }: { readonly a: VariantTrials; readonly b: VariantTrials },
  {
    level,
    candidates,
    ...options
  }: Pick<CompareVariantsOptions, "metric" | "repeats" | "cases" | "clusters" | "label" | "sequence"> & {
    readonly level: number;
    readonly candidates: number;
  },
): boolean {
  const { metric, repeats, clusters, label, sequence } = options;
  const pairs = pairCases(a, b, options);
  if (sequence !== null) {
    const counter = new SequentialTest();
    for (let place = 0; place < pairs.a.length; place++) counter.add(pairs.a[place]!, pairs.b[place]!);
    const look = counter.look({
      ...sequence,
      spending: undefined,
      comparisons: (candidates * (candidates - 1)) / 2,
      isSingleDraw: repeats === 1,
    });
    return look.verdict.verdict === "better";
  }
  const cluster = clusters === null ? undefined : pairs.cases.map((number) => clusters[number]!);
  const shared = { alpha: level, label: `stats/1|best|${label}|metric=${metric}|${a.variant.id}|${b.variant.id}` };
  const scores = { a: pairs.a, b: pairs.b, cluster };
  const { verdict } =
    repeats === 1 && pairs.isBinary
      ? compareBinaryPairs(scores, shared)
      : comparePairedScores(scores, { ...shared, range: 1 });
  return verdict.verdict === "better";
}
