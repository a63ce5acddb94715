import {
  contentHash,
  isCounted,
  type Manifest,
  type Row,
  SameseedError,
  type TestCase,
  type WordedComparison,
  option,
} from "@sameseed/core";
import { ComparisonBuilder, JudgeAuditBuilder, judgesOfTwoRuns, metricsOf, withJudgeCaveats } from "@sameseed/analysis";
import { comparisonInWords, slicesInWords } from "@sameseed/reporter";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner";
import { checkedSlices, type ComparedRuns, type CompareRunsOptions, pickMetrics, sliceKeys } from "./compare-run.ts";
import { type Gap, missingVariants, missingCases, missingTrials } from "./gap.ts";
import { idPairs, newVariantNotes, phrasingNotes, refuseUnmatched } from "./matched-runs.ts";

/**
 * Replaces the content of every case if the manifests show that all cases are the same: hashing each would
 * add a sixth to the time.
 */
const SAME_CASES = "";

/**
 * Compares two runs on the cases that both have, matched by id and content. Variants that bear one id are compared with
 * each other (before and after); where no id is shared, the first run's baseline with every variant of the second.
 */
export async function compareTwoRuns(
  folders: readonly [RunFolder, RunFolder],
  options: CompareRunsOptions,
): Promise<ComparedRuns> {
  const [before, after] = await Promise.all([readManifest(folders[0]), readManifest(folders[1])]);
  const { force = false, cluster, margin = before.margin } = options;
  if (!force) refuseUnmatched(before, after);

  const variants = [...labelled(before, 1), ...labelled(after, 2)];
  const metrics = metricsOf(before).filter((metric) => metricsOf(after).includes(metric));
  const repeats = Math.max(before.repeats, after.repeats);
  const builder = new ComparisonBuilder(variants, pickMetrics(metrics, options.metric), {
    manifest: { repeats, seed: before.seed },
    clusterKey: cluster,
    slices: options.by ?? after.slices,
  });
  const hashOf = before.cases.hash === after.cases.hash ? () => SAME_CASES : contentHash;
  const hashes = new Map<string, string>();
  const judges = [new JudgeAuditBuilder(before), new JudgeAuditBuilder(after)] as const;
  for await (const row of readRows(folders[0].rowsFile, before.counts.planned)) {
    if (!isCounted(before, row)) continue;
    if (!hashes.has(row.trial.case.id)) hashes.set(row.trial.case.id, hashOf(row.trial.case));
    builder.add(row, labelOf(row.trial.variant, 1));
    judges[0].add(row);
  }
  const { unmatched, matched, rows } = await addMatched(readRows(folders[1].rowsFile, after.counts.planned), {
    manifest: after,
    builder,
    hashes,
    hashOf,
    judges: judges[1],
  });
  if (unmatched > 0 && !force) throw unmatchedCases(unmatched, folders);
  const pairs = pairsOf(before, after, options.baseline);
  const settings = { baseline: pairs[0]![0], margin, pairs, isAcrossRuns: true };
  const comparisons = builder.compare(settings);
  const slices = checkedSlices(builder.slices(settings, comparisons), { by: options.by, known: sliceKeys(after) });
  return {
    ...(slices !== undefined && { slices: slicesInWords(slices, comparisons) }),
    comparisons: withJudgeCaveats(comparisons, judgesOfTwoRuns(judges[0].audits(), judges[1].audits()), [
      ...before.scorers,
      ...after.scorers,
    ]).map(comparisonInWords),
    factors: [],
    gaps: [
      ...gapsOf(before, after, options),
      ...missingCases({ before: hashes.size, matched }, [before.runId, after.runId]),
      ...missingTrials(after, rows),
    ],
    notes: [...newVariantNotes(before, after), ...phrasingNotes(after.variants)],
  };
}

function gapsOf(before: Manifest, after: Manifest, { baseline, metric }: CompareRunsOptions): readonly Gap[] {
  const [first, second] = [before, after].map(({ runId, variants, scorers }) => ({ label: runId, variants, scorers }));
  return missingVariants(first!, second!, { baseline, metric });
}

function unmatchedCases(count: number, [before, after]: readonly [RunFolder, RunFolder]): SameseedError {
  return new SameseedError("BAD_RUN", `${count} cases of ${after.id} are not in ${before.id}, or differ in content.`, {
    hint: `${option("force")} compares the cases that both have and leaves the others out.`,
  });
}

interface Matching {
  readonly manifest: Manifest;
  readonly builder: ComparisonBuilder;
  readonly hashes: ReadonlyMap<string, string>;
  readonly hashOf: (value: TestCase) => string;
  readonly judges: JudgeAuditBuilder;
}

interface Matched {
  /**
   * Number of the second run's cases that the first run has with the same content, and of those that it does
   * not have.
   */
  readonly matched: number;
  readonly unmatched: number;
  readonly rows: number;
}

async function addMatched(
  rows: AsyncIterable<Row>,
  { manifest, builder, hashes, hashOf, judges }: Matching,
): Promise<Matched> {
  const unmatched = new Set<string>();
  const matched = new Set<string>();
  let count = 0;
  for await (const row of rows) {
    count++;
    if (!isCounted(manifest, row)) continue;
    const { id } = row.trial.case;
    if (!matched.has(id) && !unmatched.has(id))
      (hashes.get(id) === hashOf(row.trial.case) ? matched : unmatched).add(id);
    if (!matched.has(id)) continue;
    builder.add(row, labelOf(row.trial.variant, 2));
    judges.add(row);
  }
  return { matched: matched.size, unmatched: unmatched.size, rows: count };
}

/** The comparisons of two runs by their common variant; its labels name the run. */
export function byVariant(comparisons: readonly WordedComparison[]): Map<string, WordedComparison> {
  return new Map(comparisons.map((comparison) => [comparison.b.slice(0, -labelOf("", 2).length), comparison]));
}

/** The label of a variant in one of two runs. */
export function labelOf(variant: string, run: 1 | 2): string {
  return `${variant} [run ${run}]`;
}

function labelled({ variants }: Manifest, run: 1 | 2): Manifest["variants"] {
  return variants.map((variant) => ({ ...variant, id: labelOf(variant.id, run) }));
}

function pairsOf(before: Manifest, after: Manifest, baseline: string | undefined): (readonly [string, string])[] {
  return idPairs(before, after, baseline).map(([a, b]) => [labelOf(a, 1), labelOf(b, 2)]);
}
