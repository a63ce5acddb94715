import type { Verdict } from "@sameseed/stats";

/** A difference to the baseline, with the help of a past run on the same cases and more. */
export interface AdjustedDifference {
  readonly a: string;
  readonly b: string;
  readonly metric: string;
  /** Cases of the run, and cases that the past run alone has. */
  readonly n: number;
  readonly rest: number;
  /** Null where fewer than 50 cases have both scores. */
  readonly estimate: number | null;
  /** Ends of the 95 % interval, per comparison. */
  readonly low: number | null;
  readonly high: number | null;
  /** p after Holm's adjustment over the comparisons. */
  readonly pAdjusted: number | null;
  /** 1 - variance with the past run / variance without; negative where it does harm. */
  readonly saved: number | null;
  /** The value of a case in the past run: `pair` is the difference of the same two variants, `difficulty` the mean score. */
  readonly covariates: "pair" | "difficulty";
  /** By the adjusted interval and p. It changes no verdict of the run. */
  readonly verdict: Verdict | null;
}

/** The differences of a run, adjusted by a past run. */
export interface CovariateReport {
  /** The past run. */
  readonly runId: string;
  readonly differences: readonly AdjustedDifference[];
}
