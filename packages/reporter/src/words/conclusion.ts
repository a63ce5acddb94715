import type { VariantComparison } from "@sameseed/core";
import type { Comparison } from "@sameseed/stats";
import { points } from "./difference-text.ts";
import { reasonText } from "./reason-text.ts";

/** What a reader may conclude from a comparison. */
export function conclusionOf(comparison: VariantComparison): string {
  const { a, b, verdict, result, fairness, isControl, dependsOnFailed } = comparison;
  if (isControl) return controlInWords(comparison);
  if (verdict === null) return `No verdict: ${reasonText(fairness.reasons[0]!)}.`;
  if (dependsOnFailed)
    return `Cannot tell: what counts depends on the failed trials (with them as 0 ${result.verdict.verdict}, without them ${comparison.withoutFailed.verdict}).`;
  const small = result.verdict.isWithinMargin ? ", by less than the margin that you set" : "";
  switch (verdict) {
    case "better":
      return `${b} is better than ${a}${small}.${corrected(result)}`;
    case "worse":
      return `${b} is worse than ${a}${small}.${corrected(result)}`;
    case "equivalent":
      return `${b} and ${a} are equivalent within ${pointsOf(result.margin)}${marginText(result)}.${disagreement(result)}`;
    case "notWorse":
      return `${b} is not worse than ${a} by more than ${pointsOf(result.margin)}${marginText(result)}; whether it is better the data cannot tell.${disagreement(result)}`;
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
    return `The run leaks: ${a} differs from itself. Trust no verdict of this run.`;
  const { interval } = result;
  if (interval === null) return `A/A control of ${a}: too little data.`;
  return `A/A control: ${a} against itself is within ${pointsOf(Math.max(-interval.lo, interval.hi))}. A difference below that is noise.`;
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
    ? " Its interval leaves out 0, but its p does not hold against the number of comparisons."
    : " The interval and the p-value disagree.";
}

/** An undecided comparison says what it could have found, and how many cases would decide. */
function detectable({ sizes, n }: Comparison): string {
  if (sizes.mde === null) return "";
  const more = sizes.casesForEstimate;
  const decide =
    more !== null && more > n && more < 1e7
      ? ` If the difference is as seen, ${Math.ceil(more).toLocaleString("en")} cases would show it.`
      : "";
  return ` With ${n.toLocaleString("en")} cases it finds a difference of ${pointsOf(sizes.mde)} or more (80 % power).${decide}`;
}

/** A difference of two scores in percentage points. */
function pointsOf(difference: number | null): string {
  if (difference === null) return "the margin";
  const value = (100 * difference).toPrecision(2);
  return `${Number(value)} point${Number(value) === 1 ? "" : "s"}`;
}
