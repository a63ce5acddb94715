import type { Score } from "@sameseed/core";

/** A scoring function's result: a number in [0, 1], true or false, a full score, or null for undecided. */
export type Judgement = number | boolean | Score | null;

/** A judgement as a score. Errors: `Error` for anything else. */
export function toScore(judged: Judgement): Score | null {
  if (typeof judged === "boolean") return { value: judged ? 1 : 0 };
  if (typeof judged === "number") return { value: judged };
  if (judged === null || typeof judged === "object") return judged;
  throw new Error(`it returned ${typeof judged}, which is neither a number, true or false, a score nor null`);
}

/**
 * Converts an external value (from a script, a service) to a score: a judgement, or promptfoo's `{pass,
 * score, reason}` with `namedScores` as parts. A number passes if it
 * reaches the threshold, or without one if it is above 0. Errors: `Error` for any other value.
 */
export function toForeignScore(given: unknown, threshold?: number): Score {
  if (typeof given === "number")
    return {
      value: given,
      pass: threshold === undefined ? given > 0 : given >= threshold,
      ...missed(given, threshold),
    };
  if (typeof given === "boolean" && threshold !== undefined) return { value: given ? 1 : 0, pass: given };
  if (typeof given !== "object" || given === null) {
    return toScore(given as Judgement) ?? { value: null, reason: "it cannot tell" };
  }
  const { value, score, pass, reason, namedScores, named_scores } = given as Record<string, unknown>;
  const number = [value, score, typeof pass === "boolean" ? Number(pass) : undefined].find(
    (part) => typeof part === "number",
  );
  if (number === undefined && value !== null && score !== null)
    throw new Error(`it returned ${JSON.stringify(given)}, which has no score`);
  const below = typeof number === "number" ? missed(number, threshold) : {};
  return {
    value: (number as number | undefined) ?? null,
    ...(typeof pass === "boolean" || (typeof number === "number" && isOutside(threshold))
      ? { pass: pass !== false && below.reason === undefined }
      : {}),
    ...(typeof reason === "string" ? { reason } : {}),
    ...below,
    ...partsOf(namedScores ?? named_scores),
  };
}

/** The reason for a number below a threshold outside of [0, 1]; the scorer itself compares with one inside. */
function missed(number: number, threshold?: number): Pick<Score, "reason"> {
  if (!isOutside(threshold) || number >= threshold!) return {};
  return { reason: `${number} is below the threshold ${threshold}` };
}

function isOutside(threshold = 0): boolean {
  return threshold < 0 || threshold > 1;
}

/**
 * As in promptfoo, where a number of any size is a result: one outside of [0, 1] counts as the nearest inside, and NaN as 0.
 * Errors: `Error` for no score.
 */
export function bounded(score: Score): Score {
  const { value, reason } = score;
  if (value === null) throw new Error("it returned no score");
  if (value >= 0 && value <= 1) return score;
  const nearest = value > 1 ? 1 : 0;
  return { ...score, value: nearest, reason: reason ?? `${value} is outside of 0…1 and counts as ${nearest}` };
}

/** A script's additional measurements as parts; null for a value outside [0, 1]. */
function partsOf(named: unknown): Pick<Score, "parts"> {
  if (typeof named !== "object" || named === null) return {};
  const parts = Object.entries(named).map(([name, value]: [string, unknown]) => {
    const number = typeof value === "boolean" ? Number(value) : value;
    return { name, value: typeof number === "number" && number >= 0 && number <= 1 ? number : null };
  });
  return parts.length === 0 ? {} : { parts };
}
