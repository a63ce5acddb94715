import { count, type VariantComparison } from "@sameseed/core";
import type { Comparison } from "@sameseed/stats";
import { points } from "./difference-text.ts";
import { reasonText } from "./reason-text.ts";

/** What a reader may conclude from a comparison. */
export function conclusionOf(comparison: VariantComparison): string {
  const { a, b, verdict, result, fairness, isControl, dependsOnFailed } = comparison;
  if (isControl) return controlInWords(comparison);
  if (verdict === null) return `No verdict: ${reasonText(fairness.reasons[0]!)}.`;
  if (dependsOnFailed)
    return `The data cannot tell: the verdict depends on the failed trials (${result.verdict.verdict} with them as 0, ${comparison.withoutFailed.verdict} without them).`;
  const small = result.verdict.isWithinMargin ? ", by less than the margin" : "";
  switch (verdict) {
    case "better":
      return `${b} is better than ${a}${small}.${corrected(result)}`;
    case "worse":
      return `${b} is worse than ${a}${small}.${corrected(result)}`;
    case "equivalent":
      return `${b} and ${a} are equivalent within ${pointsOf(result.margin)}${marginText(result)}.${disagreement(result)}`;
    case "notWorse":
      return `${b} is not worse than ${a} by more than ${pointsOf(result.margin)}${marginText(result)}. The data cannot tell whether it is better.${disagreement(result)}`;
    case "insufficient":
      return `Too little data: ${result.insufficient ?? "no interval"}.`;
    case "inconclusive":
      return `The data cannot tell.${disagreement(result)}${detectable(result)}`;
  }
}

/** A run that stops early has seen too large a difference. */
function corrected({ correctedEstimate = null }: Comparison): string {
  return correctedEstimate === null
    ? ""
    : ` Corrected for stopping early, the difference is ${points(correctedEstimate)} points.`;
}

function controlInWords({ a, verdict, result }: VariantComparison): string {
  if (verdict === "better" || verdict === "worse")
    return `The A/A control failed: ${a} differs from itself. Do not trust the verdicts of this run.`;
  const { interval } = result;
  if (interval === null) return `A/A control of ${a}: too little data.`;
  return `A/A control: ${a} against itself is within ${pointsOf(Math.max(-interval.lo, interval.hi))}. Differences below that are noise.`;
}

/** The interval that was held against the margin: it is narrower than the one of 95 % that tables show. */
function marginText({ marginInterval, alpha, verdict: { verdict } }: Comparison): string {
  if (marginInterval === null) return "";
  const { lo, hi } = marginInterval;
  const level = Number((100 * (1 - 2 * alpha)).toPrecision(3));
  return ` (${level} % interval ${verdict === "notWorse" ? `from ${points(lo)}` : `[${points(lo)}, ${points(hi)}]`})`;
}

/** Interval and p-value must agree; a reader who sees only one of them must learn why it does not count. */
function disagreement({ verdict, p, pAdjusted, alpha }: Comparison): string {
  if (!verdict.evidenceDisagrees) return "";
  const isByAdjustment = p !== null && pAdjusted !== null && p <= alpha && pAdjusted > alpha;
  return isByAdjustment
    ? " The interval excludes 0, but the p-value is not significant after adjustment for the number of comparisons."
    : " The interval and the p-value disagree.";
}

/** An undecided comparison says what it could have found, and how many cases would decide. */
function detectable({ sizes, n }: Comparison): string {
  if (sizes.mde === null) return "";
  const more = sizes.casesForEstimate;
  const decide =
    more !== null && more > n && more < 1e7
      ? ` Detecting the observed difference needs about ${count(Math.ceil(more))} cases.`
      : "";
  return ` ${count(n)} cases detect a difference of ${pointsOf(sizes.mde)} or more (80 % power).${decide}`;
}

/** A difference of two scores in percentage points. */
function pointsOf(difference: number | null): string {
  if (difference === null) return "the margin";
  const value = (100 * difference).toPrecision(2);
  return `${Number(value)} point${Number(value) === 1 ? "" : "s"}`;
}
