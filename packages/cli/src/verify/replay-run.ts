import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Benchmark,
  type BenchmarkDefinition,
  type BenchmarkRecord,
  benchmarkHash,
  canonicalJson,
  checkBenchmark,
  describeBenchmark,
  type JudgeQuestion,
  type Manifest,
  plan,
  type Report,
  type Row,
  SameseedError,
} from "@sameseed/core";
import {
  copyLabels,
  copyRunFolder,
  KnownCalls,
  openRowStore,
  openStoredRows,
  readManifest,
  removeRunFolder,
  replay,
  type RunFolder,
  storedJudgeDesk,
  writeManifest,
} from "@sameseed/runner";
import { score } from "@sameseed/scorer";
import { hasByteOrderMark } from "./byte-order-mark.ts";
import { blocksOf } from "../run/judge-session.ts";
import { existingFormats } from "../reports/export-run.ts";
import { prepareBenchmark } from "../load/prepare-benchmark.ts";
import { type ReportOptions, writeReports } from "../reports/write-reports.ts";

export interface Replayed {
  readonly folder: string;
  readonly report: Report;
  readonly files: readonly string[];
  /** Whether anything but the scores' computation is as in the run: then the reports are the same bytes. */
  readonly isSame: boolean;
}

/** Writes a run's reports from its rows again, into a folder of their own: the same bytes. */
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

/** Scores a run's answers again with a benchmark file as it is now, through the same stages as a run. */
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
  const store = await openRowStore(target.rowsFile, 0);
  const counts = {
    planned: described.cases.count * described.repeats * described.variants.length,
    completed: 0,
    truncated: 0,
    refused: 0,
    failed: 0,
  };
  try {
    for await (const { row } of rescore(folder, before, benchmark)) {
      counts[row.outcome.status]++;
      await store.append(row);
    }
  } catch (error) {
    await removeRunFolder(target);
    throw error;
  } finally {
    await store.close();
  }
  const total = counts.completed + counts.truncated + counts.refused + counts.failed;
  const manifest: Manifest = isSame
    ? before
    : {
        ...described,
        runId: target.id,
        counts,
        state: total === counts.planned || before.sequential?.stoppedAt ? "complete" : "stopped",
      };
  if (isSame) await copyFile(folder.manifestFile, target.manifestFile);
  else await writeManifest(target, manifest);
  return { folder: target.path, isSame, ...(await writeReports(target, manifest, await asBefore(folder, options))) };
}

/** The same files as the run has, written in the same way unless told otherwise. */
export async function asBefore(folder: RunFolder, { bom, ...options }: ReportOptions): Promise<ReportOptions> {
  return {
    format: existingFormats(folder),
    bom: bom ?? (await hasByteOrderMark(join(folder.path, "rows.csv"))),
    ...options,
  };
}

/** The benchmark of the file, narrowed as the run was. */
export async function benchmarkOf(
  { selection, variants }: Manifest,
  definition: BenchmarkDefinition,
): Promise<Benchmark> {
  return prepareBenchmark(definition, { selection, aa: variants.some(({ control }) => control) });
}

/** The run's rows, scored by the benchmark's scorers as they are now, beside the rows as they are stored. */
export async function* rescore(
  folder: RunFolder,
  manifest: Manifest,
  benchmark: Benchmark,
): AsyncGenerator<{ readonly row: Row; readonly stored: Row }> {
  refuseOtherRequests(manifest, benchmark);
  const rows = await openStoredRows(folder.rowsFile, manifest.counts.planned);
  const stored = new Map<number, Row>();
  const known = new KnownCalls();
  for (const { calls = [] } of manifest.judges ?? []) for (const call of calls) known.add({ index: null, call });
  const { seed, judges } = benchmark;
  const desk = storedJudgeDesk(judges, {
    seed,
    known,
    onMissing: (question) => refuseOtherQuestion(manifest, question),
  });
  const prompts = new Map(benchmark.variants.map(({ prompt }) => [prompt.id, prompt]));
  async function* results(): ReturnType<typeof replay> {
    for await (const result of replay(plan(benchmark, { isSequential: manifest.sequential !== undefined }), {
      manifest,
      rows,
      prompts,
    })) {
      stored.set(result.trial.index, result.stored);
      known.addRow(result.stored, result.trial.index, { withErrors: true });
      yield result;
    }
  }
  try {
    for await (const { trial, outcome, scores } of score(results(), benchmark.scorers, {
      desk,
      ...blocksOf(benchmark),
    })) {
      yield { row: { trial, outcome, scores }, stored: stored.get(trial.index)! };
      stored.delete(trial.index);
    }
  } finally {
    rows.close();
  }
}

/** The manifest of the replay: the run's own where nothing has changed. Who answered, and when, stays as it was. */
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

/** Answers belong to the request that was sent: only what scores them may change. */
function refuseOtherRequests(before: Manifest, { seed, seedPolicy, variants }: Benchmark): void {
  const changed = [
    ...(seed === before.seed ? [] : ["the seed"]),
    ...(seedPolicy === before.seedPolicy ? [] : ["the seed policy"]),
  ];
  for (const { id, prompt, params, model } of variants) {
    const variant = before.variants.find((one) => one.id === id);
    const source = before.prompts.find((one) => one.id === variant?.prompt)?.source;
    if (variant === undefined) changed.push(`variant ${id} (the run does not have it)`);
    else if (canonicalJson(source) !== canonicalJson(prompt.source)) changed.push(`prompt ${prompt.id}`);
    else if (canonicalJson(variant.params) !== canonicalJson(params)) changed.push(`the parameters of ${id}`);
    else if (
      canonicalJson(withoutEndpoint(variant.identity)) !==
      canonicalJson(withoutEndpoint({ id: model.id, ...model.identity }))
    )
      changed.push(`the model of ${id}`);
  }
  refuseChanges(before, changed);
}

function filesOf({ prompts }: Manifest, id: string): string | undefined {
  return prompts.find((prompt) => prompt.id === id)?.files;
}

function refuseChanges(before: Manifest, changed: readonly string[]): void {
  if (changed.length === 0) return;
  throw new SameseedError(
    "BAD_RUN",
    `The answers of ${before.runId} were given to other requests: ${[...new Set(changed)].join(", ")} changed.`,
    {
      hint: "Only scorers, references, baseline and margin may change in a replay. Undo the change, or start a new run.",
    },
  );
}

/** What a judge said belongs to the question that it was asked. */
function refuseOtherQuestion({ runId }: Manifest, { scorer }: JudgeQuestion): never {
  throw new SameseedError("BAD_RUN", `Scorer "${scorer}" asks its judge what ${runId} did not ask.`, {
    hint: "A replay asks nobody: the judge, its prompt and what it is told of a case must be as they were. Undo the change, or start a new run.",
  });
}

/** An endpoint may come from the environment, which a replay does not need. */
function withoutEndpoint(identity: unknown): unknown {
  const { baseUrl: _, query: __, ...rest } = identity as Record<string, unknown>;
  return rest;
}
