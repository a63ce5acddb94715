import { isCounted, type Row } from "@sameseed/core";
import { ComparisonBuilder, metricsOf } from "@sameseed/analysis";
import { comparisonInWords, slicesInWords } from "@sameseed/reporter";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner";
import { type BaselineFile, baselineRows, caseHash } from "./baseline-file.ts";
import { checkedSlices, type ComparedRuns, type CompareRunsOptions, pickMetrics, sliceKeys } from "./compare-run.ts";
import { missingVariants, missingCases, missingTrials } from "./gap.ts";
import { idPairs, newVariantNotes, phrasingNotes, refuseUnmatched } from "./matched-runs.ts";

/**
 * Compares a run with a baseline file, case by case. Cases are matched by id and content; changed, new and
 * removed cases are left out and counted. Variants are paired as for two runs.
 */
export async function compareWithBaseline(
  folder: RunFolder,
  file: BaselineFile,
  options: CompareRunsOptions,
): Promise<ComparedRuns> {
  const manifest = await readManifest(folder);
  const { force = false, cluster, margin = manifest.margin } = options;
  if (!force) refuseUnmatched({ ...file, runId: `the baseline file (${file.run.runId})` }, manifest);
  const compared = manifest.variants.filter(({ control }) => control !== true);
  const savedVariants = file.variants.map((variant) => ({ ...variant, id: baselineLabel(variant.id) }));
  const known = metricsOf({ ...manifest, scorers: file.scorers.map((scorer) => ({ ...scorer, identity: null })) });
  const metrics = metricsOf(manifest).filter((metric) => known.includes(metric));
  const source = {
    manifest: { repeats: Math.max(file.repeats, manifest.repeats), seed: file.seed },
    clusterKey: cluster,
    slices: options.by ?? manifest.slices,
  };
  const builder = new ComparisonBuilder([...savedVariants, ...compared], pickMetrics(metrics, options.metric), source);
  const cases = new Map<string, Row["trial"]["case"]>();
  const seen = new Set<string>();
  let rows = 0;
  for await (const row of readRows(folder.rowsFile, manifest.counts.planned)) {
    rows++;
    const { case: testCase } = row.trial;
    if (!isCounted(manifest, row)) continue;
    if (!seen.has(testCase.id) && file.cases[testCase.id]?.hash === caseHash(testCase))
      cases.set(testCase.id, testCase);
    seen.add(testCase.id);
    if (cases.has(testCase.id)) builder.add(row);
  }
  for (const row of baselineRows(file, cases)) builder.add(row, baselineLabel(row.trial.variant));
  const pairs = idPairs(file, { variants: compared }, options.baseline).map(([a, b]) => [baselineLabel(a), b] as const);
  const settings = { baseline: pairs[0]![0], margin, pairs, isAcrossRuns: true };
  const comparisons = builder.compare(settings);
  const slices = checkedSlices(builder.slices(settings, comparisons), { by: options.by, known: sliceKeys(manifest) });
  const label = `the baseline file (${file.run.runId})`;
  const saved = { label, variants: file.variants, scorers: file.scorers };
  const now = { label: manifest.runId, variants: manifest.variants, scorers: manifest.scorers };
  const gone = { before: Object.keys(file.cases).length, matched: cases.size };
  return {
    comparisons: comparisons.map(comparisonInWords),
    ...(slices !== undefined && { slices: slicesInWords(slices, comparisons) }),
    factors: [],
    gaps: [
      ...missingVariants(saved, now, options),
      ...missingCases(gone, [label, manifest.runId]),
      ...missingTrials(manifest, rows),
    ],
    notes: [
      ...newVariantNotes(file, { variants: compared }),
      ...newCaseNotes(seen.size, cases.size),
      ...phrasingNotes(compared),
    ],
  };
}

function newCaseNotes(run: number, matched: number): string[] {
  return run > matched
    ? [`${run - matched} of ${run} cases of the run are new or have other content than in the baseline file: left out.`]
    : [];
}

/** The label of a baseline file's variant. */
export function baselineLabel(variant: string): string {
  return `${variant} [baseline]`;
}
