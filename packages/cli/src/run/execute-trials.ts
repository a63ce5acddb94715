import { type Benchmark, type Manifest, plan } from "@sameseed/core";
import { type AskedCall, type OpenRun, type ReusedAnswers, run, Traffic } from "@sameseed/runner";
import { score } from "@sameseed/scorer";
import { driftWatch } from "./drift-watch.ts";
import { blocksOf, openJudgeSession, spendStored } from "./judge-session.ts";
import { underClock } from "./latency-run.ts";
import { modelsOf } from "./models-of.ts";
import type { Execution } from "./open-execution.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";
import { watchRun } from "./sequential-run.ts";
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
}

/** plan → run → score, each row stored as it comes, until the trials or a rule end the run. */
export async function executeTrials(
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
    const all = joined([opened.answered(), taken.results, results]);
    for await (const row of score(all, benchmark.scorers, scoring)) {
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

function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal?.aborted) listener();
  signal?.addEventListener("abort", listener);
  return () => signal?.removeEventListener("abort", listener);
}
