import {
  type Answer,
  answerText,
  mapConcurrent,
  type Result,
  type Row,
  type ScoreRecord,
  type Scorer,
} from "@sameseed/core";
import { cannotTell, scoreRecord } from "./score-record.ts";

export interface ScoreOptions {
  /** Rows in the hands of asynchronous scorers at one time. Default 8. Synchronous scorers never wait. */
  readonly concurrency?: number;
}

/**
 * Stage 3: adds scores to results. A failed trial, a scorer that throws, and a value outside [0, 1] all
 * give `null` with the reason: cannot tell is never taken for 0. Rows come in order of completion.
 */
export async function* score(
  results: AsyncIterable<Result>,
  scorers: readonly Scorer[],
  { concurrency = 8 }: ScoreOptions = {},
): AsyncGenerator<Row> {
  const begun = begin(results, scorers);
  for await (const first of begun) {
    if (first.row instanceof Promise) {
      yield* mapConcurrent(prepend(first, begun), concurrency, async ({ row }) => row);
    } else {
      yield first.row;
    }
  }
}

/** A row whose scorers were called: there already where all of them are synchronous, which costs no turn of the event loop. */
interface Begun {
  readonly row: Row | Promise<Row>;
}

async function* begin(results: AsyncIterable<Result>, scorers: readonly Scorer[]): AsyncGenerator<Begun> {
  for await (const result of results) yield { row: scoreResult(result, scorers) };
}

async function* prepend<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

function scoreResult(result: Result, scorers: readonly Scorer[]): Row | Promise<Row> {
  const { trial, outcome } = result;
  if (outcome.status === "failed") {
    return {
      ...result,
      scores: Object.fromEntries(
        scorers.map((scorer) => [scorer.name, weighted(cannotTell("the trial failed"), scorer)]),
      ),
    };
  }
  const answer: Answer = { output: answerText(outcome) ?? "", case: trial.case, outcome };
  const plain = scorers.filter(({ derived }) => derived !== true);
  const derived = scorers.filter((scorer) => scorer.derived === true);
  const scores = allOf(plain, answer);
  const withDerived = (records: Records): Records | Promise<Records> => {
    if (derived.length === 0) return records;
    const more = allOf(derived, { ...answer, scores: records });
    return more instanceof Promise ? more.then((found) => ({ ...records, ...found })) : { ...records, ...more };
  };
  const row = (records: Records): Row => ({ ...result, scores: records });
  const all = scores instanceof Promise ? scores.then(withDerived) : withDerived(scores);
  return all instanceof Promise ? all.then(row) : row(all);
}

type Records = Readonly<Record<string, ScoreRecord>>;

/** The scorers' records by name: at once where all of them are synchronous. */
function allOf(scorers: readonly Scorer[], answer: Answer): Records | Promise<Records> {
  const scores = scorers.map((scorer) => scoreRecord(scorer, answer));
  const named = (records: readonly ScoreRecord[]): Records =>
    Object.fromEntries(scorers.map((scorer, position) => [scorer.name, weighted(records[position]!, scorer)]));
  return scores.some((entry) => entry instanceof Promise)
    ? Promise.all(scores).then(named)
    : named(scores as readonly ScoreRecord[]);
}

function weighted(record: ScoreRecord, { weight = 1 }: Scorer): ScoreRecord {
  return weight === 1 ? record : { ...record, weight };
}
