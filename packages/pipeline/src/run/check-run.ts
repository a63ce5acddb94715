import {
  type Benchmark,
  type BenchmarkDefinition,
  type BenchmarkRecord,
  type CaseSummary,
  checkBenchmark,
  describeBenchmark,
  type SameseedError,
  type SequentialRun,
  unknownId,
} from "@sameseed/core";
import { refuseOut } from "@sameseed/runner";
import { checkNotes } from "../load/check-notes.ts";
import { prepareBenchmark } from "../load/prepare-benchmark.ts";
import { csvOptions } from "../reports/csv-options.ts";
import { forLatency } from "./latency-run.ts";
import { refuseUnknownCosts } from "./open-execution.ts";
import { refuseChains, refuseInBatches, refuseInShard, refuseOverQueue, refuseRules } from "./queue-options.ts";
import { unreadyParts } from "./models-of.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";
import { declareSequential } from "./sequential-run.ts";

/** The options as a run uses them. Errors: `BAD_ARGUMENT` for options that contradict each other. */
export function checkedOptions(given: RunBenchmarkOptions): RunBenchmarkOptions {
  const options = forLatency(given.prune ? { ...given, sequential: true } : given);
  csvOptions(options);
  refuseRules(options);
  refuseOverQueue(options);
  refuseInBatches(options);
  refuseInShard(options);
  return options;
}

/** A benchmark with accepted cases and options. */
export interface CheckedRun {
  readonly caseSummary: CaseSummary;
  readonly record: BenchmarkRecord;
  /** The rule of a sequential run; undefined for any other run. */
  readonly sequential: SequentialRun | undefined;
}

/**
 * Checks every case, and the options against the cases. Errors: as a run's before its first request. Throws the reason of
 * `stop` once it is aborted.
 */
export async function checkedCases(benchmark: Benchmark, options: RunBenchmarkOptions): Promise<CheckedRun> {
  const { selection = {}, prune, detect } = options;
  const caseSummary = await checkBenchmark(benchmark, options);
  refuseChains(options, caseSummary);
  const record = describeBenchmark(benchmark, caseSummary, selection);
  await refuseUnknownMetrics(record, options);
  return {
    caseSummary,
    record,
    sequential: options.sequential ? await declareSequential(benchmark, { caseSummary, prune, detect }) : undefined,
  };
}

async function refuseUnknownMetrics(record: BenchmarkRecord, { failUnder = [] }: RunBenchmarkOptions): Promise<void> {
  if (failUnder.length === 0) return;
  const { metricsOf } = await import("@sameseed/analysis");
  const known = metricsOf(record);
  const unknown = failUnder.find(({ metric }) => !known.includes(metric));
  if (unknown !== undefined) throw unknownId("metric", unknown.metric, known);
}

/** A benchmark as it would run, and the run's notes. */
export interface DryRun {
  readonly benchmark: Benchmark;
  /** Reasons why prompts fail for single cases, whose trials would fail. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** Why models and scorers would not work on this machine, such as a key that is not set. */
  readonly unready: readonly SameseedError[];
}

/** The benchmark for a dry run: refuses everything that a run refuses, and sends and writes nothing. */
export async function checkRun(definition: BenchmarkDefinition, given: RunBenchmarkOptions = {}): Promise<DryRun> {
  const options = checkedOptions(given);
  const benchmark = await prepareBenchmark(definition, options);
  await refuseUnknownCosts(benchmark, { ...options, prices: { ...definition.prices, ...options.prices } });
  const { caseSummary } = await checkedCases(benchmark, options);
  const notes = await checkNotes(benchmark, caseSummary);
  await refuseOut(options.out ?? "results");
  const unready = await unreadyParts(benchmark, caseSummary);
  return { benchmark, problems: caseSummary.problems, notes, unready };
}
