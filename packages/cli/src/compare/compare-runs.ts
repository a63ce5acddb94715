import {
  contentHash,
  type FactorEffect,
  isCounted,
  type Manifest,
  type Row,
  SameseedError,
  unknownId,
  type VariantComparison,
} from "@sameseed/core";
import { ComparisonBuilder, JudgeAuditBuilder, judgesOfTwoRuns, metricsOf, withJudgeCaveats } from "@sameseed/reporter";
import { readManifest, readRows, type RunFolder } from "@sameseed/runner";
import { type BaselineFile, baselineRows, caseHash } from "./baseline-file.ts";

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
  for await (const row of readRows(folder.rowsFile, manifest.counts.planned)) {
    if (!isCounted(manifest, row)) continue;
    builder.add(row);
    judges.add(row);
  }
  const settings = { baseline, margin, allPairs };
  return {
    comparisons: withJudgeCaveats(builder.compare(settings), judges.audits()),
    factors: builder.factors(settings),
  };
}

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

  const arms = [...labelled(before, 1), ...labelled(after, 2)];
  const metrics = metricsOf(before).filter((metric) => metricsOf(after).includes(metric));
  const repeats = Math.max(before.repeats, after.repeats);
  const builder = new ComparisonBuilder(arms, pickMetrics(metrics, options.metric), {
    manifest: { repeats, seed: before.seed },
    clusterKey: cluster,
  });
  const hashes = new Map<string, string>();
  const judges = [new JudgeAuditBuilder(before), new JudgeAuditBuilder(after)] as const;
  for await (const row of readRows(folders[0].rowsFile, before.counts.planned)) {
    if (!hashes.has(row.trial.case.id)) hashes.set(row.trial.case.id, contentHash(row.trial.case));
    builder.add(row, labelOf(row.trial.variant, 1));
    judges[0].add(row);
  }
  const unmatched = await addMatched(readRows(folders[1].rowsFile, after.counts.planned), {
    builder,
    hashes,
    judges: judges[1],
  });
  if (unmatched > 0 && !force) {
    throw new SameseedError(
      "BAD_RUN",
      `${unmatched} cases of ${folders[1].id} are not in ${folders[0].id}, or differ in content.`,
      {
        hint: "--force compares the cases that both have and leaves the others out.",
      },
    );
  }
  const pairs = pairsOf(before, after, options.baseline);
  const comparisons = builder.compare({ baseline: pairs[0]![0], margin, pairs, isAcrossRuns: true });
  return {
    comparisons: withJudgeCaveats(comparisons, judgesOfTwoRuns(judges[0].audits(), judges[1].audits())),
    factors: [],
  };
}

