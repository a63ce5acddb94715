import type { SliceWarning } from "@sameseed/core";
import type { Verdict } from "@sameseed/stats";

const OVERALL: Readonly<Record<string, string>> = {
  better: "better",
  worse: "worse",
  equivalent: "equivalent",
  notWorse: "not worse",
  inconclusive: "undecided",
  insufficient: "undecided",
};

/** A slice that contradicts the overall verdict, in words. */
export function sliceWarningText(
  { key, slice, metric, b, n, meanA, meanB, direction, strength }: SliceWarning,
  verdict: Verdict | null,
): string {
  const on = metric === "score" ? "" : ` in ${metric}`;
  const scores = `${percent(meanA)} → ${percent(meanB)} %, n = ${n}`;
  const overall = `${b} is ${OVERALL[verdict ?? ""] ?? "undecided"} overall${on}`;
  if (strength === "proven") return `${overall}, but ${direction} on ${key}=${slice}: ${scores}.`;
  const moved = direction === "worse" ? "scored lower" : "scored higher";
  return `${overall}, but ${moved} on ${key}=${slice}: ${scores} (not conclusive after correction for the number of slices).`;
}

function percent(mean: number): string {
  return (100 * mean).toFixed(1);
}
