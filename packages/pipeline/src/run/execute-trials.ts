import { type Benchmark, type Manifest, SameseedError, type StoppedModel, option } from "@sameseed/core";
import type { OpenRun, ReusedAnswers } from "@sameseed/runner";
import { endingRules } from "./ending-rules.ts";
import type { Executed, Executor } from "./executor.ts";
import { spendStored } from "./judge-session.ts";
import { localExecutor } from "./local-executor.ts";
import { modelsOf } from "./models-of.ts";
import type { Execution } from "./open-execution.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";

interface Started {
  readonly benchmark: Benchmark;
  readonly execution: Execution;
  readonly opened: OpenRun;
  readonly reused: ReusedAnswers | null;
}

interface Ended {
  readonly manifest: Manifest | null;
  /** The change of a backend that ended the run. */
  readonly drift: string | null;
  /** Models with an early end of their trials. */
  readonly stoppedModels: readonly StoppedModel[];
}

/** plan → run → score by an executor; each row is stored on arrival, until the trials or a rule end the run. */
export async function executeTrials(
  { benchmark, execution, opened, reused }: Started,
  options: RunBenchmarkOptions,
): Promise<Ended> {
  let executor: Executor | undefined;
  let isComplete = false;
  try {
    const rules = await endingRules({ opened, timeUp: execution.meter.timeUp }, options);
    executor = await openExecutor({ benchmark, execution, opened, reused, rules }, options);
    if (options.budget) await spendStored(opened, execution);
    for await (const row of executor.rows()) {
      if (!opened.append(row, executor.jsonOf?.(row))) continue;
      executor.settle(row);
      options.onRow?.(row);
      rules.see(row);
    }
    const asked = await executor.asked();
    const stoppedModels = executor.stoppedModels();
    executor.end();
    const manifest = await opened.end({
      decision: rules.decision(),
      asked,
      stoppedModels,
      workers: executor.workers(),
      reusedFrom: reused?.from,
    });
    isComplete = manifest?.state === "complete";
    return { manifest, drift: rules.drift(), stoppedModels };
  } catch (error) {
    executor?.end();
    const stoppedModels = executor?.stoppedModels() ?? [];
    const kept = await opened
      .end({ stoppedModels, workers: executor?.workers(), reusedFrom: reused?.from })
      .catch(() => null); // the first error is the one that explains the failure
    throw kept === null ? error : withResume(error, kept);
  } finally {
    await executor?.close(isComplete);
    await Promise.all(modelsOf(benchmark).map((model) => model.close?.()));
  }
}

async function openExecutor(executed: Executed, options: RunBenchmarkOptions): Promise<Executor> {
  if (options.queue === undefined) return localExecutor(executed, options);
  return (await import("./queue-executor.ts")).queueExecutor(executed, { ...options, queue: options.queue });
}

/** A model or a judge that cannot be used ends the run; existing answers of others are kept. */
function withResume(error: unknown, { runId }: Manifest): unknown {
  if (!(error instanceof SameseedError) || error.code !== "MODEL_UNREACHABLE") return error;
  const { code, message, hint, cause } = error;
  return new SameseedError(code, message, {
    hint: `${hint ?? ""} The answers so far are stored. Then continue with ${option("resume")} ${runId}.`.trim(),
    cause,
  });
}
