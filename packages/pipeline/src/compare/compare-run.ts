import {
  type FactorEffect,
  findVariant,
  isCounted,
  type Manifest,
  SameseedError,
  type SliceReport,
  unknownId,
  type WordedComparison,
  type WordedPhrasingReport,
  type WordedSliceReport,
  option,
} from "@sameseed/core";
import { ComparisonBuilder, JudgeAuditBuilder, metricsOf, withJudgeCaveats } from "@sameseed/analysis";
import { comparisonInWords, phrasingsInWords, slicesInWords } from "@sameseed/reporter";
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
  /** Keys of the cases' metadata or vars to compare by. Default: those of the run. */
  readonly by?: readonly string[] | undefined;
  /** Compare two runs although their cases, scorers or seeds differ. */
  readonly force?: boolean | undefined;
}

export interface ComparedRuns {
  readonly comparisons: readonly WordedComparison[];
  readonly factors: readonly FactorEffect[];
  /** Over the phrasings of prompts; absent where no prompt has any. */
  readonly phrasings?: WordedPhrasingReport | undefined;
  /** Absent without slice keys. */
  readonly slices?: WordedSliceReport | undefined;
  /** Expected parts of the comparison that are missing. */
  readonly gaps: readonly Gap[];
  /** Notes about the matching, in sentences. */
  readonly notes: readonly string[];
}

/** Compares the variants inside a stored run. */
export async function compareRun(folder: RunFolder, options: CompareRunsOptions): Promise<ComparedRuns> {
  const manifest = await readManifest(folder);
  const { margin = manifest.margin, cluster, allPairs = false } = options;
  const baseline = findVariant(options.baseline ?? manifest.baseline, manifest.variants);
  if (manifest.variants.length < 2)
    throw new SameseedError("BAD_RUN", `${folder.id} has one variant only.`, {
      hint: "Name a second run to compare it with.",
    });
  if (manifest.sequential !== undefined && cluster !== undefined) {
    throw new SameseedError("BAD_ARGUMENT", `${folder.id} is sequential: its intervals take cases as independent.`, {
      hint: `Leave ${option("cluster")} out.`,
    });
  }
  const builder = new ComparisonBuilder(manifest.variants, pickMetrics(metricsOf(manifest), options.metric), {
    manifest,
    clusterKey: cluster,
    isTableOrder: true,
    slices: options.by ?? manifest.slices,
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
  const comparisons = builder.compare(settings);
  const phrasings = builder.phrasings(settings);
  const slices = checkedSlices(builder.slices(settings, comparisons), {
    by: options.by,
    known: sliceKeys(manifest),
  });
  return {
    comparisons: withJudgeCaveats(comparisons, judges.audits(), manifest.scorers).map(comparisonInWords),
    ...(phrasings !== undefined && { phrasings: phrasingsInWords(phrasings) }),
    ...(slices !== undefined && { slices: slicesInWords(slices, comparisons) }),
    factors: builder.factors(settings),
    gaps: missingTrials(manifest, rows),
    notes: [],
  };
}

/** The keys that can slice a run's cases. */
export function sliceKeys({ cases: { metadataNames = [], varNames } }: Manifest): readonly string[] {
  return [...metadataNames, ...varNames];
}

/** The slices, if every requested key groups the cases. Errors: `UNKNOWN_ID`, `BAD_ARGUMENT`. */
export function checkedSlices(
  slices: SliceReport | undefined,
  { by, known }: Pick<CompareRunsOptions, "by"> & { readonly known?: readonly string[] },
): SliceReport | undefined {
  const wrong = by === undefined ? undefined : slices?.omitted[0];
  if (wrong === undefined) return slices;
  if (wrong.reason === "no case has it") throw unknownId("slice key", wrong.key, known ?? []);
  throw new SameseedError("BAD_ARGUMENT", `Cases cannot be sliced by "${wrong.key}": ${wrong.reason}.`, {
    hint: "Slice by a key whose values group several cases, such as a category or a language.",
  });
}

/** The metrics to compare: all, or the requested one. Errors: `UNKNOWN_ID`. */
export function pickMetrics(metrics: readonly string[], wanted: string | undefined): readonly string[] {
  if (wanted === undefined) return metrics;
  if (!metrics.includes(wanted)) throw unknownId("metric", wanted, metrics);
  return [wanted];
}
