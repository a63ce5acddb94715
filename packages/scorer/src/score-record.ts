import type { Answer, Score, ScoreRecord, Scorer } from "@sameseed/core";

/** A scorer's judgement as the row keeps it: at once where the scorer is synchronous. What it throws is a `null` with the reason. */
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

function toRecord(given: Score | null): ScoreRecord {
  if (given === null) return cannotTell("the scorer cannot tell");
  const { value, reason, pass, answer, expected, judgement, parts } = given;
  if (value !== null && !(value >= 0 && value <= 1))
    return cannotTell(`the scorer gave ${String(value)}, which is not in [0, 1]`);
  return {
    value,
    ...(reason === undefined ? {} : { reason }),
    ...(pass === undefined ? {} : { pass }),
    ...(answer === undefined ? {} : { answer }),
    ...(expected === undefined ? {} : { expected }),
    ...(judgement === undefined ? {} : { judgement }),
    ...(parts === undefined ? {} : { parts: [...parts] }),
  };
}

function thrown(error: unknown): ScoreRecord {
  return cannotTell(`the scorer failed: ${error instanceof Error ? error.message : String(error)}`);
}
