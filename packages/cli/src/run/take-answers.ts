import { type Benchmark, type Outcome, plan, type Result } from "@sameseed/core";
import type { KnownCalls, ReusedAnswers } from "@sameseed/runner";

/** What a run takes over from earlier ones, and what remains to be asked. */
export interface TakenAnswers {
  readonly results: AsyncIterable<Result>;
  /** Trials that are stored or taken over, by index: right once `results` has ended. */
  readonly isDone: (index: number) => boolean;
}

interface Taking {
  readonly benchmark: Benchmark;
  readonly isDone: (index: number) => boolean;
  /** Gets what judges said of the answers: they are not asked the same question again. */
  readonly calls: KnownCalls;
}

/** The results of trials whose answers are known; they are marked as cached, for nobody asked for them now. */
export function takeAnswers(reused: ReusedAnswers | null, { benchmark, isDone, calls }: Taking): TakenAnswers {
  const taken = new Set<number>();
  async function* results(): AsyncGenerator<Result> {
    if (reused === null || reused.from.length === 0) return;
    for await (const trial of plan(benchmark, { isDone })) {
      const row = reused.row(trial.index);
      if (row === null) continue;
      const outcome: Outcome = { ...row.outcome, cached: true };
      calls.addRow(row, trial.index, { isCached: true });
      taken.add(trial.index);
      yield { trial, outcome };
    }
  }
  return {
    results: results(),
    isDone: (index) => isDone(index) || taken.has(index),
  };
}

/** One after the other. */
export async function* joined<T>(...parts: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  for (const part of parts) yield* part;
}
