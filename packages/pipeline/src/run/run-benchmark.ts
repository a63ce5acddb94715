import type { BenchmarkDefinition, StoppedModel } from "@sameseed/core";
import { changeRunNote, type OpenRun } from "@sameseed/runner";
import { prepareBenchmark } from "../load/prepare-benchmark.ts";
import { expectedReportMs, FEWEST_AHEAD } from "../reports/expected-time.ts";
import { checkedOptions } from "./check-run.ts";
import { executeTrials } from "./execute-trials.ts";
import { openBenchmarkRun } from "./open-benchmark-run.ts";
import { openExecution } from "./open-execution.ts";
import { refuseBudget } from "../probe/refuse-budget.ts";
import type { ReportThread } from "../reports/report-thread.ts";
import type { writeReports as WriteReports, WrittenReports } from "../reports/write-reports.ts";
import type { FinishedRun, RunBenchmarkOptions } from "./run-options.ts";

/** A sentence about the models with an early end of their trials; null if there are none. */
function stoppedText(stopped: readonly StoppedModel[]): string | null {
  if (stopped.length === 0) return null;
  const parts = stopped.map(({ model, message }) => `${model}, whose service cannot be used: ${message}`);
  return parts.join("; ").replace(/\.$/, "");
}

/** Stopping before the first request is not an error. */
function nullIfStopped({ stop }: RunBenchmarkOptions): (error: unknown) => null {
  return (error) => {
    if (stop?.aborted && error === stop.reason) return null;
    throw error;
  };
}

/** Options of a run whose rows a thread follows. */
function seenBy(thread: ReportThread | null, options: RunBenchmarkOptions): RunBenchmarkOptions {
  if (thread === null) return options;
  return {
    ...options,
    onRow(row) {
      thread.sawRow();
      options.onRow?.(row);
    },
  };
}

/** Null where the reports are made after the last answer. */
async function reportThread(opened: OpenRun, options: RunBenchmarkOptions): Promise<ReportThread | null> {
  const { ReportThread } = await import("../reports/report-thread.ts");
  return ReportThread.for(opened, { ...options, isRetry: options.retryErrors !== undefined });
}

/** The reports are loaded where they are written: a run does not need them before its last answer. */
async function reports(...given: Parameters<typeof WriteReports>): Promise<WrittenReports> {
  return (await import("../reports/write-reports.ts")).writeReports(...given);
}

/** Runs a benchmark: plan → run → score → report. Returns null if the run was stopped before its first answer. */
export async function runBenchmark(
  definition: BenchmarkDefinition,
  given: RunBenchmarkOptions = {},
): Promise<FinishedRun | null> {
  const options = checkedOptions(given);
  const benchmark = await prepareBenchmark(definition, options);
  const execution = await openExecution(benchmark, {
    ...options,
    prices: { ...definition.prices, ...options.prices },
    batch: options.batch && { stop: options.stop, ...options.batch },
  });
  const reused = (await options.known?.match(benchmark)) ?? null;
  let release = async (): Promise<void> => {};
  let ahead: ReportThread | null = null;
  try {
    const opened = await openBenchmarkRun(benchmark, { ...execution, reused }, options).catch(nullIfStopped(options));
    if (opened === null) return null;
    release = opened.hold();
    const { folder, toRun, stored } = opened;
    if (options.note !== undefined || options.tags !== undefined)
      await changeRunNote(folder.path, { note: options.note, tags: options.tags && [...options.tags] });
    const taken = reused?.from.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
    const limit = (): string | null => execution.meter.stoppedBy();
    if (toRun >= FEWEST_AHEAD) ahead = await reportThread(opened, options);
    const reportMs = expectedReportMs(benchmark, toRun, { isAhead: ahead !== null });
    options.onStart?.({ benchmark, folder: folder.path, planned: toRun, stored, reused: taken, reportMs, limit });
    const started = { benchmark, execution, opened, reused };
    const { manifest, drift, stoppedModels } = await executeTrials(started, seenBy(ahead, options));
    if (manifest !== null) await reused?.learn({ folder, manifest });
    // A run that finished with its last answers was not stopped, even if its time was over then.
    const stoppedBy =
      drift ?? (manifest?.state === "complete" ? null : (execution.meter.stoppedBy() ?? stoppedText(stoppedModels)));
    if (manifest === null) return stoppedBy === null ? null : refuseBudget(stoppedBy);
    return {
      folder: folder.path,
      ...((await ahead?.written(manifest, options.onReport)) ?? (await reports(folder, manifest, options))),
      stoppedBy,
      warnings: execution.warnings(),
    };
  } finally {
    await ahead?.close();
    await release();
    reused?.close();
    execution.close();
  }
}
