import {
  type Benchmark,
  type BenchmarkDefinition,
  checkBenchmark,
  describeBenchmark,
  SameseedError,
  type Row,
  type TestCase,
  type Trial,
} from "@sameseed/core";
import { refuseOtherRun, type RunNotice, work, type WorkerEnd, type WorkerStage } from "@sameseed/queue";
import { type AskedCall, KnownCalls, openJudgeClient, run, RunHealth, Traffic } from "@sameseed/runner";
import { score } from "@sameseed/scorer";
import { prepareBenchmark } from "../load/prepare-benchmark.ts";
import { version } from "../choices/version.ts";
import { blocksOf } from "./judge-session.ts";
import { modelsOf } from "./models-of.ts";
import { type Execution, openExecution } from "./open-execution.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";

export interface QueueWorkerOptions extends Pick<
  RunBenchmarkOptions,
  "cache" | "cacheDir" | "cacheTtlMs" | "concurrency" | "onHold" | "onRow" | "onService" | "prices" | "stop" | "abort"
> {
  readonly url: string;
  readonly run: RunNotice;
  /** How the coordinator's command line sends requests and selects trials. */
  readonly settings: Pick<
    RunBenchmarkOptions,
    | "aa"
    | "baseUrl"
    | "maxRequestsPerMinute"
    | "maxRetries"
    | "maxTokensPerMinute"
    | "selection"
    | "timeoutMs"
    | "trialTimeoutMs"
  >;
  /** Called once the benchmark is known to be the run's, before the first request. */
  readonly onReady?: () => void;
  readonly onWarning?: (sentence: string) => void;
}

/**
 * Works for a run of the same benchmark until it ends. Errors: `BAD_RUN` for another benchmark or version, `MISSING_KEY`
 * and `MODEL_UNREACHABLE` for a model that this machine cannot use: its trials go to other workers.
 */
export async function runWorker(definition: BenchmarkDefinition, options: QueueWorkerOptions): Promise<WorkerEnd> {
  const { concurrency = 8, settings, onReady, onRow, onWarning, stop, url } = options;
  const benchmark = await prepareBenchmark(definition, settings);
  try {
    const { hash } = describeBenchmark(benchmark, await checkBenchmark(benchmark, { stop }), settings.selection ?? {});
    refuseOtherRun(options.run, { hash, version: version() });
  } catch (error) {
    if (stop?.aborted && error === stop.reason) return { rows: 0, failed: 0, isRunOver: false };
    throw error;
  }
  const execution = await openExecution(benchmark, { ...options, prices: { ...definition.prices, ...options.prices } });
  const models = modelsOf(benchmark);
  try {
    await Promise.all(models.map((model) => model.prepare?.()));
    onReady?.();
    return await work({
      url,
      run: options.run,
      concurrency,
      variants: benchmark.variants,
      caseOf: caseFinder(benchmark),
      execute: (stage) => executeChunks({ benchmark, execution }, stage, options),
      stop,
      abort: options.abort,
      onRow,
      onWarning,
    });
  } finally {
    execution.close();
    await Promise.all(models.map((model) => model.close?.()));
  }
}

interface Prepared {
  readonly benchmark: Benchmark;
  readonly execution: Execution;
}

/** run → score over all chunks of the worker. */
async function* executeChunks(
  { benchmark, execution: { variants, judges } }: Prepared,
  { trials, answered, keep, stored, skip, agree, agreed, limits, stop }: WorkerStage,
  options: QueueWorkerOptions,
): AsyncGenerator<Row> {
  const { concurrency = 8, settings, abort, onHold, onService } = options;
  const common = { ...settings, concurrency, seed: benchmark.seed, stop, abort, onHold, limits };
  const health = new RunHealth(onService);
  const traffic = new Traffic(common);
  const onSkip = (trial: Trial): void => skip(trial, stoppedModel(health, trial));
  async function* open(): AsyncGenerator<Trial> {
    for await (const trial of trials) {
      if (health.of(trial.model).stoppedBy === null) yield trial;
      else onSkip(trial);
    }
  }
  const judgeClient =
    judges.length === 0
      ? undefined
      : openJudgeClient(judges, { ...common, traffic, known: await knownCalls(agreed), agree: agreeBy(agree) });
  try {
    const results = run(open(), variants, { ...common, traffic, health, onSkip, onResult: keep, whenStored: stored });
    yield* score(together(results, answered), benchmark.scorers, { judgeClient, concurrency, ...blocksOf(benchmark) });
  } finally {
    judgeClient?.close();
    traffic.end();
  }
}

/** A model that never answered here for want of a key or a way there: this machine lacks it, others may not. */
function stoppedModel(health: RunHealth, { model }: Trial) {
  const stopped = health.stopped().find((one) => one.model === model)!;
  const isLocal = ["authentication", "unreachable"].includes(stopped.kind) && !health.of(model).hasAnswered;
  if (!isLocal) return stopped;
  throw new SameseedError("MODEL_UNREACHABLE", `${model} cannot be used from this machine: ${stopped.message}`, {
    hint: "Set its key and network on this worker as on the others. The trials that it took go to other workers.",
  });
}

async function knownCalls(agreed: WorkerStage["agreed"]): Promise<KnownCalls> {
  const known = new KnownCalls();
  for (const text of await agreed()) known.add(JSON.parse(text) as AskedCall);
  return known;
}

function agreeBy(agree: WorkerStage["agree"]) {
  return async (asked: AskedCall): Promise<AskedCall> => {
    const { scorer, call } = asked;
    const key = `${scorer}|${call.step ?? ""}|${call.question}`;
    return JSON.parse(await agree(key, JSON.stringify(asked))) as AskedCall;
  };
}

/** Merges both streams as values arrive. The chunks that a worker runs at a time limit the waiting values. */
async function* together<T>(first: AsyncIterable<T>, second: AsyncIterable<T>): AsyncGenerator<T> {
  let items: T[] = [];
  let open = 2;
  let wake = Promise.withResolvers<void>();
  const pump = async (source: AsyncIterable<T>): Promise<void> => {
    for await (const item of source) {
      items.push(item);
      wake.resolve();
    }
    open--;
    wake.resolve();
  };
  const pumps = [pump(first), pump(second)];
  for (const one of pumps) one.catch((error: unknown) => wake.reject(error));
  for (;;) {
    const batch = items;
    items = [];
    yield* batch;
    if (items.length > 0) continue;
    if (open === 0) return;
    await wake.promise;
    wake = Promise.withResolvers();
  }
}

/** Finds a case by its id in the worker's own dataset, which is read on first use. */
function caseFinder({ cases }: Benchmark): (id: string) => Promise<TestCase> {
  let all: Promise<Map<string, TestCase>> | undefined;
  return async (id) => {
    all ??= Array.fromAsync(cases.cases()).then((list) => new Map(list.map((one) => [one.id, one])));
    const found = (await all).get(id);
    if (found === undefined) throw new SameseedError("BAD_RUN", `This worker's dataset has no case "${id}".`);
    return found;
  };
}
