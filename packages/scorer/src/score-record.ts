import { type Answer, ModelError, SameseedError, type Score, type ScoreRecord, type Scorer } from "@sameseed/core";

/**
 * A scorer's judgement as the row keeps it: at once where the scorer is synchronous. What it throws is a `null` with the
 * reason, but for what ends the run: see `endsRun`.
 */
export function scoreRecord(scorer: Scorer, answer: Answer): ScoreRecord | Promise<ScoreRecord> {
  try {
    const given = scorer.score(answer);
    return isPromise(given) ? Promise.resolve(given).then(toRecord).catch(thrown) : toRecord(given);
  } catch (error) {
    return thrown(error);
  }
}

export function cannotTell(reason: string): ScoreRecord {
  return { value: null, reason };
}

function isPromise(given: Score | null | Promise<Score | null>): given is Promise<Score | null> {
  return typeof (given as Promise<unknown> | null)?.then === "function";
}

const ENDS: ReadonlySet<string> = new Set(["MODEL_UNREACHABLE", "BAD_RUN"]);

/** Whether a judge could not be asked because the run is over, cannot be used at all, or was never asked this in the run that is replayed. */
function endsRun(error: unknown): boolean {
  return isAborted(error) || (error instanceof SameseedError && ENDS.has(error.code));
}

/** Whether the run ended before the judge was asked: the answer waits for a resumed run. */
export function isAborted(error: unknown): boolean {
  return error instanceof ModelError && error.kind === "aborted";
}

export function toRecord(given: Score | null): ScoreRecord {
  if (given === null) return cannotTell("the scorer cannot tell");
  const { value, reason, pass, answer, expected, judgement, parts, counts } = given;
  if (value !== null && !(value >= 0 && value <= 1))
    return cannotTell(`the scorer gave ${String(value)}, which is not in [0, 1]`);
  return {
    value,
    ...(reason === undefined ? {} : { reason }),
    ...(pass === undefined ? {} : { pass }),
    ...(answer === undefined ? {} : { answer }),
    ...(expected === undefined ? {} : { expected }),
    ...(judgement === undefined ? {} : { judgement }),
    ...(counts === undefined ? {} : { counts: [...counts] }),
    ...(parts === undefined ? {} : { parts: [...parts] }),
  };
}

/** Errors: throws what ends the run. */
export function thrown(error: unknown): ScoreRecord {
  if (endsRun(error)) throw error;
  return cannotTell(`the scorer failed: ${error instanceof Error ? error.message : String(error)}`);
}
