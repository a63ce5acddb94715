import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  type Benchmark,
  type BenchmarkDefinition,
  checkBenchmark,
  describeBenchmark,
  type Manifest,
  type Model,
  plan,
  type Report,
  resolveBenchmark,
  type Result,
  type Row,
  SameseedError,
  type SeedLedgerEntry,
  select,
  type Selection,
  withControl,
} from "@sameseed/core";
import {
  type AskedCall,
  type KnownAnswers,
  type OpenRun,
  openRun,
  type ReusedAnswers,
  run,
  type RunOptions,
  Traffic,
  withFiles,
} from "@sameseed/runner";
import { score } from "@sameseed/scorer";
import { driftWatch } from "./drift-watch.ts";
import { blocksOf, isBlockwise, openJudgeSession, spendStored } from "./judge-session.ts";
import { forLatency, type LatencyOptions, latencyRecord, underClock } from "./latency-run.ts";
import { modelFromId } from "../load/model-from-id.ts";
import { type Execution, type ExecutionOptions, openExecution } from "./open-execution.ts";
import { version } from "../package-files.ts";
import { probeModels } from "../probe/probe-models.ts";
import { joined, takeAnswers } from "./take-answers.ts";
import { declareSequential, watchRun } from "./sequential-run.ts";
import { type ReportOptions, writeReports } from "../reports/write-reports.ts";

/** What is handed on to the run stage as it is. */
type StageOptions = Omit<RunOptions, "seed">;

export interface RunBenchmarkOptions extends ReportOptions, ExecutionOptions, StageOptions {
  /** Folder that the run's folder is made in. Default `results`. */
  readonly out?: string;
  readonly selection?: Selection;
  /** Runs the baseline twice: the A/A control. */
  readonly aa?: boolean | undefined;
  /** Ends the run once every variant is decided, looking after every case: confidence sequences hold at each look. */
  readonly sequential?: boolean | undefined;
  /** Measures latency: one request at a time, after a warm-up, nothing from a cache. */
  readonly latency?: LatencyOptions | undefined;
  /** Endpoint of `openai:` models that name none. */
  readonly baseUrl?: string | undefined;
  /** A run to continue, or `true` for the newest unfinished run of this benchmark. */
  readonly resume?: string | true | undefined;
  /** A run whose failed trials, and nothing else, are run again; or `true` for the newest of this benchmark that has any. */
  readonly retryErrors?: string | true | undefined;
  /** Answers that stand in for requests; what the run stores is added to them. */
  readonly known?: KnownAnswers | undefined;
  /** Ends the run when a variant is answered by another backend than before. */
  readonly failOnDrift?: boolean | undefined;
  /** Called when a variant is answered by another backend than before. */
  readonly onDrift?: (sentence: string) => void;
  /** Probes each model first on a few cases: whether it honours its seed. */
  readonly probe?: boolean | undefined;
  readonly onProbe?: (entry: SeedLedgerEntry) => void;
  /** Called once, before the first request of the run itself. */
  readonly onStart?: (started: StartedRun) => void;
  /** Called with each row as it is stored, in order of completion. */
  readonly onRow?: (row: Row) => void;
}

export interface StartedRun {
  readonly benchmark: Benchmark;
  readonly folder: string;
  readonly planned: number;
  /** Rows stored before, when the run is resumed. */
  readonly stored: number;
  /** Answers of earlier runs that are taken over. */
  readonly reused: number;
}

export interface FinishedRun {
  readonly folder: string;
  readonly report: Report;
  /** The report files written, by path. */
  readonly files: readonly string[];
  /** What ended the run, a limit of the budget or a backend that changed, in a sentence; null when nothing did. */
  readonly stoppedBy: string | null;
  /** What the user should know of the run but not of its result. */
  readonly warnings: readonly string[];
}

/** plan → run → score → report: the whole framework. Null when the run was stopped before its first answer. */
export async function runBenchmark(
  definition: BenchmarkDefinition,
  given: RunBenchmarkOptions = {},
): Promise<FinishedRun | null> {
  const options = forLatency(given);
  const benchmark = await prepareBenchmark(definition, options);
  const execution = await openExecution(benchmark, { ...options, prices: { ...definition.prices, ...options.prices } });
  const reused = (await options.known?.match(benchmark)) ?? null;
  try {
    const opened = await openBenchmarkRun(benchmark, { ...execution, reused }, options);
    const { folder, planned, stored } = opened;
    const taken = reused?.from.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
    options.onStart?.({ benchmark, folder: folder.path, planned, stored, reused: taken });
    const { manifest, drift } = await executeTrials({ benchmark, execution, opened, reused }, options);
    if (manifest !== null) await reused?.learn({ folder, manifest });
    const stoppedBy = drift ?? execution.meter.stoppedBy();
    if (manifest === null) return stoppedBy === null ? null : refuseBudget(stoppedBy);
    return {
      folder: folder.path,
      ...(await writeReports(folder, manifest, options)),
      stoppedBy,
      warnings: execution.warnings(),
    };
  } finally {
    reused?.close();
    execution.close();
  }
}

/** The benchmark as it will run: models made, variants formed, narrowed to the selection. */
export async function prepareBenchmark(
  definition: BenchmarkDefinition,
  { selection = {}, aa = false, baseUrl }: RunBenchmarkOptions = {},
): Promise<Benchmark> {
  const prompts = definition.prompts?.map((prompt) => withFiles(prompt, "."));
  const located = { ...definition, ...(prompts && { prompts }) };
  const benchmark = select(await resolveBenchmark(located, (id) => modelFromId(id, { baseUrl })), selection);
  return aa ? withControl(benchmark) : benchmark;
}

