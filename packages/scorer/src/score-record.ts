import {
  type Answer,
  boundedText,
  ModelError,
  SameseedError,
  type Score,
  type ScorePart,
  ScoreRecord,
  type AnswerScorer,
  type DerivedScorer,
  thrownText,
} from "@sameseed/core";
import { guardedCall } from "./code/guarded-call.ts";
import { withinTime } from "./code/within-time.ts";

/** For one answer of a scorer that bounds its time in no other way. */
const SCORER_TIMEOUT_MS = 60_000;
/** A scorer that is slower than linear may take long on an answer of this length. */
const [LONG_TEXT, LONG_TEXT_TIMEOUT_MS] = [4000, 10_000];

/**
 * A scorer's judgement for the row: at once where the scorer is synchronous and bounded. Other scorers are
 * called under a guard (`guardedCall`). An error and a value that is not a judgement give `null` with the
 * reason, except errors that end the run: see `endsRun`.
 */
export function scoreRecord(scorer: AnswerScorer | DerivedScorer, answer: Answer): ScoreRecord | Promise<ScoreRecord> {
  try {
    if (scorer.isBounded !== true)
      return guardedCall(() => scorer.score(answer), timeoutOf(scorer))
        .then(toRecord)
        .catch(thrown);
    const score = (): Score | null | Promise<Score | null> => scorer.score(answer);
    const given = answer.output.length > LONG_TEXT ? withinTime(score, LONG_TEXT_TIMEOUT_MS) : score();
    return isPromise(given) ? Promise.resolve(given).then(toRecord).catch(thrown) : toRecord(given);
  } catch (error) {
    return thrown(error);
  }
}

/** A scorer with a judge waits for the judge's own deadlines. */
function timeoutOf({ judges, mayAskJudge }: AnswerScorer | DerivedScorer): number {
  return judges !== undefined || mayAskJudge === true ? MOST_TIMEOUT_MS : SCORER_TIMEOUT_MS;
}

/** One day: calls with their own deadlines are not cut short. */
const MOST_TIMEOUT_MS = 86_400_000;

export function cannotTell(reason: string): ScoreRecord {
  return { value: null, reason: boundedText(reason) };
}

function isPromise(given: Score | null | Promise<Score | null>): given is Promise<Score | null> {
  return typeof (given as Promise<unknown> | null)?.then === "function";
}

const ENDS: ReadonlySet<string> = new Set(["MODEL_UNREACHABLE", "BAD_RUN"]);

/**
 * Whether a judge request failed because the run is over, the judge cannot be used at all, or the replayed
 * run has no such request.
 */
function endsRun(error: unknown): boolean {
  return isAborted(error) || (error instanceof SameseedError && ENDS.has(error.code));
}

/** Whether the run ended before the judge request: the answer waits for a resumed run. */
export function isAborted(error: unknown): boolean {
  return error instanceof ModelError && error.kind === "aborted";
}

/**
 * Converts a scorer's value to a row's record. Values of other types than those of `Score` would make the row
 * unreadable.
 */
export function toRecord(given: Score | null): ScoreRecord {
  if (given === null) return cannotTell("the scorer cannot tell");
  if (typeof given !== "object") return cannotTell(`the scorer gave ${shown(given)}, which is not a score`);
  const { reason, pass, answer, expected, judgement, parts, counts } = given;
  const value = withoutNoise(given.value);
  if (value !== null && !(typeof value === "number" && value >= 0 && value <= 1))
    return cannotTell(`the scorer gave ${shown(value)}, which is not in [0, 1]`);
  const record = {
    value,
    ...(isNothing(reason) ? {} : { reason: boundedText(text(reason)) }),
    ...(typeof pass === "boolean" ? { pass } : {}),
    ...(isNothing(answer) ? {} : { answer: text(answer) }),
    ...(isNothing(expected) ? {} : { expected: text(expected) }),
    ...(judgement === undefined ? {} : { judgement }),
    ...(counts === undefined ? {} : { counts: [...counts] }),
    ...(parts === undefined ? {} : { parts: parts.map(bounded) }),
  };
  const isPlain = judgement === undefined && counts === undefined && parts === undefined;
  if (isPlain || ScoreRecord.safeParse(record).success) return record;
  return cannotTell("the scorer returned an invalid judgement, counts or parts");
}

/** A part with reasons of a bounded length, at any depth. Values that are no parts are left for the schema to refuse. */
function bounded(part: ScorePart): ScorePart {
  const { reason, parts } = (part ?? {}) as Partial<ScorePart>;
  return {
    ...part,
    ...(typeof reason === "string" && { reason: boundedText(reason) }),
    ...(Array.isArray(parts) && { parts: parts.map(bounded) }),
  };
}

/** Means and weighted sums of doubles end a few roundings beyond 0 and 1: 0.1 + 0.2 + 0.7 is 1.0000000000000002 in some orders. */
function withoutNoise(value: number | null): number | null {
  const nearest = typeof value === "number" ? Math.min(1, Math.max(0, value)) : value;
  return nearest !== null && value !== null && Math.abs(value - nearest) <= NOISE ? nearest : value;
}

const NOISE = 1e-9;

function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : shown(value);
}

function shown(value: unknown): string {
  try {
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  } catch {
    return `a ${typeof value}`;
  }
}

/** Errors: throws errors that end the run. */
export function thrown(error: unknown): ScoreRecord {
  if (endsRun(error)) throw error;
  return cannotTell(`the scorer failed: ${thrownText(error)}`);
}
