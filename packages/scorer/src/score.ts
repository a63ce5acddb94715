import {
  type Answer,
  type AnswerBlock,
  answerText,
  type JudgeDesk,
  mapConcurrent,
  type Result,
  type Row,
  type ScoreRecord,
  type Scorer,
} from "@sameseed/core";
import { cannotTell, isAborted, scoreRecord, thrown, toRecord } from "./score-record.ts";

export interface ScoreOptions {
  /** Rows, or blocks of rows, in the hands of asynchronous scorers at one time. Default 8. Synchronous scorers never wait. */
  readonly concurrency?: number;
  /** Where scorers ask their judges. */
  readonly desk?: JudgeDesk | undefined;
  /** The variants in their order and the baseline's id: for scorers that look at all answers of a block. */
  readonly variants?: readonly string[];
  readonly baseline?: string;
}

/**
 * Stage 3: adds scores to results. A failed trial, a scorer that throws, and a value outside [0, 1] all
 * give `null` with the reason: cannot tell is never taken for 0. Rows come in order of completion. A result whose judge
 * could not be asked any more because the run ended has no row, nor has one whose block never became whole.
 */
export async function* score(
  results: AsyncIterable<Result>,
  scorers: readonly Scorer[],
  options: ScoreOptions = {},
): AsyncGenerator<Row> {
  const { concurrency = 8 } = options;
  const begun = begin(results, stageOf(scorers, options));
  for await (const first of begun) {
    if (!(first.rows instanceof Promise)) {
      for (const row of first.rows) yield row; // yield* costs three turns of the microtask queue more
      continue;
    }
    const settled = ({ rows }: Begun): Promise<readonly Row[]> => Promise.resolve(rows).catch(noneOfAborted);
    for await (const rows of mapConcurrent(prepend(first, begun), concurrency, settled)) yield* rows;
  }
}

/** What the scorers need, sorted out once. */
interface Stage {
  readonly scorers: readonly Scorer[];
  readonly plain: readonly Scorer[];
  readonly blockwise: readonly Scorer[];
  readonly derived: readonly Scorer[];
  readonly desk: JudgeDesk | undefined;
  readonly variants: readonly string[];
  readonly baseline: string;
}

function stageOf(
  scorers: readonly Scorer[],
  { desk, variants = [], baseline = variants[0] ?? "" }: ScoreOptions,
): Stage {
  return {
    scorers,
    plain: scorers.filter(({ derived, scoreBlock }) => derived !== true && scoreBlock === undefined),
    blockwise: scorers.filter(({ scoreBlock }) => scoreBlock !== undefined),
    derived: scorers.filter(({ derived }) => derived === true),
    desk,
    variants,
    baseline,
  };
}

/** Rows whose scorers were called: there already where all of them are synchronous, which costs no turn of the event loop. */
interface Begun {
  readonly rows: readonly Row[] | Promise<readonly Row[]>;
}

/** A result whose own scorers were called; those of its block wait for the others. */
interface Opened {
  readonly result: Result;
  readonly records: Records | Promise<Records>;
}

async function* begin(results: AsyncIterable<Result>, stage: Stage): AsyncGenerator<Begun> {
  if (stage.blockwise.length === 0) {
    for await (const result of results) {
      const row = finished({ result, records: plainRecords(result, stage) }, stage);
      yield { rows: row instanceof Promise ? row.then((one) => [one]) : [row] };
    }
    return;
  }
  const size = stage.variants.length;
  const waiting = new Map<number, Opened[]>();
  for await (const result of results) {
    const key = Math.floor(result.trial.index / size);
    const block = waiting.get(key) ?? [];
    waiting.set(key, block);
    const records = plainRecords(result, stage);
    if (records instanceof Promise) records.catch(() => {}); // it is awaited when its block is whole, if ever
    block.push({ result, records });
    if (block.length < size) continue;
    waiting.delete(key);
    yield { rows: blockRows(block, stage) };
  }
}

async function* prepend<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

function noneOfAborted(error: unknown): readonly Row[] {
  if (isAborted(error)) return [];
  throw error;
}

function answerOf({ trial, outcome }: Result, desk: JudgeDesk | undefined): Answer | null {
  if (outcome.status === "failed") return null;
  return { output: answerText(outcome) ?? "", case: trial.case, outcome, trial, desk };
}

function plainRecords(result: Result, { plain, desk }: Stage): Records | Promise<Records> {
  const answer = answerOf(result, desk);
  return answer === null ? failedRecords(plain) : allOf(plain, answer);
}

function failedRecords(scorers: readonly Scorer[]): Records {
  return Object.fromEntries(scorers.map((scorer) => [scorer.name, weighted(cannotTell("the trial failed"), scorer)]));
}

/** The row of a result whose records are there, but for those that are derived from them. Scores stand in the scorers' order. */
function finished({ result, records }: Opened, stage: Stage): Row | Promise<Row> {
  if (records instanceof Promise) return records.then((settled) => finished({ result, records: settled }, stage));
  const { scorers, plain, derived, desk } = stage;
  if (plain.length === scorers.length) return { ...result, scores: records };
  const answer = answerOf(result, desk);
  const row = (all: Records): Row => ({
    ...result,
    scores: Object.fromEntries(scorers.map(({ name }) => [name, all[name]!])),
  });
  if (answer === null) return row({ ...records, ...failedRecords(derived) });
  const more = allOf(derived, { ...answer, scores: records });
  return more instanceof Promise ? more.then((found) => row({ ...records, ...found })) : row({ ...records, ...more });
}

async function blockRows(opened: readonly Opened[], stage: Stage): Promise<readonly Row[]> {
  const { variants, baseline, blockwise, desk } = stage;
  const inOrder = variants.map((variant) => opened.find(({ result }) => result.trial.variant === variant)!);
  const answers = inOrder.map(({ result }, place) => ({ variant: variants[place]!, answer: answerOf(result, desk) }));
  const [own, ofBlock] = await Promise.all([
    Promise.all(inOrder.map(({ records }) => records)),
    Promise.all(blockwise.map((scorer) => blockRecords(scorer, { baseline, answers }))),
  ]);
  return Promise.all(
    inOrder.map(({ result }, place) => {
      const more = Object.fromEntries(blockwise.map(({ name }, at) => [name, ofBlock[at]![place]!]));
      return finished({ result, records: { ...own[place]!, ...more } }, stage);
    }),
  );
}

async function blockRecords(scorer: Scorer, block: AnswerBlock): Promise<readonly ScoreRecord[]> {
  const { answers } = block;
  const record = async (): Promise<readonly ScoreRecord[]> => {
    try {
      return (await scorer.scoreBlock!(block)).map(toRecord);
    } catch (error) {
      const failure = thrown(error);
      return answers.map(() => failure);
    }
  };
  const records = await record();
  return records.map((one, place) =>
    weighted(answers[place]!.answer === null ? cannotTell("the trial failed") : one, scorer),
  );
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
