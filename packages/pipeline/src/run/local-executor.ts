import { plan, type Trial } from "@sameseed/core";
import { run, runAtHand, RunHealth, Traffic } from "@sameseed/runner";
import { score } from "@sameseed/scorer";
import type { Executed, Executor } from "./executor.ts";
import { blocksOf, openJudgeSession } from "./judge-session.ts";
import { underClock } from "./latency-run.ts";
import type { RunBenchmarkOptions } from "./run-options.ts";
import { preparedTurns } from "./prepared-turns.ts";
import { joined, takeAnswers, turnTaker } from "./take-answers.ts";

async function* told<T>(items: AsyncIterable<T>, each: (() => void) | undefined): AsyncGenerator<T> {
  for await (const item of items) {
    each?.();
    yield item;
  }
}

/** A stream that is opened with its first item. A generator that passes all of it on would cost each trial more. */
function opening<T>(open: () => Promise<AsyncGenerator<T>>): AsyncIterable<T> {
  let opened: AsyncGenerator<T> | undefined;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => opened?.next() ?? open().then((stream) => (opened = stream).next()),
      return: async (value) => opened?.return(value) ?? { done: true, value },
    }),
  };
}

/** Requests of batches wait together, for up to a day each; other models keep their limits. */
const OF_BATCHES = { concurrency: 50_000, trialTimeoutMs: 20 * 86_400_000 };

/** Whether no request is sent, limited or measured, and no trial needs another's answer: then no trial waits. */
function isAtHand({ benchmark, opened }: Executed, { budget, latency }: RunBenchmarkOptions): boolean {
  const { chains } = opened.manifest.cases;
  const isLimited = budget !== undefined || latency !== undefined;
  return chains === undefined && !isLimited && benchmark.variants.every(({ model }) => model.completeNow !== undefined);
}

/** This process sends and scores. */
export function localExecutor(executed: Executed, options: RunBenchmarkOptions): Executor {
  const { benchmark, execution, opened, reused, rules } = executed;
  const { concurrency = 8, shard } = options;
  const { meter } = execution;
  const traffic = new Traffic({ ...options, concurrency, stop: rules.stop });
  const health = new RunHealth(options.onService);
  const onSkip = (trial: Trial): void => meter.skip(trial);
  const hasBatches = execution.batchedModels.length > 0;
  const stage = {
    ...options,
    concurrency,
    seed: benchmark.seed,
    stop: rules.stop,
    traffic,
    health,
    onSkip,
    stored: opened.result,
    knownTurn: turnTaker(reused, opened),
  };
  const judges = openJudgeSession({ benchmark, execution, opened }, stage);
  return {
    rows: () =>
      opening(async () => {
        const taken = takeAnswers(reused, { benchmark, isDone: opened.isDone, calls: opened.calls });
        const isSequential = opened.manifest.sequential !== undefined;
        const isWanted = (trial: Trial): boolean => !rules.isPruned(trial) && health.isOpen(trial);
        const trials = plan(benchmark, { isDone: taken.isDone, isWanted, isSequential, shard });
        if (hasBatches) await execution.openBatches(opened.folder.batchesFile);
        const variants = await underClock({ benchmark, execution, opened }, stage);
        const sending = { ...stage, ...(hasBatches && OF_BATCHES), onResult: judges.received };
        const results = isAtHand(executed, options)
          ? runAtHand(trials, benchmark.variants, sending)
          : run(meter.within(trials), variants, sending);
        const answered = opened.answered();
        const all = joined([answered && preparedTurns(answered, benchmark.variants), taken.results, results]);
        const seen = judges.judgeClient === undefined ? all : told(all, options.onAnswer);
        return score(seen, benchmark.scorers, { judgeClient: judges.judgeClient, concurrency, ...blocksOf(benchmark) });
      }),
    settle: (row) => meter.settle(row),
    asked: () => judges.asked(),
    stoppedModels: () => health.stopped(),
    workers: () => [],
    end: () => traffic.end(),
    async close() {
      health.close();
      judges.close();
    },
  };
}
