import { type Answered, type Benchmark, type Outcome, plan, type Result, type Trial } from "@sameseed/core";
import type { KnownCalls, ReusedAnswers } from "@sameseed/runner";

/** The answers that a run reuses from earlier ones, and the trials that remain to be sent. */
export interface TakenAnswers {
  /** Null without reused answers. */
  readonly results: AsyncIterable<Result> | null;
  /** Trials that are stored or reused, by index: complete once `results` has ended. */
  readonly isDone: (index: number) => boolean;
}

interface Taking {
  readonly benchmark: Benchmark;
  readonly isDone: (index: number) => boolean;
  /** Gets the judges' calls for the answers, so that no judge request is repeated. */
  readonly calls: KnownCalls;
}

/** The results of trials with known answers; they are marked as cached, since no request was sent for them. */
export function takeAnswers(reused: ReusedAnswers | null, { benchmark, isDone, calls }: Taking): TakenAnswers {
  const taken = new Set<number>();
  async function* results(from: ReusedAnswers): AsyncGenerator<Result> {
    for await (const trial of plan(benchmark, { isDone })) {
      const row = from.row(trial.index);
      if (row === null) continue;
      const outcome: Outcome = { ...row.outcome, cached: true };
      calls.addRow(row, trial.index, { isCached: true });
      taken.add(trial.index);
      yield { trial, outcome };
    }
  }
  return {
    results: reused === null || reused.from.length === 0 ? null : results(reused),
    isDone: (index) => isDone(index) || taken.has(index),
  };
}

/** Finds the answer to a turn of a chain, after the earlier turns; undefined without reused answers. */
export function turnTaker(
  reused: ReusedAnswers | null,
  { calls }: Pick<Taking, "calls">,
): ((trial: Trial) => Promise<Answered | null>) | undefined {
  if (reused === null) return undefined;
  return async (trial) => {
    const row = await reused.turn(trial);
    if (row === null) return null;
    calls.addRow(row, trial.index, { isCached: true });
    return { ...row.outcome, cached: true };
  };
}

/** One after the other; a single one unchanged, since a stage that only passes on has a cost per trial. */
export function joined<T>(parts: readonly (AsyncIterable<T> | null)[]): AsyncIterable<T> {
  const [first, ...others] = parts.filter((part) => part !== null);
  return first !== undefined && others.length === 0 ? first : inTurn(parts);
}

async function* inTurn<T>(parts: readonly (AsyncIterable<T> | null)[]): AsyncGenerator<T> {
  for (const part of parts) if (part !== null) yield* part;
}
