import { copyFile } from "node:fs/promises";
import {
  trialsToRun,
  type Benchmark,
  type BenchmarkDefinition,
  type BenchmarkRecord,
  benchmarkHash,
  canonicalJson,
  checkBenchmark,
  describeBenchmark,
  type Manifest,
  type WordedReport,
} from "@sameseed/core";
import {
  copyLabels,
  copyRunFolder,
  openRowStore,
  readManifest,
  removeRunFolder,
  type RunFolder,
  writeManifest,
} from "@sameseed/runner";
import { writtenAs } from "./written-as.ts";
import { existingFormats } from "../reports/export-run.ts";
import { prepareBenchmark } from "../load/prepare-benchmark.ts";
import { type ReportOptions, writeReports } from "../reports/write-reports.ts";
import { rescore, type Rescored } from "./rescore.ts";
import { refuseChanges } from "./same-requests.ts";

export interface Replayed {
  readonly folder: string;
  readonly report: WordedReport;
  readonly files: readonly string[];
  /** Whether anything but the scores' computation is as in the run: then the reports are the same bytes. */
  readonly isSame: boolean;
}

/** Rewrites a run's reports from its rows, into a separate folder: the same bytes. */
export async function replayRun(folder: RunFolder, results: string, options: ReportOptions = {}): Promise<Replayed> {
  const manifest = await readManifest(folder);
  const target = await copyRunFolder(results, folder);
  await copyFile(folder.rowsFile, target.rowsFile);
  await copyFile(folder.manifestFile, target.manifestFile);
  await copyLabels(folder.path, target.path);
  return {
    folder: target.path,
    isSame: true,
    ...(await writeReports(target, manifest, await asBefore(folder, options))),
  };
}

export interface RescoreOptions extends ReportOptions {
  readonly results: string;
}

/** Scores a run's answers again with the current benchmark file, through the same stages as a run. */
export async function rescoreRun(
  folder: RunFolder,
  definition: BenchmarkDefinition,
  { results, ...options }: RescoreOptions,
): Promise<Replayed> {
  const before = await readManifest(folder);
  const benchmark = await benchmarkOf(before, definition);
  const described = await describeReplay(before, benchmark);
  const isSame = described === before;
  const target = await copyRunFolder(results, folder);
  await copyLabels(folder.path, target.path);
  const planned = described.cases.count * described.repeats * described.variants.length;
  const counts = { planned, ...(await storeRows(rescore(folder, before, benchmark), target)) };
  const total = counts.completed + counts.truncated + counts.refused + counts.failed;
  const manifest: Manifest = isSame
    ? before
    : {
        ...described,
        runId: target.id,
        counts,
        state: total === trialsToRun({ ...described, counts }) || before.sequential?.stoppedAt ? "complete" : "stopped",
      };
  if (isSame) await copyFile(folder.manifestFile, target.manifestFile);
  else await writeManifest(target, manifest);
  return { folder: target.path, isSame, ...(await writeReports(target, manifest, await asBefore(folder, options))) };
}

/** Stores rescored rows in a folder, which a failure leaves no trace of; how many there are by status. */
async function storeRows(
  rescored: AsyncIterable<Rescored>,
  target: RunFolder,
): Promise<Omit<Manifest["counts"], "planned">> {
  const store = await openRowStore(target.rowsFile, 0);
  const counts = { completed: 0, truncated: 0, refused: 0, failed: 0 };
  try {
    for await (const { row } of rescored) {
      counts[row.outcome.status]++;
      await store.append(row);
    }
    await store.close();
  } catch (error) {
    await store.close().catch(() => {}); // the first error is the one that explains the failure
    await removeRunFolder(target);
    throw error;
  }
  return counts;
}

/** The same files as in the run, written in the same way by default. */
export async function asBefore(folder: RunFolder, options: ReportOptions): Promise<ReportOptions> {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const { decimal, ...before } = await writtenAs(folder);
  const isOther = options.delimiter !== undefined && options.delimiter !== before.delimiter;
  return {
    format: existingFormats(folder),
    ...before,
    ...(decimal !== undefined && !isOther && { decimal }),
    ...Object.fromEntries(given),
  };
}

/** The benchmark of the file, narrowed as the run was. */
export async function benchmarkOf(
  { selection, variants }: Manifest,
  definition: BenchmarkDefinition,
): Promise<Benchmark> {
  return prepareBenchmark(definition, { selection, aa: variants.some(({ control }) => control) });
}

/** The manifest of the replay: the run's own where unchanged. The backends and times stay the same. */
async function describeReplay(before: Manifest, benchmark: Benchmark): Promise<Manifest> {
  const record: BenchmarkRecord = describeBenchmark(benchmark, await checkBenchmark(benchmark), before.selection);
  const otherFiles = record.prompts.filter(({ id, files }) => filesOf(before, id) !== files);
  refuseChanges(
    before,
    otherFiles.map(({ id }) => `the files of prompt ${id}`),
  );
  const kept = new Map(before.variants.map((variant) => [variant.id, variant]));
  const judged = new Map(before.judges?.map((judge) => [judge.id, judge]));
  const changed = {
    ...record,
    variants: record.variants.map(({ id }) => kept.get(id)!),
    judges: record.judges?.map((judge) => ({ ...judge, ...judged.get(judge.id), scorers: judge.scorers })),
    selection: before.selection,
  };
  const now = { ...before, ...changed, hash: benchmarkHash(changed) };
  if (canonicalJson(now) === canonicalJson(before)) return before;
  return { ...now, notes: [...before.notes, `The answers are those of ${before.runId}, scored again.`] };
}

function filesOf({ prompts }: Manifest, id: string): string | undefined {
  return prompts.find((prompt) => prompt.id === id)?.files;
}
