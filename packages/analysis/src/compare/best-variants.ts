import { bestSet, compareBinaryPairs, comparePairedScores, SequenceTally } from "@sameseed/stats";
import type { Arm } from "./arm.ts";
import type { CompareArmsOptions } from "./compare-arms.ts";
import { pairCases } from "./paired-cases.ts";

/** The arms that cannot be told from the best on one metric, with the confidence of 95 %. */
export function bestVariants(
  arms: readonly Arm[],
  options: Pick<CompareArmsOptions, "metric" | "repeats" | "cases" | "clusters" | "label" | "sequence">,
): readonly Arm[] {
  const { members } = bestSet({
    variants: arms.length,
    isBetter: (j, i, level) => isBetter({ a: arms[i]!, b: arms[j]! }, { ...options, level, arms: arms.length }),
  });
  return members.map((position) => arms[position]!);
}

/** Whether arm b is better than arm a at the two-sided level; looking early, at all looks together. */
function isBetter(
  { a, b }: { readonly a: Arm; readonly b: Arm },
  {
    level,
    arms,
    ...options
  }: Pick<CompareArmsOptions, "metric" | "repeats" | "cases" | "clusters" | "label" | "sequence"> & {
    readonly level: number;
    readonly arms: number;
  },
): boolean {
  const { metric, repeats, clusters, label, sequence } = options;
  const pairs = pairCases(a, b, options);
  if (sequence !== null) {
    const tally = new SequenceTally();
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