/** Checks every case and every model before anything is written or sent. */
async function openBenchmarkRun(
  benchmark: Benchmark,
  { priceTable, bare, meter, reused }: Execution & { readonly reused: ReusedAnswers | null },
  options: RunBenchmarkOptions,
): Promise<OpenRun> {
  const { out = "results", concurrency = 8, selection = {}, resume, retryErrors } = options;
  const census = await checkBenchmark(benchmark);
  const record = describeBenchmark(benchmark, census, selection);
  const sequential = options.sequential ? { sequential: await declareSequential(benchmark, census) } : {};
  const models = [...new Set(benchmark.variants.map((variant) => variant.model))];
  await Promise.all(modelsOf(benchmark).map((model) => model.prepare?.()));
  const notes = await Promise.all(models.map((model) => model.notes?.(benchmark.cases.cases()) ?? []));
  const { maxRetries, abort, onProbe } = options;
  const spend = (result: Result): void => meter.spend(result);
  const probed = options.probe
    ? { seedLedger: await probeModels(benchmark, { bare, onResult: spend, onProbe, concurrency, maxRetries, abort }) }
    : {};
  const latency = latencyRecord(options);
  const tool = { version: version(), node: process.versions.node };
  return openRun(
    out,
    {
      ...record,
      ...sequential,
      ...probed,
      ...(latency && { latency }),
      ...(reused !== null && reused.from.length > 0 && { reusedFrom: [...reused.from] }),
      concurrency,
      tool,
      gitCommit: await gitCommit(),
      priceTable,
      notes: notes.flat(),
    },
    { resume, retryErrors, isBlockwise: isBlockwise(benchmark) },
  );
}

interface Executed {
  readonly benchmark: Benchmark;
  readonly execution: Execution;
  readonly opened: OpenRun;
  readonly reused: ReusedAnswers | null;
}

interface Ended {
  readonly manifest: Manifest | null;
  /** The change of a backend that ended the run. */
  readonly drift: string | null;
}

async function executeTrials(
  { benchmark, execution, opened, reused }: Executed,
  options: RunBenchmarkOptions,
): Promise<Ended> {
  const { stop, abort, onRow, onDrift, concurrency = 8 } = options;
  const drifts = driftWatch();
  let drift: string | null = null;
  const watch = await watchRun(opened);
  const decided = new AbortController();
  if (watch?.decision) decided.abort();
  const { meter } = execution;
  const ended = stop === undefined ? decided.signal : AbortSignal.any([stop, decided.signal]);
  const traffic = new Traffic({ ...options, concurrency });
  const stage = { ...options, concurrency, seed: benchmark.seed, stop: ended, abort, traffic };
  const judges = openJudgeSession({ benchmark, execution, opened }, stage);
  const release = [onAbort(ended, () => traffic.stop()), onAbort(abort, () => traffic.drop())];
  let asked: readonly AskedCall[] = [];
  try {
    if (options.budget) await spendStored(opened, execution);
    const taken = takeAnswers(reused, { benchmark, isDone: opened.isDone, calls: opened.calls });
    const trials = plan(benchmark, { isDone: taken.isDone, isSequential: watch !== null });
    const variants = await underClock({ benchmark, execution, opened }, stage);
    const results = judges.keep(run(meter.within(trials), variants, stage));
    const scoring = { desk: judges.desk, concurrency, ...blocksOf(benchmark) };
    for await (const row of score(joined(opened.answered(), taken.results, results), benchmark.scorers, scoring)) {
      if (!opened.append(row)) continue;
      meter.settle(row);
      onRow?.(row);
      for (const drifted of drifts.see(row)) {
        onDrift?.(drifted);
        if (!options.failOnDrift) continue;
        drift ??= `--fail-on-drift, ${drifted.replace(/\.$/, "")}`;
        decided.abort();
      }
      watch?.add(row);
      if (watch?.decision) decided.abort();
    }
    asked = await judges.asked();
  } catch (error) {
    traffic.drop();
    await opened.end().catch(() => {}); // the first error is the one that explains
    throw error;
  } finally {
    for (const undo of release) undo();
    traffic.drop();
    judges.close();
    await Promise.all(modelsOf(benchmark).map((model) => model.close?.()));
  }
  return { manifest: await opened.end(watch?.decision ?? undefined, asked), drift };
}

/** The models that are asked, those of variants and those of judges, each once. */
function modelsOf({ variants, judges }: Benchmark): Model[] {
  return [...new Set([...variants, ...judges].map(({ model }) => model))];
}

function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal?.aborted) listener();
  signal?.addEventListener("abort", listener);
  return () => signal?.removeEventListener("abort", listener);
}

function refuseBudget(stoppedBy: string): never {
  throw new SameseedError("BAD_ARGUMENT", `Stopped before the first answer by ${stoppedBy}.`, {
    hint: "Nothing was written. Raise the limit.",
  });
}

async function gitCommit(): Promise<string | null> {
  const { stdout } = await promisify(execFile)("git", ["rev-parse", "HEAD"]).catch(() => ({ stdout: "" }));
  return stdout.trim() || null;
}
