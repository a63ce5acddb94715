import type { Answer, AnswerScorer, DerivedScorer, Score, ScorePart } from "@sameseed/core";
import { scoreRecord } from "../score-record.ts";

/** How several scorers' values become one. */
export type Combination = "mean" | "all" | "any";

/** A scorer that may be a part of another: it scores one answer. */
export type PartScorer = AnswerScorer | DerivedScorer;

/** Each scorer's result for the answer: at once where all of them are synchronous. A scorer that throws gives null. */
export function scoreParts(scorers: readonly PartScorer[], answer: Answer): ScorePart[] | Promise<ScorePart[]> {
  const records = scorers.map((scorer) => scoreRecord(scorer, answer));
  const named = (settled: readonly Omit<ScorePart, "name">[]): ScorePart[] =>
    settled.map(({ value, pass, reason, judgement, parts }, index) => ({
      name: scorers[index]!.name,
      value,
      ...(pass === undefined ? {} : { pass }),
      ...(scorers[index]!.weight === undefined ? {} : { weight: scorers[index]!.weight }),
      ...(reason === undefined ? {} : { reason }),
      ...(judgement === undefined ? {} : { judgement }),
      ...(parts === undefined ? {} : { parts }),
    }));
  return records.some((record) => record instanceof Promise)
    ? Promise.all(records).then(named)
    : named(records as readonly Omit<ScorePart, "name">[]);
}

export interface CombineOptions {
  readonly combination: Combination;
  /** The lowest value that passes. Default: none, and all parts must pass, under `any` one. */
  readonly threshold?: number | undefined;
}

/**
 * Parts as one score. An undecided part leaves it null, except where the others decide whether it passes:
 * then the value is that of the decided parts. A part passes by its own `pass`, else when it is 1; one of
 * weight 0 always does. The reason names the parts that are below 1.
 */
export function combined(parts: readonly ScorePart[], { combination, threshold }: CombineOptions): Score {
  const reason = parts
    .filter(({ value, pass }) => value !== 1 || pass === false)
    .map(({ name, value, reason: why }) => `${name} ${value ?? "cannot tell"}${why === undefined ? "" : ` (${why})`}`)
    .join("; ");
  const pass = passOf(parts, combination);
  const value = isDecided(parts, { combination, threshold }) ? valueOf(parts, combination) : null;
  return { value, ...(value === null ? {} : { pass }), ...(reason === "" ? {} : { reason }), parts };
}

/** The parts that count for the verdict; a part of weight 0 is shown and decides nothing. */
function counted(parts: readonly ScorePart[]): readonly ScorePart[] {
  return parts.filter(({ weight }) => weight !== 0);
}

/** A part passes by its own `pass`, else when it is 1; one of weight 0 always does. */
export function isPass({ value, pass = value === 1, weight }: ScorePart): boolean {
  return pass || weight === 0;
}

function passOf(parts: readonly ScorePart[], combination: Combination): boolean {
  return combination === "any" ? parts.some(isPass) : parts.every(isPass);
}

/** Whether the decided parts settle the verdict, for any values of the others. */
function isDecided(parts: readonly ScorePart[], { combination, threshold }: CombineOptions): boolean {
  const known = parts.filter(({ value }) => value !== null);
  if (counted(parts).every(({ value }) => value !== null)) return true;
  if (known.length === 0) return false;
  if (threshold === undefined)
    return combination === "any" ? counted(known).some(isPass) : !counted(known).every(isPass);
  const [least, most] = [0, 1].map((unknown) =>
    valueOf(
      parts.map((part) => ({ ...part, value: part.value ?? unknown })),
      combination,
    ),
  );
  return (least ?? 0) >= threshold || (most ?? 1) < threshold;
}

/** Null if all parts that count are undecided. */
function valueOf(parts: readonly ScorePart[], combination: Combination): number | null {
  const known = (combination === "mean" ? counted(parts) : parts).flatMap(({ value, weight = 1 }) =>
    value === null ? [] : [{ value, weight }],
  );
  if (known.length === 0) return null;
  if (combination === "all") return Math.min(...known.map(({ value }) => value));
  if (combination === "any") return Math.max(...known.map(({ value }) => value));
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  return weights > 0 ? known.reduce((sum, { weight, value }) => sum + weight * value, 0) / weights : null;
}
