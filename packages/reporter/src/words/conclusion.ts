import { count, plainNumber, signedNumber, type VariantComparison } from "@sameseed/core";
import type { Comparison } from "@sameseed/stats";
import { points } from "./difference-text.ts";
import { reasonText } from "./reason-text.ts";

/** How differences of a metric are written. */
export interface Unit {
  readonly signed: (value: number) => string;
  readonly amount: (value: number | null) => string;
  readonly noun: string;
}

const POINTS: Unit = { signed: points, amount: pointsOf, noun: " points" };
/** Of metrics with values outside [0, 1]. */
export const PLAIN_NUMBERS: Unit = {
  signed: signedNumber,
  amount: (value) => (value === null ? "the margin" : plainNumber(value)),
  noun: "",
};

/** The conclusion from a comparison. */
export function conclusionOf(comparison: VariantComparison, unit: Unit = POINTS): string {
  const { a, b, verdict, result, fairness, isControl, dependsOnFailed } = comparison;
  if (isControl) return controlInWords(comparison, unit);
  if (verdict === null) return `No verdict: ${reasonText(fairness.reasons[0]!)}.`;
  if (dependsOnFailed)
    return `The data cannot tell: the verdict depends on the failed trials (${result.verdict.verdict} with them as 0, ${comparison.withoutFailed.verdict} without them).`;
  const small = result.verdict.isWithinMargin ? ", by less than the margin" : "";
  switch (verdict) {
    case "better":
      return `${b} is better than ${a}${small}.${corrected(result, unit)}`;
    case "worse":
      return `${b} is worse than ${a}${small}.${corrected(result, unit)}`;
    case "equivalent":
      return `${b} and ${a} are equivalent within ${unit.amount(result.margin)}${marginText(result, unit)}.${disagreement(result)}`;
    case "notWorse":
      return `${b} is not worse than ${a} by more than ${unit.amount(result.margin)}${marginText(result, unit)}. The data cannot tell whether it is better.${disagreement(result)}`;
    case "insufficient":
      return result.insufficient === "too many cases to resample"
        ? "No interval: too many cases to resample."
        : `Too little data: ${result.insufficient ?? "no interval"}.`;
    case "inconclusive":
      return `The data cannot tell.${disagreement(result)}${detectable(result, unit)}`;
  }
}

/** A run that stops early has seen too large a difference. */
function corrected({ correctedEstimate = null }: Comparison, unit: Unit): string {
  return correctedEstimate === null
    ? ""
    : ` Corrected for stopping early, the difference is ${unit.signed(correctedEstimate)}${unit.noun}.`;
}

function controlInWords({ a, verdict, result }: VariantComparison, unit: Unit): string {
  if (verdict === "better" || verdict === "worse")
    return `The A/A control failed: ${a} differs from itself. Do not trust the verdicts of this run.`;
  const { interval } = result;
  if (interval === null) return `A/A control of ${a}: too little data.`;
  return `A/A control: ${a} against itself is within ${unit.amount(Math.max(-interval.lo, interval.hi))}. Differences below that are noise.`;
}

/** The interval that was compared with the margin: it is narrower than the 95 % interval of the tables. */
function marginText({ marginInterval, alpha, verdict: { verdict } }: Comparison, { signed }: Unit): string {
  if (marginInterval === null) return "";
  const { lo, hi } = marginInterval;
  const level = Number((100 * (1 - 2 * alpha)).toPrecision(3));
  return ` (${level} % interval ${verdict === "notWorse" ? `from ${signed(lo)}` : `[${signed(lo)}, ${signed(hi)}]`})`;
}

/** Interval and p-value must agree; a reader who sees only one of them must learn why it does not count. */
function disagreement({ verdict, p, pAdjusted, alpha }: Comparison): string {
  if (!verdict.evidenceDisagrees) return "";
  const isByAdjustment = p !== null && pAdjusted !== null && p <= alpha && pAdjusted > alpha;
  return isByAdjustment
    ? " The interval excludes 0, but the p-value is not significant after adjustment for the number of comparisons."
    : " The interval and the p-value disagree.";
}

/** An undecided comparison gives the detectable difference and the number of cases for a decision. */
function detectable({ sizes, n }: Comparison, unit: Unit): string {
  if (sizes.mde === null) return "";
  const more = sizes.casesForEstimate;
  const decide =
    more !== null && more > n && more < 1e7
      ? ` Detecting the observed difference needs about ${count(Math.ceil(more))} cases.`
      : "";
  return ` ${count(n)} cases detect a difference of ${unit.amount(sizes.mde)} or more (80 % power).${decide}`;
}

/** A difference of two scores in percentage points. */
function pointsOf(difference: number | null): string {
  if (difference === null) return "the margin";
  const value = (100 * difference).toPrecision(2);
  return `${Number(value)} point${Number(value) === 1 ? "" : "s"}`;
}
