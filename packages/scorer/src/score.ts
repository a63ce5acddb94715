import {
  type Answer,
  type AnswerBlock,
  type AnswerScorer,
  type BlockScorer,
  type DerivedScorer,
  answerText,
  type ChatMessage,
  type JudgeClient,
  mapConcurrent,
  promptedCase,
  type Result,
  type Row,
  type ScoreRecord,
  type Scorer,
  separateReasoning,
  type TestCase,
  type Trial,
} from "@sameseed/core";
import { cannotTell, isAborted, scoreRecord, thrown, toRecord } from "./score-record.ts";

export interface ScoreOptions {
  /** Rows, or blocks of rows, in the hands of asynchronous scorers at one time. Default 8. Synchronous scorers never wait. */
  readonly concurrency?: number;
  /** The client for the scorers' judge requests. */
  readonly judgeClient?: JudgeClient | undefined;
  /** The variants in their order and the baseline's id: for scorers that look at all answers of a block. */
  readonly variants?: readonly string[];
  /** The variants that answer a case, in their order. Default: all. */
  readonly answering?: ((testCase: TestCase) => readonly string[]) | undefined;
  readonly baseline?: string;
  /** The messages of a trial's request, for scorers that look at them. */
  readonly messagesOf?: (trial: Trial) => readonly ChatMessage[];
  /** Ids of the variants that keep the reasoning inside their answers. Default: no variant, see `separateReasoning`. */
  readonly keepReasoning?: ReadonlySet<string>;
}

/**
 * Stage 3: adds scores to results. A failed trial, a scorer that throws, and a value outside [0, 1] all give
 * `null` with the reason: an undecided score never counts as 0. Rows come in order of completion. A result
 * has no row if the run ended before its judge request or before its block was complete.
 */
export async function* score(
  results: AsyncIterable<Result>,
  scorers: readonly Scorer[],
  options: ScoreOptions = {},
): AsyncGenerator<Row> {
  const { concurrency = 8 } = options;
  const stage = stageOf(scorers, options);
  if (stage.blockwise.length + stage.blockDerived.length > 0)
    return yield* settled(blocks(results, stage), concurrency);
  const iterator = results[Symbol.asyncIterator]();
  const source = { [Symbol.asyncIterator]: () => iterator };
  for await (const result of source) {
    const row = rowOf(result, stage);
    if (row instanceof Promise) yield* settled(alone(row, source, stage), concurrency);
    else yield row; // synchronous scorers cost no turn of the event loop and no separate stage
  }
}

/** The scorers by stage and their inputs, computed once. */
interface Stage {
  readonly scorers: readonly Scorer[];
  readonly plain: readonly AnswerScorer[];
  readonly blockwise: readonly BlockScorer[];
  /** Scorers of a block's scores, after all scorers of its answers. */
  readonly blockDerived: readonly BlockScorer[];
  /** Scorers that read parts, then scorers that may use their values. */
  readonly derived: readonly (readonly DerivedScorer[])[];
  readonly judgeClient: JudgeClient | undefined;
  readonly messagesOf: ScoreOptions["messagesOf"];
  readonly variants: readonly string[];
  readonly answering: (testCase: TestCase) => readonly string[];
  readonly baseline: string;
  readonly keepReasoning: ReadonlySet<string>;
}

function stageOf(
  scorers: readonly Scorer[],
  {
    judgeClient,
    messagesOf,
    variants = [],
    answering = () => variants,
    baseline = variants[0] ?? "",
    keepReasoning = new Set(),
  }: ScoreOptions,
): Stage {
  const ofBlocks = scorers.filter((scorer) => scorer.scoreBlock !== undefined);
  const ofOne = scorers.filter((scorer) => scorer.scoreBlock === undefined);
  const derived = ofOne.filter((scorer) => scorer.derived === true);
  return {
    scorers,
    plain: ofOne.filter((scorer) => scorer.derived !== true),
    blockwise: ofBlocks.filter(({ derived }) => derived !== true),
    blockDerived: ofBlocks.filter(({ derived }) => derived === true),
    derived: [
      derived.filter(({ ofParts }) => ofParts === true),
      derived.filter(({ ofParts }) => ofParts !== true),
    ].filter(({ length }) => length > 0),
    judgeClient,
    messagesOf,
    variants,
    answering,
    baseline,
    keepReasoning,
  };
}

/** The result with the reasoning removed from its answer. */
function separated(result: Result, { keepReasoning }: Stage): Result {
  if (keepReasoning.has(result.trial.variant)) return result;
  const outcome = separateReasoning(result.outcome);
  return outcome === result.outcome ? result : { ...result, outcome };
}

/** Rows that wait for their scorers. */
interface Begun {
  readonly rows: Promise<readonly Row[]>;
}

/** A result with the records of its own scorers; scorers of its block wait for the other results. */
interface Opened {
  readonly result: Result;
  readonly records: Records | Promise<Records>;
}

function rowOf(given: Result, stage: Stage): Row | Promise<Row> {
  const result = separated(given, stage);
  return finished({ result, records: plainRecords(result, stage) }, stage);
}

/** The first row of those that have to wait, and all rows after it. */
async function* alone(first: Promise<Row>, rest: AsyncIterable<Result>, stage: Stage): AsyncGenerator<Begun> {
  const listed = async (row: Row | Promise<Row>): Promise<readonly Row[]> => [await row];
  yield { rows: listed(first) };
  for await (const result of rest) yield { rows: listed(rowOf(result, stage)) };
}

