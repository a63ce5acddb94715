import type { Comparison, Interval, Verdict } from "@sameseed/stats";
import type { Difference, Fairness, VariantComparison } from "./comparison.ts";
import type { Reason } from "./reason.ts";

/** The mean of one phrasing. */
export interface PhrasingMean {
  /** The id of the phrasing's prompt, `<prompt id>~<phrasing id>`. */
  readonly prompt: string;
  readonly mean: number;
}

/** A prompt × model on one metric over all phrasings of the prompt: a line of `phrasings.csv`. */
export interface PhrasedVariant {
  readonly metric: string;
  /** `<prompt id>/<model id>`. */
  readonly id: string;
  readonly prompt: string;
  readonly model: string;
  /** Phrasings that were run, answered or not. */
  readonly phrasings: number;
  /** Cases with an answer that has a score under every phrasing. */
  readonly n: number;
  /** Of the answered trials. */
  readonly mean: number | null;
  /** The 95 % interval of the mean for other cases and other phrasings; null under 4 phrasings. */
  readonly interval: Interval | null;
  /** In the order of the benchmark; empty where no case was answered under every phrasing. */
  readonly means: readonly PhrasingMean[];
  /** Standard deviation between phrasings, without the noise that few cases add. */
  readonly sd: number | null;
  readonly sdInterval: Interval | null;
  /** p of "all phrasings have one mean". */
  readonly p: number | null;
}

/** A reason against the fairness of a comparison over phrasings. */
export interface PhrasingReason {
  readonly reason: Reason;
  /** Ids of the variants B that it concerns; empty if it concerns every pair of phrasings. */
  readonly variants: readonly string[];
}

/** The fairness of all pairs of phrasings together: the gravest verdict, and each reason once. */
export interface PhrasingFairness extends Omit<Fairness, "reasons"> {
  readonly reasons: readonly PhrasingReason[];
}

/** Two prompt × model over phrasings on one metric: B - A, for other cases and other phrasings like these. */
export interface PhrasingDifference {
  readonly metric: string;
  readonly a: string;
  readonly b: string;
  /** Failed trials count as 0; p is adjusted over the comparisons of the metric. */
  readonly result: Comparison;
  /** How p was adjusted. */
  readonly adjustment: Extract<VariantComparison["adjustment"], "none" | "Holm">;
  readonly fairness: PhrasingFairness;
  /** The same without the failed trials. */
  readonly withoutFailed: Difference;
  /** With the failed trials as 0 the verdict is another than without them: then it is inconclusive. */
  readonly dependsOnFailed: boolean;
  /** Null where the two are not comparable. */
  readonly verdict: Verdict | null;
  /** The verdict for exactly these phrasings, adjusted and decided like `verdict`. */
  readonly fixedVerdict: Verdict | null;
  readonly fixedInterval: Interval | null;
  /** Phrasings of the side that has fewer. */
  readonly phrasings: number;
  /** Difference by phrasing; empty where the two sides have different phrasings. */
  readonly differences: readonly { readonly prompt: string; readonly estimate: number }[];
  /** Share of the squared standard error that comes from the choice of phrasings. */
  readonly phrasingShare: number | null;
  /** Phrasings that would show the difference seen with 80 % power; null where it is decided, or more phrasings alone do not. */
  readonly phrasingsNeeded: number | null;
}

/** Comparisons over the phrasings of a prompt. */
export interface PhrasingReport {
  readonly variants: readonly PhrasedVariant[];
  /** Every one against the baseline's prompt × model; if it has no phrasings, against its model's, or else the first. */
  readonly comparisons: readonly PhrasingDifference[];
}