export interface ComparedWithBaseline extends ComparedRuns {
  /** What the reader must know of the matching, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Compares a run with a baseline file, case by case. Cases are matched by id and content; those that changed, are new or are
 * gone are left out and counted. Variants are paired as those of two runs.
 */
export async function compareWithBaseline(
  folder: RunFolder,
  file: BaselineFile,
  options: CompareRunsOptions,
): Promise<ComparedWithBaseline> {
  const manifest = await readManifest(folder);
  const { force = false, cluster, margin = manifest.margin } = options;
  if (!force) refuseUnmatched({ ...file, runId: `the baseline (${file.run.runId})` }, manifest);
  const arms = manifest.variants.filter(({ control }) => control !== true);
  const saved = file.variants.map((variant) => ({ ...variant, id: baselineLabel(variant.id) }));
  const known = metricsOf({ ...manifest, scorers: file.scorers.map((scorer) => ({ ...scorer, identity: null })) });
  const metrics = metricsOf(manifest).filter((metric) => known.includes(metric));
  const source = {
    manifest: { repeats: Math.max(file.repeats, manifest.repeats), seed: file.seed },
    clusterKey: cluster,
  };
  const builder = new ComparisonBuilder([...saved, ...arms], pickMetrics(metrics, options.metric), source);
  const cases = new Map<string, Row["trial"]["case"]>();
  const seen = new Set<string>();
  for await (const row of readRows(folder.rowsFile, manifest.counts.planned)) {
    const { case: testCase } = row.trial;
    if (!isCounted(manifest, row)) continue;
    if (!seen.has(testCase.id) && file.cases[testCase.id]?.hash === caseHash(testCase))
      cases.set(testCase.id, testCase);
    seen.add(testCase.id);
    if (cases.has(testCase.id)) builder.add(row);
  }
  for (const row of baselineRows(file, cases)) builder.add(row, baselineLabel(row.trial.variant));
  const pairs = idPairs(file, { variants: arms }, options.baseline).map(([a, b]) => [baselineLabel(a), b] as const);
  const comparisons = builder.compare({ baseline: pairs[0]![0], margin, pairs, isAcrossRuns: true });
  return {
    comparisons,
    factors: [],
    notes: matchingNotes({ run: seen.size, matched: cases.size, saved: Object.keys(file.cases).length }),
  };
}

function matchingNotes({
  run,
  matched,
  saved,
}: {
  readonly run: number;
  readonly matched: number;
  readonly saved: number;
}): string[] {
  return [
    ...(run > matched
      ? [`${run - matched} of ${run} cases of the run are new or have other content than in the baseline: left out.`]
      : []),
    ...(saved > matched
      ? [`${saved - matched} of ${saved} cases of the baseline are not in the run with the same content: left out.`]
      : []),
  ];
}

function baselineLabel(variant: string): string {
  return `${variant} [baseline]`;
}

interface Matching {
  readonly builder: ComparisonBuilder;
  readonly hashes: ReadonlyMap<string, string>;
  readonly judges: JudgeAuditBuilder;
}

async function addMatched(rows: AsyncIterable<Row>, { builder, hashes, judges }: Matching): Promise<number> {
  const unmatched = new Set<string>();
  const matched = new Set<string>();
  for await (const row of rows) {
    const { id } = row.trial.case;
    if (!matched.has(id) && !unmatched.has(id))
      (hashes.get(id) === contentHash(row.trial.case) ? matched : unmatched).add(id);
    if (!matched.has(id)) continue;
    builder.add(row, labelOf(row.trial.variant, 2));
    judges.add(row);
  }
  return unmatched.size;
}

/** The comparisons of two runs by the variant that both have, whose labels say which run is meant. */
export function byVariant(comparisons: readonly VariantComparison[]): Map<string, VariantComparison> {
  return new Map(comparisons.map((comparison) => [comparison.b.slice(0, -labelOf("", 2).length), comparison]));
}

function labelOf(variant: string, run: 1 | 2): string {
  return `${variant} [run ${run}]`;
}

function labelled({ variants }: Manifest, run: 1 | 2): Manifest["variants"] {
  return variants.map((variant) => ({ ...variant, id: labelOf(variant.id, run) }));
}

function pairsOf(before: Manifest, after: Manifest, baseline: string | undefined): (readonly [string, string])[] {
  return idPairs(before, after, baseline).map(([a, b]) => [labelOf(a, 1), labelOf(b, 2)]);
}

type Variants = { readonly variants: readonly { readonly id: string }[] };

function idPairs(
  before: Variants & { readonly baseline: string },
  after: Variants,
  baseline = before.baseline,
): (readonly [string, string])[] {
  const known = new Set(before.variants.map(({ id }) => id));
  if (!known.has(baseline)) throw unknownId("variant of the first run", baseline, [...known]);
  const shared = after.variants.filter(({ id }) => known.has(id));
  return shared.length > 0
    ? shared.map(({ id }) => [id, id] as const)
    : after.variants.map(({ id }) => [baseline, id] as const);
}

type Measured = Pick<Manifest, "runId" | "seed" | "seedPolicy" | "repeats"> & {
  readonly scorers: readonly { readonly hash: string }[];
  readonly sequential?: Manifest["sequential"];
};

function refuseUnmatched(before: Measured, after: Measured): void {
  const scorers = (manifest: Measured): string => JSON.stringify(manifest.scorers.map(({ hash }) => hash));
  const early = [before, after].find(({ sequential }) => (sequential?.stoppedAt ?? null) !== null);
  if (early !== undefined) {
    throw new SameseedError(
      "BAD_RUN",
      `${early.runId} was ended by its sequential rule: a comparison with another run has no valid interval.`,
      {
        hint: "Run the variants in one benchmark. --force compares the cases that both have all the same.",
      },
    );
  }
  const differing = [
    ...(scorers(before) === scorers(after) ? [] : ["scorers"]),
    ...(before.seed === after.seed && before.seedPolicy === after.seedPolicy ? [] : ["seeds"]),
    ...(before.repeats === after.repeats ? [] : ["repeats"]),
  ];
  if (differing.length === 0) return;
  throw new SameseedError("BAD_RUN", `${before.runId} and ${after.runId} differ in ${differing.join(" and ")}.`, {
    hint: "They were not measured alike. --force compares them all the same; the report says what differs.",
  });
}

function pickMetrics(metrics: readonly string[], wanted: string | undefined): readonly string[] {
  if (wanted === undefined) return metrics;
  if (!metrics.includes(wanted)) throw unknownId("metric", wanted, metrics);
  return [wanted];
}
