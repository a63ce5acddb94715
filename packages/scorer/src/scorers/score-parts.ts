import type { Answer, Score, ScorePart, Scorer } from "@sameseed/core";
import { scoreRecord } from "../score-record.ts";

/** How several scorers' values become one. */
export type Combination = "mean" | "all" | "any";

/** What each scorer says of the answer: at once where all of them are synchronous. One that throws cannot tell. */
export function scoreParts(scorers: readonly Scorer[], answer: Answer): ScorePart[] | Promise<ScorePart[]> {
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

/**
 * Parts as one score. Null when a part cannot tell, except where the others decide: a 0 under `all`, a 1 under `any`. A part
 * passes by its own `pass`, else when it is 1; one of weight 0 always does. The reason names the parts that are below 1.
 */
export function combined(parts: readonly ScorePart[], combination: Combination): Score {
  const reason = parts
    .filter(({ value, pass }) => value !== 1 || pass === false)
    .map(({ name, value, reason: why }) => `${name} ${value ?? "cannot tell"}${why === undefined ? "" : ` (${why})`}`)
    .join("; ");
  const value = valueOf(parts, combination);
  const passes = parts.map(({ value: part, pass = part === 1, weight }) => pass || weight === 0);
  const pass = combination === "any" ? passes.includes(true) : !passes.includes(false);
  return { value, ...(value === null ? {} : { pass }), ...(reason === "" ? {} : { reason }), parts };
}

function valueOf(parts: readonly ScorePart[], combination: Combination): number | null {
  const counted = combination === "mean" ? parts.filter(({ weight }) => weight !== 0) : parts;
  const values = counted.map(({ value }) => value);
  const known = values.filter((value) => value !== null);
  const isKnown = known.length === values.length;
  if (combination === "all") return isKnown || known.includes(0) ? Math.min(...known) : null;
  if (combination === "any") return isKnown || known.includes(1) ? Math.max(...known) : null;
  const weights = counted.reduce((sum, { weight = 1 }) => sum + weight, 0);
  return isKnown && weights > 0
    ? counted.reduce((sum, { weight = 1, value }) => sum + weight * value!, 0) / weights
    : null;
}
