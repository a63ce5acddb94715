import { besidePhrasings, type WordedComparison, type WordedSliceReport, verdictWord } from "@sameseed/core";
import { differenceText } from "@sameseed/reporter";
import { FEWEST_PHRASINGS } from "@sameseed/stats";
import type { GateMode } from "../choices/gate-modes.ts";
import type { ComparedRuns } from "./compare-run.ts";

/** Something that must hold, and whether it does. */
export interface Check {
  readonly name: string;
  readonly group: string;
  /** `undecided`: the data is inconclusive. `skipped`: shown without a check. `warning`: passed, with a note. */
  readonly result: "passed" | "failed" | "undecided" | "skipped" | "warning";
  readonly message: string;
  /** The variant that it is about, and the case, where it is about one. */
  readonly variant?: string;
  readonly case?: string;
  /** Total time of the requests; absent if it was not requested. */
  readonly seconds?: number;
}

export interface GateOptions {
  readonly mode: GateMode;
  /** The metric that decides. Default `score`; the others are shown. */
  readonly metric?: string | undefined;
  /** A variant that is worse, but surely by less than the margin, passes. */
  readonly tolerateSmall?: boolean | undefined;
}

/** The parts of a comparison that the gate reads. */
type Held = Pick<WordedComparison, "metric" | "a" | "b" | "result" | "verdict" | "conclusion" | "isControl">;

/**
 * The comparisons that a gate checks: those over phrasings, and those that they do not cover. Too few
 * phrasings for a verdict never fail, so the single phrasings are checked too.
 */
function heldOf({ comparisons, phrasings }: Pick<ComparedRuns, "comparisons" | "phrasings">): readonly Held[] {
  if (phrasings === undefined) return comparisons;
  const over = phrasings.comparisons.map((one): Held => ({ ...one, conclusion: one.text, isControl: false }));
  const decidable = phrasings.comparisons.filter((one) => one.phrasings >= FEWEST_PHRASINGS);
  return [...over, ...besidePhrasings(comparisons, { ...phrasings, comparisons: decidable })];
}

/**
 * Checks comparisons by the rules of a gate, using only the verdicts. Variants that are not comparable are
 * undecided in both modes: a gate without comparisons must not pass. The A/A control is a separate check: a
 * run with a significant control difference decides nothing.
 */
export function gateChecks(
  compared: Pick<ComparedRuns, "comparisons" | "phrasings">,
  options: GateOptions,
): readonly Check[] {
  const metric = options.metric ?? "score";
  const held = heldOf(compared);
  const checks = held.map((comparison): Check => {
    const { a, b, conclusion, verdict } = comparison;
    const result = comparison.metric === metric ? resultOf(comparison, options) : "skipped";
    const small =
      result === "passed" && verdict === "worse" ? " It is tolerated: the difference is smaller than the margin." : "";
    return {
      name: `${b} against ${a}`,
      group: `gate.${comparison.metric}`,
      variant: b,
      result,
      message: `${b} against ${a}: ${verdictWord(verdict)}${differenceOf(comparison)}. ${conclusion}${small}`,
    };
  });
  const isHeld = held.some((comparison) => comparison.metric === metric && !comparison.isControl);
  return isHeld ? checks : [...checks, nothingHeld(metric)];
}

/** A log of CI, an annotation or a failed test shows no table with the numbers. */
function differenceOf({ result, verdict }: Held): string {
  return verdict === null || result.estimate === null ? "" : `, ${differenceText(result)} points`;
}

/** Slices that contradict the overall verdict: shown with the gate's result, and not decided by it. */
export function sliceChecks(slices: WordedSliceReport | undefined): readonly Check[] {
  return (slices?.warnings ?? []).map(({ b, a, key, slice, metric, text }) => ({
    name: `${b} against ${a} on ${key}=${slice}`,
    group: `slices.${metric}`,
    result: "warning",
    message: text,
  }));
}

/** A gate without a comparison must not pass. */
function nothingHeld(metric: string): Check {
  return {
    name: `comparisons on ${metric}`,
    group: "gate.coverage",
    result: "undecided",
    message: `No two variants were compared on ${metric}: the gate checked nothing.`,
  };
}

function resultOf({ verdict, isControl, result }: Held, { mode, tolerateSmall = false }: GateOptions): Check["result"] {
  if (isControl) return verdict === "better" || verdict === "worse" ? "undecided" : "skipped";
  if (result.n === 0) return "undecided"; // every score is missing in one of the two
  switch (verdict) {
    case null:
      return "undecided";
    case "better":
    case "equivalent":
    case "notWorse":
      return "passed";
    case "worse": {
      const { interval, margin } = result;
      const isSmall = interval !== null && margin !== null && interval.lo > -margin;
      return tolerateSmall && isSmall ? "passed" : "failed";
    }
    default:
      return mode === "require-not-worse" ? "undecided" : "passed";
  }
}

/** 1 when a check failed, else 3 when one is undecided. */
export function exitCodeOf(checks: readonly Check[]): 0 | 1 | 3 {
  if (checks.some(({ result }) => result === "failed")) return 1;
  return checks.some(({ result }) => result === "undecided") ? 3 : 0;
}
