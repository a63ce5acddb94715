import { bestSet, compareBinaryPairs, comparePairedScores, SequentialTest } from "@sameseed/stats";
import type { VariantTrials } from "./variant-trials.ts";
import type { CompareVariantsOptions } from "./compare-variants.ts";
import { pairCases } from "./paired-cases.ts";

/** The variants that cannot be told from the best on one metric, with the confidence of 95 %. */
export function bestVariants(
  arms: readonly VariantTrials[],
  options: Pick<CompareVariantsOptions, "metric" | "repeats" | "cases" | "clusters" | "label" | "sequence">,
): readonly VariantTrials[] {
  const { members } = bestSet({
    variants: arms.length,
    isBetter: (j, i, level) => isBetter({ a: arms[i]!, b: arms[j]! }, { ...options, level, arms: arms.length }),
  });
  return members.map((position) => arms[position]!);
}

/** Whether variant b is better than variant a at the two-sided level; looking early, at all looks together. */
function isBetter(
  { a, b }: { readonly a: VariantTrials; readonly b: VariantTrials },
  {
    level,
    arms,
    ...options
  }: Pick<CompareVariantsOptions, "metric" | "repeats" | "cases" | "clusters" | "label" | "sequence"> & {
    readonly level: number;
    readonly arms: number;
  },
): boolean {
  const { metric, repeats, clusters, label, sequence } = options;
  const pairs = pairCases(a, b, options);
  if (sequence !== null) {
    const tally = new SequentialTest();
    for (let place = 0; place < pairs.a.length; place++) tally.add(pairs.a[place]!, pairs.b[place]!);
    const look = tally.look({
      ...sequence,
      spending: undefined,
      comparisons: (arms * (arms - 1)) / 2,
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