async function* blocks(results: AsyncIterable<Result>, stage: Stage): AsyncGenerator<Begun> {
  const size = stage.variants.length;
  const waiting = new Map<number, Opened[]>();
  for await (const given of results) {
    const result = separated(given, stage);
    const key = Math.floor(result.trial.index / size);
    const block = waiting.get(key) ?? [];
    waiting.set(key, block);
    const records = plainRecords(result, stage);
    if (records instanceof Promise) records.catch(() => {}); // it is awaited when its block is whole, if ever
    block.push({ result, records });
    if (block.length < stage.answering(result.trial.case).length) continue;
    waiting.delete(key);
    yield { rows: blockRows(block, stage) };
  }
}

/** The rows in order of completion. */
async function* settled(begun: AsyncIterable<Begun>, concurrency: number): AsyncGenerator<Row> {
  const rowsOf = ({ rows }: Begun): Promise<readonly Row[]> => rows.catch(noneOfAborted);
  for await (const rows of mapConcurrent(begun, concurrency, rowsOf)) yield* rows;
}

function noneOfAborted(error: unknown): readonly Row[] {
  if (isAborted(error)) return [];
  throw error;
}

function answerOf(
  { trial, outcome }: Result,
  { judgeClient, messagesOf }: Pick<Stage, "judgeClient" | "messagesOf">,
): Answer | null {
  if (outcome.status === "failed") return null;
  const messages = messagesOf && ((): readonly ChatMessage[] => messagesOf(trial));
  return { output: answerText(outcome) ?? "", case: promptedCase(trial), outcome, trial, judgeClient, messages };
}

function plainRecords(result: Result, stage: Stage): Records | Promise<Records> {
  const answer = answerOf(result, stage);
  return answer === null ? failedRecords(stage.plain) : allOf(stage.plain, answer);
}

function failedRecords(scorers: readonly Scorer[]): Records {
  return Object.fromEntries(scorers.map((scorer) => [scorer.name, weighted(cannotTell("the trial failed"), scorer)]));
}

/** The row of a result with all records except the derived ones. Scores are in the scorers' order. */
function finished({ result, records }: Opened, stage: Stage): Row | Promise<Row> {
  if (records instanceof Promise) return records.then((settled) => finished({ result, records: settled }, stage));
  const { scorers, plain, derived } = stage;
  if (plain.length === scorers.length) return { ...result, scores: records };
  const answer = answerOf(result, stage);
  const row = (all: Records): Row => ({
    ...result,
    scores: Object.fromEntries(scorers.map(({ name }) => [name, all[name]!])),
  });
  if (answer === null) return row({ ...records, ...failedRecords(derived.flat()) });
  const all = withDerived(records, derived, answer);
  return all instanceof Promise ? all.then(row) : row(all);
}

/** The records with those of each group. A group reads the scores of the groups before it. */
function withDerived(
  records: Records,
  [group, ...rest]: readonly (readonly DerivedScorer[])[],
  answer: Answer,
): Records | Promise<Records> {
  if (group === undefined) return records;
  const more = allOf(group, { ...answer, scores: records });
  return more instanceof Promise
    ? more.then((found) => withDerived({ ...records, ...found }, rest, answer))
    : withDerived({ ...records, ...more }, rest, answer);
}

async function blockRows(opened: readonly Opened[], stage: Stage): Promise<readonly Row[]> {
  const { baseline, blockwise } = stage;
  const variants = stage.answering(opened[0]!.result.trial.case);
  const inOrder = variants.map((variant) => opened.find(({ result }) => result.trial.variant === variant)!);
  const answers = inOrder.map(({ result }, place) => ({ variant: variants[place]!, answer: answerOf(result, stage) }));
  const [own, ofBlock] = await Promise.all([
    Promise.all(inOrder.map(({ records }) => records)),
    namedBlocks(blockwise, { baseline, answers }),
  ]);
  const together = own.map((records, place): Records => ({ ...records, ...ofBlock[place]! }));
  const scored = answers.map(({ variant, answer }, place) => ({
    variant,
    answer: answer === null ? null : { ...answer, scores: together[place]! },
  }));
  const ofScores = await namedBlocks(stage.blockDerived, { baseline, answers: scored });
  return Promise.all(
    inOrder.map(({ result }, place) =>
      finished({ result, records: { ...together[place]!, ...ofScores[place]! } }, stage),
    ),
  );
}

/** The results of block scorers for each answer, by name. */
async function namedBlocks(scorers: readonly BlockScorer[], block: AnswerBlock): Promise<readonly Records[]> {
  const records = await Promise.all(scorers.map((scorer) => blockRecords(scorer, block)));
  return block.answers.map((_, place) =>
    Object.fromEntries(scorers.map(({ name }, at) => [name, records[at]![place]!])),
  );
}

async function blockRecords(scorer: BlockScorer, block: AnswerBlock): Promise<readonly ScoreRecord[]> {
  const { answers } = block;
  const record = async (): Promise<readonly ScoreRecord[]> => {
    try {
      return (await scorer.scoreBlock(block)).map(toRecord);
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
function allOf(scorers: readonly (AnswerScorer | DerivedScorer)[], answer: Answer): Records | Promise<Records> {
  const [first] = scorers;
  if (first !== undefined && scorers.length === 1) {
    const record = scoreRecord(first, answer);
    if (!(record instanceof Promise)) return { [first.name]: weighted(record, first) };
    return record.then((found) => ({ [first.name]: weighted(found, first) }));
  }
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
