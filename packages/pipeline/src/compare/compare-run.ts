import { type FactorEffect, isCounted, SameseedError, unknownId, type VariantComparison } from "@sameseed/core";
import { ComparisonBuilder, JudgeAuditBuilder, metricsOf, withJudgeCaveats } from "@sameseed/analysis";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner";
import { type Gap, missingTrials } from "./gap.ts";

export interface CompareRunsOptions {
  readonly baseline?: string | undefined;
  readonly metric?: string | undefined;
  /** Default: the margin that the run declared. */
  readonly margin?: number | undefined;
  /** Key of the cases' metadata or vars that names their cluster. */
  readonly cluster?: string | undefined;
  readonly allPairs?: boolean | undefined;
  /** Compare two runs although their cases, scorers or seeds differ. */
  readonly force?: boolean | undefined;
}

export interface ComparedRuns {
  readonly comparisons: readonly VariantComparison[];
  readonly factors: readonly FactorEffect[];
  /** What should have been compared and is gone. */
  readonly gaps: readonly Gap[];
  /** What the reader must know of the matching, in sentences. */
  readonly notes: readonly string[];
}

/** Compares the variants inside a stored run. */
export async function compareRun(folder: RunFolder, options: CompareRunsOptions): Promise<ComparedRuns> {
  const manifest = await readManifest(folder);
  const { baseline = manifest.baseline, margin = manifest.margin, cluster, allPairs = false } = options;
  const ids = manifest.variants.map(({ id }) => id);
  if (!ids.includes(baseline)) throw unknownId("variant", baseline, ids);
  if (ids.length < 2)
    throw new SameseedError("BAD_RUN", `${folder.id} has one variant only.`, {
      hint: "Name a second run to compare it with.",
    });
  if (manifest.sequential !== undefined && cluster !== undefined) {
    throw new SameseedError("BAD_ARGUMENT", `${folder.id} is sequential: its intervals take cases as independent.`, {
      hint: "Leave --cluster out.",
    });
  }
  const builder = new ComparisonBuilder(manifest.variants, pickMetrics(metricsOf(manifest), options.metric), {
    manifest,
    clusterKey: cluster,
    isTableOrder: true,
  });
  const judges = new JudgeAuditBuilder(manifest);
  let rows = 0;
  for await (const row of readRows(folder.rowsFile, manifest.counts.planned)) {
    rows++;
    if (!isCounted(manifest, row)) continue;
    builder.add(row);
    judges.add(row);
  }
  const settings = { baseline, margin, allPairs };
  return {
    comparisons: withJudgeCaveats(builder.compare(settings), judges.audits(), manifest.scorers),
    factors: builder.factors(settings),
    gaps: missingTrials(manifest, rows),
    notes: [],
  };
}

/** The metrics to compare: all, or the one that is wanted. Errors: `UNKNOWN_ID`. */
export function pickMetrics(metrics: readonly string[], wanted: string | undefined): readonly string[] {
  if (wanted === undefined) return metrics;
  if (!metrics.includes(wanted)) throw unknownId("metric", wanted, metrics);
  return [wanted];
}
