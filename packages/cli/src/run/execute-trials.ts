import { type Benchmark, type Manifest, plan, SameseedError, type StoppedModel, type Trial } from "@sameseed/core";
import { type AskedCall, type OpenRun, type ReusedAnswers, run, RunHealth, Traffic } from "@sameseed/runner";
import { score } from "@sameseed/scorer";
import { endingRules } from "./ending-rules.ts";
import { blocksOf, openJudgeSession, spendStored } from "./judge-session.ts";
import { underClock } from "./latency-run.ts";
import { modelsOf } from "./models-of.ts";
import type { Execution } from "./open-execution.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";
import { joined, takeAnswers } from "./take-answers.ts";

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
  /** Models whose trials ended early. */
  readonly stoppedModels: readonly StoppedModel[];
}

/** plan → run → score, each row stored as it comes, until the trials or a rule end the run. */
export async function executeTrials(
  { benchmark, execution, opened, reused }: Executed,
  options: RunBenchmarkOptions,
): Promise<Ended> {
  const { concurrency = 8 } = options;
  const { meter } = execution;
  const rules = await endingRules({ opened, timeUp: meter.timeUp }, options);
  const traffic = new Traffic({ ...options, concurrency, stop: rules.stop });
  const health = new RunHealth(options.onService);
  const onSkip = (trial: Trial): void => meter.skip(trial);
  const stage = { ...options, concurrency, seed: benchmark.seed, stop: rules.stop, traffic, health, onSkip };
  const judges = openJudgeSession({ benchmark, execution, opened }, stage);
  let asked: readonly AskedCall[] = [];
  try {
    if (options.budget) await spendStored(opened, execution);
    const taken = takeAnswers(reused, { benchmark, isDone: opened.isDone, calls: opened.calls });
    const isSequential = opened.manifest.sequential !== undefined;
    const trials = plan(benchmark, { isDone: taken.isDone, isSequential });
    const variants = await underClock({ benchmark, execution, opened }, stage);
    const results = judges.keep(run(meter.within(health.open(trials)), variants, stage));
    const all = joined([opened.answered(), taken.results, results]);
    for await (const row of score(all, benchmark.scorers, { desk: judges.desk, concurrency, ...blocksOf(benchmark) })) {
      if (!opened.append(row)) continue;
      meter.settle(row);
      options.onRow?.(row);
      rules.see(row);
    }
    asked = await judges.asked();
  } catch (error) {
    traffic.end();
    const kept = await opened.end({ stoppedModels: health.stopped() }).catch(() => null); // the first error is the one that explains
    throw kept === null ? error : withResume(error, kept);
  } finally {
    traffic.end();
    judges.close();
    await Promise.all(modelsOf(benchmark).map((model) => model.close?.()));
  }
  const stoppedModels = health.stopped();
  return {
    manifest: await opened.end({ decision: rules.decision(), asked, stoppedModels }),
    drift: rules.drift(),
    stoppedModels,
  };
}

/** A model or a judge that cannot be used ends the run; what others have answered by then is not lost. */
function withResume(error: unknown, { runId }: Manifest): unknown {
  if (!(error instanceof SameseedError) || error.code !== "MODEL_UNREACHABLE") return error;
  const { code, message, hint, cause } = error;
  return new SameseedError(code, message, {
    hint: `${hint ?? ""} What was answered is kept: then continue with --resume ${runId}.`.trim(),
    cause,
  });
}
