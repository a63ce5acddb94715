import {
  type Benchmark,
  canonicalJson,
  contentHash,
  type Outcome,
  plan,
  type Result,
  type Scorer,
} from "@sameseed/core";
import type { ReusedAnswers, ReusedRow } from "@sameseed/runner";

/** What a run takes over from earlier ones, and what remains to be asked. */
export interface TakenAnswers {
  readonly results: AsyncIterable<Result>;
  /** Trials that are stored or taken over, by index: right once `results` has ended. */
  readonly isDone: (index: number) => boolean;
  /** The benchmark's scorers, which keep a judge's score of an answer that was taken over. */
  readonly scorers: readonly Scorer[];
}

interface Taking {
  readonly benchmark: Benchmark;
  readonly isDone: (index: number) => boolean;
}

/** The results of trials whose answers are known; they are marked as cached, for nobody asked for them now. */
export function takeAnswers(reused: ReusedAnswers | null, { benchmark, isDone }: Taking): TakenAnswers {
  const rows = new WeakMap<Outcome, ReusedRow>();
  const taken = new Set<number>();
  async function* results(): AsyncGenerator<Result> {
    if (reused === null || reused.from.length === 0) return;
    for await (const trial of plan(benchmark, { isDone })) {
      const row = reused.row(trial.index);
      if (row === null) continue;
      const outcome: Outcome = { ...row.outcome, cached: true };
      rows.set(outcome, row);
      taken.add(trial.index);
      yield { trial, outcome };
    }
  }
  return {
    results: results(),
    isDone: (index) => isDone(index) || taken.has(index),
    scorers: reused === null ? benchmark.scorers : benchmark.scorers.map((scorer) => keepingJudgement(scorer, rows)),
  };
}

/** One after the other. */
export async function* joined<T>(...parts: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  for (const part of parts) yield* part;
}

/** The scorer, which does not ask its judge again for what it said of the same answer. A choice between several variants' answers is made anew. */
function keepingJudgement(scorer: Scorer, rows: WeakMap<Outcome, ReusedRow>): Scorer {
  const { name, weight, derived, identity = {} } = scorer;
  const hash = contentHash({ name, identity });
  return {
    name,
    ...(weight !== undefined && { weight }),
    ...(derived !== undefined && { derived }),
    score(answer) {
      const before = rows.get(answer.outcome);
      const score = before?.scores[name];
      const isKept =
        before !== undefined &&
        score?.judgement?.kind === "grade" &&
        score.value !== null &&
        before.scorers.find((one) => one.name === name)?.hash === hash &&
        canonicalJson(before.trial.case) === canonicalJson(answer.case);
      return isKept ? score : scorer.score(answer);
    },
  };
}
